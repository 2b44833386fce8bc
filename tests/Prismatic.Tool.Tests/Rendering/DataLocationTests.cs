using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed class DataLocationTests
{
    private static readonly string Here = Path.GetFullPath("work");

    [Theory]
    [InlineData(new[] { "train.jsonl" }, null)]
    [InlineData(new[] { "data/new/train.jsonl", "test.jsonl" }, new[] { "data/new/train.jsonl", "test.jsonl" })]
    [InlineData(new[] { "./data/../data/a.csv" }, new[] { "data/a.csv" })]
    [InlineData(new[] { "../secret/a.csv" }, null)]
    [InlineData(new[] { "../secret/a.csv", "d/b.csv" }, new[] { "a.csv", "d/b.csv" })]
    public void Paths_are_told_where_they_say_more_than_names(string[] paths, string[]? expected)
    {
        var dataset = SampleReport.Create().Dataset with { Files = [.. paths.Select(path => Path.GetFileName(path))] };
        Assert.Equal(expected, DataLocation.Located(dataset, paths, Here).Paths);
        // Named from the top, a file is told as from here.
        var full = paths.Select(path => Path.GetFullPath(path, Here));
        Assert.Equal(expected, DataLocation.Located(dataset, full, Here).Paths);
    }
}
