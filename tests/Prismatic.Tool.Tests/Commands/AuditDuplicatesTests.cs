using System.Text.Json;
using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

public sealed class AuditDuplicatesTests : IDisposable
{
    private const string Clips = "Natalia sold clips to 48 of her friends in April and then half as many in May";
    private const string Bread = "a loaf of bread costs three coins at the market and two at the mill by the river";
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Kinds_are_counted_once_each_over_the_files_of_the_input()
    {
        var first = _place.Texts("a.jsonl", [Clips, Bread, null, "something else"]);
        var second = _place.Texts("b.jsonl", [Clips, Clips.ToUpperInvariant() + "!", Clips + " again", Bread]);
        var (run, report) = await AuditAsync(first, second);
        var duplicates = report.Duplicates!;
        Assert.Equal((4, 2), (duplicates.Rows, duplicates.Clusters));
        Assert.Equal([2, 1, 1], duplicates.Kinds.Select(kind => kind.Rows));
        Assert.Equal(("b.jsonl", "a.jsonl", 4), Single(Assert.Single(duplicates.Files!)));
        var family = duplicates.Largest[0];
        Assert.Equal((4, 0, "a.jsonl"), (family.Rows, family.First.Row, family.FirstFile));
        var near = Assert.Single(duplicates.Kinds[2].Examples);
        Assert.Equal(
            (6, "b.jsonl", 0, "a.jsonl", 0.9286),
            (near.Row, near.File, near.Of, near.OfFile, near.Similarity)
        );
        Assert.Contains("2 exact, 1 normalised, 1 near", Flat(run.Out), StringComparison.Ordinal);
        Assert.Contains("4 of them one of another file", Flat(run.Out), StringComparison.Ordinal);
        Assert.Contains("need at most", run.Error, StringComparison.Ordinal);

        static (string, string, int) Single(FilePair pair) => (pair.File, pair.OfFile, pair.Rows);
    }

    [Fact]
    public async Task Rows_are_found_in_other_sets_and_the_table_names_every_one()
    {
        var data = _place.Texts("train.jsonl", [Clips, Bread, "something else", Clips + " again", Bread]);
        var test = _place.Write(
            "test.jsonl",
            JsonSerializer.Serialize(new { content = Clips }) + "\n" + JsonSerializer.Serialize(new { content = "x" })
        );
        var more = _place.Texts("more.jsonl", ["nothing of it"]);
        string[] options = ["--text", "text", "--against", test, "--against", more];
        var (run, report) = await AuditAsync([data, .. options, "--duplicates", _place.PathOf("d.jsonl")]);
        Assert.Equal(["test.jsonl", "more.jsonl"], report.Duplicates!.Against!.Select(other => other.Name));
        var found = report.Duplicates.Against![0];
        Assert.Equal(
            (2, 0.4, 2, 1, 0.5),
            (found.Rows, found.Share, found.OtherRows, found.OtherFound, found.OtherShare)
        );
        Assert.Equal([1, 0, 1], found.Kinds.Select(kind => kind.Rows));
        Assert.Equal(Clips, found.Kinds[2].Examples[0].OfExcerpt);
        Assert.Equal(0, report.Duplicates.Against[1].Rows);
        Assert.Contains("found in test.jsonl", Flat(run.Out), StringComparison.Ordinal);
        Assert.Contains($"Duplicates: {_place.PathOf("d.jsonl")}", run.Out, StringComparison.Ordinal);
        Assert.Equal(
            [
                """{"row":3,"file":"train.jsonl","kind":"near","representative":0,"most_like":0,"most_like_file":"train.jsonl","similarity":0.9285714285714286,"against":null}""",
                """{"row":4,"file":"train.jsonl","kind":"exact","representative":1,"most_like":1,"most_like_file":"train.jsonl","similarity":1,"against":null}""",
                """{"row":0,"file":"train.jsonl","kind":"exact","representative":null,"most_like":0,"most_like_file":"test.jsonl","similarity":1,"against":"test.jsonl"}""",
                """{"row":3,"file":"train.jsonl","kind":"near","representative":null,"most_like":0,"most_like_file":"test.jsonl","similarity":0.9285714285714286,"against":"test.jsonl"}""",
            ],
            await File.ReadAllLinesAsync(_place.PathOf("d.jsonl"))
        );
        await AuditAsync([data, .. options, "--duplicates", _place.PathOf("d.parquet")]);
        var kinds = new List<string>();
        await foreach (
            var row in DatasetReader.Open([_place.PathOf("d.parquet")], new FieldChoice(Text: "kind")).ReadAsync()
        )
        {
            kinds.Add(row.Response);
        }
        Assert.Equal(["near", "exact", "exact", "near"], kinds);
    }

    [Fact]
    public async Task The_threshold_is_the_users()
    {
        var data = _place.Texts("t.jsonl", [Clips, Clips + " and some more in June"]);
        var (_, strict) = await AuditAsync(data);
        Assert.Equal(0, strict.Duplicates!.Rows);
        var (_, wide) = await AuditAsync(data, "--near-threshold", "0.6");
        Assert.Equal((1, 0.6), (wide.Duplicates!.Rows, wide.Duplicates.Threshold));
        Assert.Equal(DuplicateKind.Near, wide.Duplicates.Largest[0].Examples[0].Kind);
    }

    [Theory]
    [InlineData("--near-threshold", "0")]
    [InlineData("--near-threshold", "1.5")]
    [InlineData("--duplicates", "table.csv")]
    public async Task What_cannot_be_is_refused_before_any_work(string option, string value)
    {
        var run = await Run.PrismaticAsync("audit", Workplace.Sample, option, value);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_other_set_that_is_missing_ends_in_one_line_and_none_is_overwritten()
    {
        var data = _place.Texts("t.jsonl", [Clips]);
        var missing = await Run.PrismaticAsync(
            "audit",
            data,
            "--text",
            "text",
            "--against",
            _place.PathOf("none.jsonl")
        );
        Assert.Equal(ExitCode.Input, missing.Code);
        Assert.Contains("none.jsonl", missing.Error, StringComparison.Ordinal);
        var other = _place.Texts("o.jsonl", [Clips]);
        var over = await Run.PrismaticAsync("audit", data, "--against", other, "--duplicates", other);
        Assert.Equal(ExitCode.Usage, over.Code);
    }

    private async Task<(Run Run, Report Report)> AuditAsync(params string[] args)
    {
        var run = await Run.PrismaticAsync([
            "audit",
            .. args,
            "--features",
            "ngrams",
            "--html",
            _place.PathOf("r.html"),
            "--json",
            _place.PathOf("r.json"),
        ]);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        return (run, ReportJson.Read(await File.ReadAllTextAsync(_place.PathOf("r.json"))));
    }

    private static string Flat(string text) => text.ReplaceLineEndings(" ");
}
