using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Commands;

public sealed class CheckTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task An_audit_is_held_to_limits_and_fails_with_rows_to_look_at()
    {
        var report = _place.PathOf("r.json");
        await Run.PrismaticAsync(
            "audit",
            Workplace.Sample,
            "--features",
            "ngrams",
            "--json",
            report,
            "--html",
            _place.PathOf("r.html")
        );
        var lenient = _place.Write(
            "lenient.json",
            """{ "gates": [ { "rule": "exact-duplicates", "max": 0.05 }, { "rule": "diversity", "min": 100, "maxDrop": "5%" } ] }"""
        );
        var run = await Run.PrismaticAsync("check", report, "--gates", lenient, "--baseline", report);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Out + run.Error);
        Assert.Contains("Passed: 2 gates", run.Out, StringComparison.Ordinal);
        var strict = _place.Write(
            "strict.json",
            """{ "gates": [ { "rule": "exact-duplicates", "max": 0.01, "severity": "warning" }, { "rule": "crowding", "max": 0.1 } ] }"""
        );
        run = await Run.PrismaticAsync("check", report, "--gates", strict);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Contains("Failed: 1 gate of 2, 1 warning", run.Out, StringComparison.Ordinal);
        Assert.Contains("FAIL     PRS005 crowding of ngrams: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("row ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_reads_errors_and_warnings_and_nothing_else()
    {
        var report = _place.Write("r.json", ReportJson.Write(SampleReport.Create()));
        string[] args = ["check", report, "--annotations", "msbuild", "--origin", "data/a: b.parquet"];
        var run = await Run.PrismaticAsync([.. args, "--gate", "crowding max 0.1; templates max 0.1 warning"]);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        var lines = run.Out.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.Matches(@"^data/a_ b\.parquet : (error|warning) PRS\d{3}: [^\n]+$", line));
        Assert.Contains(lines, line => line.Contains(" : error PRS005: crowding of ngrams", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" : warning PRS004: templates", StringComparison.Ordinal));
        Assert.DoesNotContain("apples", run.Out, StringComparison.Ordinal);
        var warned = await Run.PrismaticAsync([.. args, "--gate", "crowding max 0.1", "--severity", "warning"]);
        Assert.Equal(ExitCode.Pass, warned.Code);
        Assert.DoesNotContain(" : error ", warned.Out, StringComparison.Ordinal);
        Assert.Contains(" : warning PRS005", warned.Out, StringComparison.Ordinal);
        var refused = await Run.PrismaticAsync("audit", Workplace.Sample, "--annotations", "msbuild");
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("--annotations msbuild is for check", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gates_of_a_line_stand_beside_those_of_a_file()
    {
        var report = _place.Write("r.json", ReportJson.Write(SampleReport.Create()));
        var file = _place.Write("g.json", """{ "gates": [ { "rule": "rows", "min": 1 } ] }""");
        var run = await Run.PrismaticAsync("check", report, "--gates", file, "--gate", "exact-duplicates max 0.5");
        Assert.Contains("Passed: 2 gates", run.Out, StringComparison.Ordinal);
        run = await Run.PrismaticAsync("check", report, "--gates", "none", "--gate", "exact-duplicates max 0.5");
        Assert.Contains("Passed: 1 gate", run.Out, StringComparison.Ordinal);
        run = await Run.PrismaticAsync("check", report, "--gate", "exact-duplicates at most 0.5");
        Assert.Equal(ExitCode.Usage, run.Code);
    }

    [Fact]
    public async Task A_command_line_comes_from_a_file_an_argument_a_line()
    {
        var report = _place.Write("r; $(x).json", ReportJson.Write(SampleReport.Create()));
        var file = _place.Write("args.txt", $"check\n{report}\n--gate\nrows min 1\n");
        Assert.Equal(ExitCode.Pass, (await Run.PrismaticAsync("--arguments-from", file)).Code);
        foreach (
            string[] wrong in new string[][]
            {
                ["--arguments-from"],
                ["--arguments-from", _place.PathOf("missing.txt")],
                ["--arguments-from", file, "--offline"],
                ["--arguments-from", _place.Write("again.txt", $"--arguments-from\n{file}\n")],
            }
        )
        {
            var run = await Run.PrismaticAsync(wrong);
            Assert.Equal(ExitCode.Usage, run.Code);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public async Task What_fails_is_told_to_hosts_without_text_of_the_data()
    {
        var report = _place.Write("r.json", ReportJson.Write(SampleReport.Create()));
        var gates = _place.Write("g.json", """{ "gates": [ { "rule": "crowding", "max": 0.1 } ] }""");
        string[] args = ["check", report, "--gates", gates, "--sarif", _place.PathOf("r.sarif")];
        var run = await Run.PrismaticAsync([.. args, "--annotations", "github"]);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Contains("::error file=data/train.parquet,title=PRS005 crowding::", run.Out, StringComparison.Ordinal);
        var sarif = await File.ReadAllTextAsync(_place.PathOf("r.sarif"));
        Assert.Contains("\"level\": \"error\"", sarif, StringComparison.Ordinal);
        Assert.DoesNotContain("apples", sarif, StringComparison.Ordinal);
        // Nobody listens: the same run says nothing to a host.
        run = await Run.PrismaticAsync(args);
        Assert.DoesNotContain("::error", run.Out, StringComparison.Ordinal);
        run = await Run.PrismaticAsync("check", report, "--gates", gates, "--sarif", report);
        Assert.Equal(ExitCode.Usage, run.Code);
    }

    [Fact]
    public void Every_rule_reads_a_number_of_the_reports_that_hold_everything()
    {
        var reports = new[] { SampleReport.Create(), SampleOutputs.Create(), SampleCompare.Create() };
        foreach (var rule in GateRules.All)
        {
            var readings = reports.SelectMany(rule.Read).ToList();
            Assert.True(readings.Count > 0, rule.Name);
            Assert.All(readings, reading => Assert.True(double.IsFinite(reading.Value), rule.Name));
        }
    }

    [Fact]
    public async Task Hostile_text_of_a_report_does_not_reach_the_terminal()
    {
        var report = _place.Write("r.json", ReportJson.Write(SampleReport.Create(text => "\u001b[2J" + text)));
        var gates = _place.Write(
            "g.json",
            """{ "gates": [ { "rule": "diversity", "min": 1000 }, { "rule": "duplicates", "max": 0 } ] }"""
        );
        var run = await Run.PrismaticAsync("check", report, "--gates", gates);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Theory]
    [InlineData(ExitCode.Input, "does not exist", null, null)]
    [InlineData(ExitCode.Usage, "g.json: line 1, column 2: this is not JSON: ", "{", "{")]
    [InlineData(ExitCode.Input, "r.json: this is not a report", "{", """{"gates":[{"rule":"PRS001","max":1}]}""")]
    public async Task A_bad_file_is_told_in_one_line(ExitCode code, string expected, string? report, string? gates)
    {
        if (report is not null)
        {
            _place.Write("r.json", report);
            _place.Write("g.json", gates!);
        }
        var run = await Run.PrismaticAsync("check", _place.PathOf("r.json"), "--gates", _place.PathOf("g.json"));
        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_file_of_gates_that_is_huge_is_not_read()
    {
        var report = _place.Write("r.json", ReportJson.Write(SampleReport.Create()));
        var gates = _place.PathOf("g.json");
        using (var file = File.Create(gates))
        {
            // Without blocks of its own on the disk.
            file.SetLength(1L << 32);
        }
        var run = await Run.PrismaticAsync("check", report, "--gates", gates);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("the file has more than 4194304 bytes", run.Error, StringComparison.Ordinal);
        run = await Run.PrismaticAsync("check", report, "--gates", gates + "x");
        Assert.Contains("does not exist; prismatic init writes one", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_listed_and_explained()
    {
        var list = await Run.PrismaticAsync("explain");
        Assert.All(GateRules.All, rule => Assert.Contains(rule.Id, list.Out, StringComparison.Ordinal));
        var one = await Run.PrismaticAsync("explain", "prs006");
        Assert.Contains("PRS006 diversity", one.Out, StringComparison.Ordinal);
        Assert.Contains("Why: ", one.Out, StringComparison.Ordinal);
        var none = await Run.PrismaticAsync("explain", "PRS999");
        Assert.Equal(ExitCode.Usage, none.Code);
        Assert.Contains("no rule 'PRS999'", none.Error, StringComparison.Ordinal);
    }
}
