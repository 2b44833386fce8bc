using System.Text.Json;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Commands;

public sealed class InitTests : IDisposable
{
    private readonly Workplace _place = new();

    private string Gates => _place.PathOf("prismatic.json");

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task The_data_at_hand_passes_and_what_became_of_few_templates_fails()
    {
        var init = await InitAsync(Workplace.Sample, "--features", "ngrams");
        Assert.Equal("", init.Code == ExitCode.Pass ? "" : init.Error);
        var lines = init.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"{Gates}: {GateFile.Read(await File.ReadAllTextAsync(Gates)).Count} gates", lines[0]);
        Assert.Contains(
            lines,
            line => line.StartsWith("PRS006 diversity of ngrams: at least ", StringComparison.Ordinal)
        );
        var same = await CheckAsync("audit", Workplace.Sample);
        Assert.Equal((ExitCode.Pass, ""), (same.Code, same.Code == ExitCode.Pass ? "" : same.Out));
        // Other draws of the same data are the same data.
        var drawn = await CheckAsync("audit", Workplace.Sample, "--seed", "7");
        Assert.Equal((ExitCode.Pass, ""), (drawn.Code, drawn.Code == ExitCode.Pass ? "" : drawn.Out));
        var collapsed = await CheckAsync("audit", Collapsed());
        Assert.Equal(ExitCode.GateFailed, collapsed.Code);
        foreach (var rule in new[] { "PRS004 templates", "PRS005 crowding of ngrams", "PRS006 diversity of ngrams" })
        {
            Assert.Contains($"FAIL     {rule}", collapsed.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answers_are_found_by_their_columns_and_measured_as_such()
    {
        var answers = Path.Combine(Golden.Root, "docs", "samples", "answers.jsonl");
        var init = await InitAsync(answers, "--features", "ngrams");
        Assert.Contains("PRS101 different-answers of wide: at least ", init.Out, StringComparison.Ordinal);
        var same = await CheckAsync("outputs", answers);
        Assert.Equal((ExitCode.Pass, ""), (same.Code, same.Code == ExitCode.Pass ? "" : same.Out));
        var rows = (await File.ReadAllLinesAsync(answers)).Select(line => JsonSerializer.Deserialize<Answer>(line)!);
        var collapsed = _place.Write(
            "collapsed.jsonl",
            string.Concat(
                rows.Select(row => JsonSerializer.Serialize(row with { response = "It is all the same." }) + "\n")
            )
        );
        var run = await CheckAsync("outputs", collapsed);
        Assert.Equal(ExitCode.GateFailed, run.Code);
        Assert.Contains("FAIL     PRS101 different-answers of wide", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    // Prompts and responses to train on, with the name of who wrote them: one answer to a prompt.
    [InlineData("{\"prompt\":\"p{0}\",\"response\":\"r{0}\",\"model\":\"m\"}", false)]
    [InlineData("{\"prompt\":\"p\",\"response\":\"r{0}\",\"model\":\"m\"}", true)]
    [InlineData("{\"prompt\":\"p{0}\",\"responses\":[\"r\",\"s{0}\"]}", true)]
    [InlineData("{\"prompt\":\"p\",\"response\":\"r{0}\"}", false)]
    [InlineData("{\"text\":\"t{0}\"}", false)]
    public async Task What_columns_say_decides(string row, bool areAnswers)
    {
        var rows = string.Concat(
            Enumerable.Range(0, 6).Select(i => row.Replace("{0}", $" number {i}", StringComparison.Ordinal) + "\n")
        );
        var init = await InitAsync(_place.Write("data.jsonl", rows), "--features", "ngrams");
        Assert.Equal(ExitCode.Pass, init.Code);
        Assert.Equal(areAnswers, init.Out.Contains("PRS102", StringComparison.Ordinal));
        Assert.Equal(!areAnswers, init.Out.Contains("PRS013", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_replaced_only_where_that_was_asked_for()
    {
        var data = _place.Texts("data.jsonl", ["one row", "another one"]);
        await File.WriteAllTextAsync(Gates, "mine");
        var run = await InitAsync(data, "--features", "ngrams");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--force replaces it", run.Error, StringComparison.Ordinal);
        // Nothing but a whole file takes its place.
        run = await InitAsync(_place.Write("bad.jsonl", "{"), "--features", "ngrams", "--force");
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(Gates));
        run = await InitAsync(data, "--features", "ngrams", "--force");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.NotEmpty(GateFile.Read(await File.ReadAllTextAsync(Gates)));
        Assert.Equal(["bad.jsonl", "data.jsonl", "prismatic.json"], _place.Names);
    }

    [Fact]
    public async Task A_report_gives_limits_without_measuring()
    {
        var report = _place.Write("r.json", ReportJson.Write(SampleReport.Create()));
        var run = await InitAsync("--report", report);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Equal(ExitCode.Pass, (await Run.PrismaticAsync("check", report, "--gates", Gates)).Code);
        Assert.Equal(ExitCode.Usage, (await InitAsync("--report", report, Workplace.Sample, "--force")).Code);
        Assert.Equal(ExitCode.Input, (await InitAsync("--report", Gates + "x", "--force")).Code);
        run = await Run.PrismaticAsync("init", "--report", report, "--output", report, "--force");
        Assert.Equal(ExitCode.Usage, run.Code);
    }

    [Fact]
    public async Task Without_data_a_file_to_begin_with_is_written()
    {
        var run = await InitAsync();
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("PRS001 exact-duplicates: at most 0.05", run.Out, StringComparison.Ordinal);
        Assert.Equal(3, GateFile.Read(await File.ReadAllTextAsync(Gates)).Count);
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        var run = await Run.PrismaticAsync("init", "--schema");
        Assert.Equal((ExitCode.Pass, GateSchema.Write()), (run.Code, run.Out));
    }

    [Theory]
    [InlineData("--answers do", "--answers", "--text", "a")]
    [InlineData("--sample must be", "--sample", "0")]
    [InlineData("does not exist", "nothing.jsonl")]
    public async Task What_is_asked_wrongly_is_told_before_any_work(string expected, params string[] args)
    {
        var run = await InitAsync(args);
        Assert.NotEqual(ExitCode.Pass, run.Code);
        Assert.Contains(
            expected.Replace("--answers do", "--answers, ", StringComparison.Ordinal),
            run.Error,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Gates));
    }

    private Task<Run> InitAsync(params string[] args) => Run.PrismaticAsync(["init", .. args, "--output", Gates]);

    // As many rows, of five texts with other numbers.
    private string Collapsed()
    {
        string[] frames =
        [
            "Tom has {0} apples and buys {1} more apples at the market. How many apples does he have now?",
            "A train goes {0} miles in one hour. How many miles does the train go in {1} hours?",
            "There are {0} birds in a tree and {1} birds fly away. How many birds are left in the tree?",
            "Explain in simple words why {0} is more than {1}, and give one example from daily life.",
            "Write a short story of {0} words about a cat that finds {1} coins in the garden.",
        ];
        return _place.Texts(
            "collapsed.jsonl",
            Enumerable
                .Range(0, 424)
                .Select(i =>
                    frames[i % frames.Length]
                        .Replace("{0}", $"{i + 20}", StringComparison.Ordinal)
                        .Replace("{1}", $"{(i * 7 % 19) + 2}", StringComparison.Ordinal)
                )
        );
    }

    private async Task<Run> CheckAsync(string command, string data, params string[] more)
    {
        var report = _place.PathOf("report.json");
        string[] files = ["--json", report, "--html", _place.PathOf("report.html")];
        var run = await Run.PrismaticAsync([command, data, "--features", "ngrams", .. files, .. more]);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        return await Run.PrismaticAsync("check", report, "--gates", Gates);
    }

    private sealed record Answer(string prompt, string model, int sample, string response);
}
