using Prismatic.Reports;
using Prismatic.Tool.Tests.Git;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Limits inside an audit, and what changes are measured from.</summary>
public sealed class GatesTests : IDisposable
{
    private const string Falls =
        """{ "gates": [ { "rule": "diversity", "maxDrop": "5%" }, { "rule": "crowding", "maxRise": 0.1 } ] }""";
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_gate_that_fails_ends_an_audit_with_code_1_after_everything_was_written()
    {
        var data = _place.Texts("a.jsonl", Workplace.Varied(60));
        var gates = Gates(
            """{ "gates": [ { "rule": "rows", "min": 100 }, { "rule": "exact-duplicates", "max": 0 } ] }"""
        );
        string[] outputs = ["--json", "--markdown", "--sarif", "--rows"];
        var run = await AuditAsync(
            data,
            [
                "--gates",
                gates,
                "--annotations",
                "github",
                .. outputs.SelectMany(o => new[] { o, _place.PathOf("out" + o[2..]) }),
            ]
        );
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Contains("Failed: 1 gate of 2", run.Out, StringComparison.Ordinal);
        Assert.Contains("::error file=a.jsonl,title=PRS013 rows::", run.Out, StringComparison.Ordinal);
        Assert.All(outputs, output => Assert.True(File.Exists(_place.PathOf("out" + output[2..]))));
        var report = Read("outjson");
        Assert.False(report.Gates!.Passed);
        Assert.Equal([GateState.Failed, GateState.Passed], report.Gates.Outcomes.Select(outcome => outcome.State));
        Assert.Null(report.Gates.BaselineNumbers);
        var markdown = await File.ReadAllTextAsync(_place.PathOf("outmarkdown"));
        Assert.Contains("❌ **Gates: Failed: 1 gate of 2**", markdown, StringComparison.Ordinal);
        Assert.Contains("### Gates that fail", markdown, StringComparison.Ordinal);
        Assert.Contains("<summary>1 gate passed</summary>", markdown, StringComparison.Ordinal);
        Assert.Contains(
            "\"level\": \"error\"",
            await File.ReadAllTextAsync(_place.PathOf("outsarif")),
            StringComparison.Ordinal
        );
        var page = await File.ReadAllTextAsync(_place.PathOf("page.html"));
        Assert.Contains("Failed: 1 gate of 2", page, StringComparison.Ordinal);
        Assert.Contains("<li class=\"is-homogeneous\"><b>rows</b>", page, StringComparison.Ordinal);
        run = await AuditAsync(data, "--gates", "none");
        Assert.Equal(ExitCode.Pass, run.Code);
    }

