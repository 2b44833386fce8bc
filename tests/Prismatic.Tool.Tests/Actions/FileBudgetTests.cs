using Prismatic.Tool.PullRequests;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>However many files change, each is audited, named as left out, or counted; and those who read the results take them.</summary>
public sealed class FileBudgetTests
{
    [Theory]
    [InlineData(3, 100, 3, 0)]
    [InlineData(103, 100, 100, 3)]
    [InlineData(500, 500, 500, 0)]
    [InlineData(700, 100, 100, 400)]
    [InlineData(501, 500, 499, 1)]
    [InlineData(9000, 500, 499, 1)]
    public void None_passes_unseen(int count, int most, int audited, int named)
    {
        var files = Enumerable.Range(0, count).Select(i => new ChangedFile($"{i:0000}.csv", DatasetStatus.Added, null));
        var budget = new FileBudget([.. files], most);
        var left = budget.LeftOut().ToList();
        Assert.Equal((audited, named), (budget.Audited.Count(), left.Count));
        Assert.True(audited + named <= ResultsReader.MostDatasets);
        Assert.All(left, dataset => Assert.Equal(Weight.Failed, dataset.Weight));
        var unnamed = count - audited - named;
        Assert.Equal(
            unnamed > 0,
            left.LastOrDefault()?.Note?.EndsWith($". {unnamed} more are like it", StringComparison.Ordinal) == true
        );
    }
}
