using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Limits inside filter, outputs and compare.</summary>
public sealed class GatesOfVerbsTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Filter_holds_what_it_keeps_to_limits()
    {
        var data = _place.Texts("a.jsonl", [.. Workplace.Varied(40), .. Workplace.Varied(20)]);
        string[] args =
        [
            "filter",
            data,
            "-o",
            _place.PathOf("kept.parquet"),
            "--keep",
            "50%",
            "--features",
            "ngrams",
            "--no-progress",
        ];
        var gates = Gates(
            """{ "gates": [ { "rule": "rows", "min": 31 }, { "rule": "exact-duplicates", "max": 0 }, { "rule": "diversity", "min": 2 } ] }"""
        );
        var run = await Run.PrismaticAsync([.. args, "--gates", gates, "--json", _place.PathOf("f.json")]);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.True(File.Exists(_place.PathOf("kept.parquet")));
        var outcomes = Read("f.json").Gates!.Outcomes;
        Assert.Equal(
            [GateState.Failed, GateState.NotChecked, GateState.Passed],
            outcomes.Select(outcome => outcome.State)
        );
        Assert.Equal(30, outcomes[0].Value);
        run = await Run.PrismaticAsync([
            .. args,
            "--gates",
            "none",
            "--baseline",
            _place.PathOf("f.json"),
            "--json",
            _place.PathOf("g.json"),
        ]);
        Assert.Equal(0, GateChange(Read("g.json"), "PRS013"));
        run = await Run.PrismaticAsync([.. args, "--baseline", data]);
        Assert.Equal(ExitCode.Usage, run.Code);
    }

    [Fact]
    public async Task Outputs_and_compare_know_gates()
    {
        var answers = _place.Write("answers.jsonl", Answers(["red", "blue", "green", "red"]));
        var fewer = _place.Write("fewer.jsonl", Answers(["red", "red", "red", "red"]));
        var gates = Gates(
            """{ "gates": [ { "rule": "different-answers", "maxDrop": "10%" }, { "rule": "templates", "max": 1 } ] }"""
        );
        string[] args =
        [
            "--features",
            "ngrams",
            "--html",
            _place.PathOf("o.html"),
            "--no-progress",
            "--json",
            _place.PathOf("o.json"),
        ];
        var run = await Run.PrismaticAsync(["outputs", fewer, "--gates", gates, "--baseline", answers, .. args]);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Equal(
            [GateState.Failed, GateState.NotChecked],
            Read("o.json").Gates!.Outcomes.Select(outcome => outcome.State)
        );
        run = await Run.PrismaticAsync(["outputs", answers, "--gates", gates, "--baseline", fewer, .. args]);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Out + run.Error);
        var (before, after) = (
            _place.Texts("b.jsonl", Workplace.Varied(30)),
            _place.Texts("c.jsonl", [.. Workplace.Varied(30), .. Workplace.Varied(20)])
        );
        gates = Gates("""{ "gates": [ { "rule": "added-duplicates", "max": 0.1 } ] }""");
        run = await Run.PrismaticAsync(
            "compare",
            before,
            after,
            "--features",
            "ngrams",
            "--gates",
            gates,
            "--markdown",
            _place.PathOf("c.md"),
            "--no-progress"
        );
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Contains("PRS201 added-duplicates", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            "### Gates that fail",
            await File.ReadAllTextAsync(_place.PathOf("c.md")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Many_gates_of_other_commands_are_one_line()
    {
        var answers = _place.Write("answers.jsonl", Answers(["red", "blue", "green", "red"]));
        var gates = Gates(
            """
            { "gates": [ { "rule": "templates", "max": 1 }, { "rule": "duplicates", "max": 1 }, { "rule": "exact-duplicates", "max": 1 },
                         { "rule": "crowding", "max": 1 }, { "rule": "different-answers", "min": 1 } ] }
            """
        );
        var run = await Run.PrismaticAsync(
            "outputs",
            answers,
            "--gates",
            gates,
            "--features",
            "ngrams",
            "--no-progress",
            "--html",
            _place.PathOf("o.html")
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Equal(
            [
                "pass     PRS101 different-answers of m: 3 is within its limits",
                "skip     3 gates (PRS001, PRS002, PRS004): audit measures it, outputs does not",
                "skip     PRS005 crowding: audit and filter measure it, outputs does not",
            ],
            run.Out.Split('\n')
                .Select(line => line.TrimEnd())
                .Where(line =>
                    line.StartsWith("pass ", StringComparison.Ordinal)
                    || line.StartsWith("skip ", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
        );
    }

    private static double? GateChange(Report report, string rule) =>
        Prismatic.Gates.GateBaseline.KeptIn(report) is { } baseline && Prismatic.Gates.GateRules.Find(rule) is { } known
            ? baseline.Change(known, known.Read(report).First())
            : null;

    private Report Read(string name) => ReportJson.Read(File.ReadAllText(_place.PathOf(name)));

    private string Gates(string json) => _place.Write("gates.json", json);

    private static string Answers(string[] answers) =>
        string.Concat(
            new[] { "name a colour", "name another colour" }.SelectMany(prompt =>
                answers.Select(answer =>
                    $"{{\"model\": \"m\", \"prompt\": \"{prompt}\", \"response\": \"{answer}\"}}\n"
                )
            )
        );
}
