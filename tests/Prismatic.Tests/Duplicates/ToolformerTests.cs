using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Tests.Data;

namespace Prismatic.Tests.Duplicates;

/// <summary>A real set whose makers took out what was similar from 0.6 on (docs/benchmarks/toolformer.md).</summary>
public sealed class ToolformerTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.6)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    public void No_response_nearly_repeats_another(double threshold) =>
        Assert.Empty(DuplicateSearch.Of(Texts("response"), new DuplicateOptions { Threshold = threshold }).Rows);

    [Fact]
    public void Instructions_repeat_the_descriptions_of_tools()
    {
        var found = DuplicateSearch.Of(Texts("instruction"), new DuplicateOptions { Threshold = 0.6 });
        // By comparing all pairs 2,347 of 2,396 rows have a partner, in chains of a few tools.
        Assert.InRange(found.Rows.Count, 2200, 2346);
        Assert.All(found.Rows, row => Assert.InRange(row.Similarity, 0.6, 1));
    }

    private static string[] Texts(string column) =>
        [
            .. DatasetReader
                .Open([SharedData.Path("instruct/gpteacher_toolformer_sim0.6.json")], new FieldChoice(Text: column))
                .ReadAsync()
                .ToBlockingEnumerable()
                .Select(row => row.Response),
        ];
}
