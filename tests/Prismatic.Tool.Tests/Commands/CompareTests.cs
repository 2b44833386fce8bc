using System.Text.Json;
using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

public sealed class CompareTests : IDisposable
{
    private const string Clips = "Natalia sold clips to 48 of her friends in April and then half as many in May";
    private const string Bread = "a loaf of bread costs three coins at the market and two at the mill by the river";
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Rows_are_told_by_what_became_of_them()
    {
        var before = _place.Texts("old.jsonl", [Clips, Bread, "gone", null, .. Many(40)]);
        var after = _place.Texts(
            "new.jsonl",
            [Bread, Clips + " again", null, .. Many(40), Many(1)[0], "wholly new words"]
        );
        var test = _place.Texts("test.jsonl", ["Wholly new words!"]);
        var (run, report) = await CompareAsync(before, after, "--against", test, "--html", _place.PathOf("page.html"));
        var compare = report.Compare!;
        Assert.Equal((2, 1, 1, 42), (compare.Added, compare.Removed, compare.Changed, compare.Unchanged));
        Assert.Equal("compare", report.Command);
        Assert.Equal(("old.jsonl", "new.jsonl"), (compare.BaseName, compare.HeadName));
        Assert.Equal((2, 1, 0.5, 1), Repeats(compare.Repeats));
        var known = Assert.Single(compare.Against!);
        Assert.Equal(("test.jsonl", 3, 1, 0.3333), (known.Name, known.Looked, known.Rows, known.Share));
        Assert.Contains("2 added, 1 removed, 1 changed, 42 unchanged", run.Out, StringComparison.Ordinal);
        Assert.Contains("found in test.jsonl", Flat(run.Out), StringComparison.Ordinal);
        Assert.StartsWith(report.Verdict.Level.ToString(), run.Out.Trim(), StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(_place.PathOf("page.html"));
        Assert.Contains("What changed: old.jsonl to new.jsonl", page, StringComparison.Ordinal);
        Assert.Contains("wholly new words", page, StringComparison.Ordinal);
        Assert.Equal(0.5, Reading(report, "PRS201"));
        Assert.Equal(0.3333, Reading(report, "PRS202"));

        static (int, int, double, int) Repeats(CompareRepeats rows) =>
            (rows.Looked, rows.Rows, rows.Share, rows.OfBase);
    }

    [Fact]
    public async Task A_set_compared_with_itself_is_the_same()
    {
        var data = _place.Texts("a.jsonl", Many(30));
        var (run, report) = await CompareAsync(data, data);
        Assert.Contains("Diverse: HEAD holds the same 30 rows as BASE.", Flat(run.Out), StringComparison.Ordinal);
        var view = Assert.Single(report.Compare!.Views);
        Assert.Equal((0, null, 0, 0), (view.Change, view.Gain, view.Clusters.Grown, view.Clusters.Shrunk));
        Assert.Empty(GateRules.Find("PRS203")!.Read(report));
    }

    [Fact]
    public async Task A_key_decides_what_is_one_row()
    {
        var before = _place.Write("old.jsonl", Keyed((1, Clips), (2, Bread), (3, "a"), (null, "b")));
        var after = _place.Write("new.jsonl", Keyed((2, "other words entirely"), (1, Clips), (4, "a"), (null, "b")));
        var (_, report) = await CompareAsync(before, after, "--key", "id");
        var compare = report.Compare!;
        Assert.Equal((1, 1, 1, 2), (compare.Added, compare.Removed, compare.Changed, compare.Unchanged));
        var pair = Assert.Single(compare.ChangedExamples);
        Assert.Equal((0, 1, null), (pair.Row, pair.Of, pair.Similarity));
    }

    [Fact]
    public async Task Copies_make_a_set_poorer_and_the_verdict_says_so()
    {
        var before = _place.Texts("old.jsonl", Many(60));
        var after = _place.Texts("new.jsonl", [.. Many(60), .. Many(20)]);
        var (run, report) = await CompareAsync(before, after);
        Assert.Equal(DiversityLevel.Homogeneous, report.Verdict.Level);
        Assert.Contains("100 % of the added rows repeat", Flat(run.Out), StringComparison.Ordinal);
        Assert.Equal(GainLevel.Narrower, report.Compare!.Views[0].Gain!.Level);
    }

    [Fact]
    public async Task The_same_for_any_number_of_threads()
    {
        var before = _place.Texts("old.jsonl", Many(50));
        var after = _place.Texts(
            "new.jsonl",
            [.. Many(50).Skip(9), .. Many(20).Select(text => text + " and more of it")]
        );
        var (_, one) = await CompareAsync(before, after, "--threads", "1");
        var (_, two) = await CompareAsync(before, after, "--threads", "2");
        Assert.Equal(JsonSerializer.Serialize(one.Compare), JsonSerializer.Serialize(two.Compare));
    }

    [Theory]
    [InlineData("no column 'idd' (did you mean 'id'?)", "--key", "idd")]
    [InlineData("names no row", "--key", "list")]
    [InlineData("--near-threshold", "--near-threshold", "0")]
    [InlineData("names no file", "git:main", "HEAD")]
    public async Task Faults_end_in_one_line(string expected, params string[] options)
    {
        var data = _place.Write("a.jsonl", """{"id":1,"list":[1],"text":"some words"}""" + "\n");
        string[] sides = options[0].StartsWith("git:", StringComparison.Ordinal)
            ? ["git:main", "git:main"]
            : [data, data, .. options];
        var run = await Run.PrismaticAsync(["compare", .. sides, "--features", "ngrams"]);
        Assert.NotEqual(ExitCode.Pass, run.Code);
        Assert.Contains(expected, Flat(run.Error), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty (0 bytes)")]
    [InlineData("{\"text\":null}\n", "none with text")]
    public async Task A_side_without_rows_or_text_is_refused(string content, string expected)
    {
        var data = _place.Texts("a.jsonl", Many(3));
        var empty = _place.Write("b.jsonl", content);
        foreach (var sides in new[] { (string[])[empty, data], [data, empty] })
        {
            var run = await Run.PrismaticAsync(["compare", .. sides, "--text", "text", "--features", "ngrams"]);
            Assert.Equal(ExitCode.Input, run.Code);
            Assert.Contains(expected, Flat(run.Error), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Other_columns_are_found_and_no_text_is_shown_where_none_is_wanted()
    {
        var before = _place.Texts("old.jsonl", Many(12));
        var after = _place.Write(
            "new.csv",
            "content,n\n" + string.Concat(Many(12).Skip(1).Append("secret words").Select(text => text + ",1\n"))
        );
        var (run, report) = await CompareAsync(before, after, "--examples", "none");
        Assert.Equal((1, 1, 11), (report.Compare!.Added, report.Compare.Removed, report.Compare.Unchanged));
        Assert.DoesNotContain("secret", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await File.ReadAllTextAsync(_place.PathOf("c.json")), StringComparison.Ordinal);
    }

    private async Task<(Run Run, Report Report)> CompareAsync(params string[] args)
    {
        var json = _place.PathOf("c.json");
        var run = await Run.PrismaticAsync(["compare", .. args, "--features", "ngrams", "--json", json]);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        return (run, ReportJson.Read(await File.ReadAllTextAsync(json)));
    }

    private static double Reading(Report report, string rule) =>
        Assert.Single(GateRules.Find(rule)!.Read(report)).Value;

    private static string Keyed(params (int? Id, string Text)[] rows) =>
        string.Concat(rows.Select(row => JsonSerializer.Serialize(new { id = row.Id, text = row.Text }) + "\n"));

    // No two are near-duplicates.
    private static string[] Many(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    string.Join(' ', Enumerable.Range(0, 9).Select(j => $"w{(i * 37 + j * j * 11) % 101}x{i % 7}"))
                ),
        ];

    private static string Flat(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
