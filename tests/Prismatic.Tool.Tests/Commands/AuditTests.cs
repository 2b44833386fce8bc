using System.Text.RegularExpressions;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

public sealed class AuditTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task The_sample_is_mixed_and_the_report_says_why()
    {
        var run = await AuditAsync(Workplace.Sample, "--json", _place.PathOf("r.json"));
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("Mixed: ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"Report: {_place.PathOf("r.html")}", run.Out, StringComparison.Ordinal);
        var report = ReportJson.Read(await File.ReadAllTextAsync(_place.PathOf("r.json")));
        Assert.Equal(DiversityLevel.Mixed, report.Verdict.Level);
        Assert.Equal(
            (424, 12, 1, 1),
            (report.Dataset.Rows, report.Dataset.ExactDuplicates, report.Dataset.NullTexts, report.Dataset.EmptyTexts)
        );
        // 170 of the rows were made from two templates, and 12 copied from them.
        Assert.InRange(report.Views[0].Clusters.CrowdedShare, 0.30, 0.50);
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes_for_any_number_of_threads()
    {
        foreach (var threads in new[] { "1", "3" })
        {
            var run = await AuditAsync(
                Workplace.Sample,
                "--threads",
                threads,
                "--json",
                _place.PathOf($"{threads}.json")
            );
            Assert.Equal(ExitCode.Pass, run.Code);
        }
        Assert.Equal(Views("1.json"), Views("3.json"));

        string Views(string name) =>
            ReportJson.Write(
                ReportJson.Read(File.ReadAllText(_place.PathOf(name))) with
                {
                    Reproduce = new Reproduction { CommandLine = "", Parameters = new Dictionary<string, string>() },
                }
            );
    }

    [Fact]
    public async Task Views_are_compared_and_the_report_says_what_it_means()
    {
        var run = await Run.PrismaticAsync(
            "audit",
            Workplace.Sample,
            "--features",
            "all",
            "--model",
            _place.Model(),
            "--max-tokens",
            "64",
            "--json",
            _place.PathOf("r.json"),
            "--html",
            _place.PathOf("r.html")
        );
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var report = ReportJson.Read(await File.ReadAllTextAsync(_place.PathOf("r.json")));
        Assert.Equal(["ngrams", "hidden", "gradients"], report.Views.Select(view => view.Name));
        Assert.Equal(
            [("ngrams", "hidden"), ("ngrams", "gradients"), ("hidden", "gradients")],
            report.Agreement!.Select(two => (two.First, two.Second))
        );
        var words = Assert.Single(report.Views, view => view.Name == "ngrams");
        Assert.All(
            report.Agreement!.Where(two => two.First == "ngrams"),
            two => Assert.Equal(words.Clusters.CrowdedShare, two.NearTemplateInBoth + two.NearTemplateInFirst, 1e-3)
        );
        // A view without limits is shown and not judged.
        Assert.DoesNotContain(
            report.Verdict.Reasons,
            reason => reason.Rule.StartsWith("hidden", StringComparison.Ordinal)
        );
        var page = await File.ReadAllTextAsync(_place.PathOf("r.html"));
        Assert.Contains("Do the views agree?", page, StringComparison.Ordinal);
        Assert.All(
            report.Agreement!,
            two => Assert.Contains(two.Sentences[0][..20], Flat(run.Out), StringComparison.Ordinal)
        );

        static string Flat(string text) => text.ReplaceLineEndings(" ");
    }

    [Fact]
    public async Task One_row_is_judged_with_a_warning()
    {
        var run = await AuditAsync(_place.Texts("one.jsonl", ["all alone"]), "--text", "text");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("a single row", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identical_rows_are_homogeneous()
    {
        var run = await AuditAsync(
            _place.Texts("same.jsonl", Enumerable.Repeat("the same again", 200)),
            "--text",
            "text"
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("Homogeneous: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_distinct_rows_than_clusters_are_no_trouble()
    {
        var run = await AuditAsync(
            _place.Texts("few.jsonl", Enumerable.Range(0, 300).Select(i => $"row number {i % 4}")),
            "--text",
            "text"
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("Homogeneous: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_measures_as_many_rows_as_asked()
    {
        var run = await AuditAsync(Workplace.Sample, "--sample", "100");
        Assert.Contains("424 rows read, 100 measured", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing_but_results()
    {
        var run = await AuditAsync(Workplace.Sample, "--quiet");
        Assert.Equal("", run.Error);
        Assert.NotEqual("", run.Out);
    }

    [Fact]
    public async Task Rows_with_control_characters_are_shown_harmlessly()
    {
        var path = _place.Texts(
            "evil.jsonl",
            Enumerable.Range(0, 60).Select(i => $"\u001b[2J<script>alert({i})</script> {i * i}")
        );
        var run = await AuditAsync(path, "--text", "text");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.DoesNotContain(run.Out, c => char.IsControl(c) && c != '\n');
        var page = await File.ReadAllTextAsync(_place.PathOf("r.html"));
        Assert.Contains("&lt;script&gt;alert(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(", page, StringComparison.Ordinal);
        // The report's own: its data, three of the map, and the script that the policy allows by its hash.
        Assert.Equal(5, Regex.Count(page, "<script"));
    }

    [Fact]
    public async Task Cancelled_before_it_begins_it_writes_nothing()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var run = await Run.PrismaticAsync(
            source.Token,
            "audit",
            Workplace.Sample,
            "--features",
            "ngrams",
            "--html",
            _place.PathOf("r.html")
        );
        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.Empty(_place.Names);
    }

    private Task<Run> AuditAsync(params string[] args) =>
        Run.PrismaticAsync(["audit", .. args, "--features", "ngrams", "--html", _place.PathOf("r.html")]);
}