    [Fact]
    public async Task Earlier_data_is_measured_the_same_way_also_where_it_has_another_size()
    {
        var before = _place.Texts("before.jsonl", Workplace.Varied(50));
        var same = _place.Texts("same.jsonl", [.. Workplace.Varied(50), .. Workplace.Varied(90).Skip(50)]);
        var collapsed = _place.Texts("after.jsonl", [.. Workplace.Varied(10), .. Copies(80)]);
        var gates = Gates(Falls);
        var run = await AuditAsync(same, "--gates", gates, "--baseline", before, "--json", _place.PathOf("r.json"));
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Out + run.Error);
        var report = Read("r.json");
        Assert.Equal("before.jsonl", report.Gates!.Baseline);
        Assert.Equal(50, report.Views[0].AtCommonRows!.Score.Rows);
        Assert.All(report.Gates.Outcomes, outcome => Assert.NotNull(outcome.Change));
        run = await AuditAsync(
            collapsed,
            "--gates",
            gates,
            "--baseline",
            before,
            "--json",
            _place.PathOf("r.json"),
            "--markdown",
            _place.PathOf("r.md")
        );
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Contains("Changes are measured from before.jsonl", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            "| measure | of | value | change | |",
            await File.ReadAllTextAsync(_place.PathOf("r.md")),
            StringComparison.Ordinal
        );
        // The report keeps the baseline's numbers: other limits can be checked later, without it.
        run = await Run.PrismaticAsync("check", _place.PathOf("r.json"), "--gates", gates);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        var lenient = Gates(
            Falls.Replace("5%", "99%", StringComparison.Ordinal).Replace("0.1", "1", StringComparison.Ordinal)
        );
        run = await Run.PrismaticAsync("check", _place.PathOf("r.json"), "--gates", lenient);
        Assert.Equal(ExitCode.Pass, run.Code);
        // A baseline alone shows changes, and nothing fails.
        run = await AuditAsync(collapsed, "--gates", "none", "--baseline", before);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains(
            "All numbers beside the baseline, before.jsonl",
            await File.ReadAllTextAsync(_place.PathOf("page.html")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_report_is_a_baseline_too()
    {
        var before = _place.Texts("before.jsonl", Workplace.Varied(50));
        await AuditAsync(before, "--json", _place.PathOf("base.json"));
        var gates = Gates(Falls);
        var run = await AuditAsync(
            _place.Texts("more.jsonl", Workplace.Varied(80)),
            "--gates",
            gates,
            "--baseline",
            _place.PathOf("base.json"),
            "--json",
            _place.PathOf("r.json")
        );
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Out + run.Error);
        Assert.Equal("base.json", Read("r.json").Gates!.Baseline);
        // Fewer rows than the report was made of cannot be compared with it; the message says what can.
        run = await AuditAsync(
            _place.Texts("few.jsonl", Workplace.Varied(30)),
            "--gates",
            gates,
            "--baseline",
            _place.PathOf("base.json")
        );
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Contains("or give its data", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        // JSON that is no report is data.
        var json = _place.Write("data.json", """[ { "text": "one two three" }, { "text": "four five six" } ]""");
        run = await AuditAsync(before, "--gates", "none", "--baseline", json);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Out + run.Error);
    }

    [Fact]
    public async Task A_revision_is_measured_as_it_was()
    {
        using var repository = new ScratchRepository();
        var data = repository.Write("data/a.jsonl", Lines(Workplace.Varied(50)));
        var commit = repository.Commit();
        repository.Write("data/a.jsonl", Lines([.. Workplace.Varied(10), .. Copies(60)]));
        var run = await AuditAsync(
            data,
            "--gates",
            Gates(Falls),
            "--baseline",
            "git:main",
            "--json",
            _place.PathOf("r.json")
        );
        Assert.Equal(ExitCode.GateFailed, run.Code);
        var gates = Read("r.json").Gates!;
        Assert.Equal($"git:main ({commit[..12]})", gates.Baseline);
        Assert.Equal(50, gates.BaselineNumbers!.Single(number => number.Id == "PRS013").Value);
        run = await AuditAsync(data, "--baseline", "git:elsewhere");
        Assert.Equal(ExitCode.Input, run.Code);
    }

    [Fact]
    public async Task Limits_that_are_wrong_end_before_any_work_and_are_never_overwritten()
    {
        var data = _place.Texts("a.jsonl", Workplace.Varied(10));
        var gates = Gates("""{ "gates": [ { "rule": "diversty", "min": 1 } ] }""");
        var run = await AuditAsync(data, "--gates", gates);
        Assert.Equal((ExitCode.Usage, ""), (run.Code, run.Out));
        Assert.Contains("gates.json", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.PathOf("page.html")));
        gates = Gates("""{ "gates": [ { "rule": "rows", "min": 1 } ] }""");
        run = await AuditAsync(data, "--gates", gates, "--json", gates);
        Assert.Equal(ExitCode.Usage, run.Code);
        run = await AuditAsync(data, "--gates", _place.PathOf("missing.json"));
        Assert.Equal(ExitCode.Input, run.Code);
    }

    private async Task<Run> AuditAsync(string data, params string[] more) =>
        await Run.PrismaticAsync([
            "audit",
            data,
            "--features",
            "ngrams",
            "--html",
            _place.PathOf("page.html"),
            "--no-progress",
            .. more,
        ]);

    private Report Read(string name) => ReportJson.Read(File.ReadAllText(_place.PathOf(name)));

    private string Gates(string json) => _place.Write("gates.json", json);

    private static string Lines(IEnumerable<string> texts) =>
        string.Concat(texts.Select(text => $"{{\"text\": \"{text}\"}}\n"));

    private static IEnumerable<string> Copies(int count) =>
        Enumerable
            .Range(0, count)
            .Select(i => $"Tom buys {i} apples at the market and gives away half of them how many are left");
}
