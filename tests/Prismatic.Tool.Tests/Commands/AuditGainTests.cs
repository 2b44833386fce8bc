using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>The information gain of an audit, with a small model of random weights.</summary>
public sealed class AuditGainTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_separator_is_found_and_the_gain_stands_in_report_terminal_and_page()
    {
        var run = await AuditAsync(Marked(), "--features", "gradients");
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Contains("behind the last '####' (found)", run.Error, StringComparison.Ordinal);
        var gain = Report().Gain!;
        Assert.Equal((30, 0, 2), (gain.Rows, gain.RowsWithoutReasoning, gain.RowsWithoutAnswer));
        Assert.Equal(30, gain.Quadrant!.Cells.Sum(cell => cell.Rows));
        Assert.NotNull(gain.Control);
        Assert.Contains(gain.Sentences[0][..30], run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(_place.PathOf("r.html"));
        Assert.Contains("What reasoning tells about answers", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_nothing_is_looked_for_unless_asked()
    {
        await AuditAsync(Marked(), "--features", "ngrams");
        Assert.Null(Report().Gain);
        var run = await AuditAsync(Marked(), "--features", "ngrams", "--answer-separator", "####");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Equal(30, Report().Gain!.Rows);
        Assert.Null(Report().Gain!.Quadrant);
        await AuditAsync(Marked(), "--features", "gradients", "--gain-rows", "0");
        Assert.Null(Report().Gain);
    }

    [Fact]
    public async Task Columns_of_their_own_are_read_beside_the_text()
    {
        var path = Columns();
        var run = await AuditAsync(path, "--features", "ngrams", "--reasoning", "why", "--answer", "result");
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var gain = Report().Gain!;
        Assert.Equal((20, 2, 1), (gain.Rows, gain.RowsWithoutReasoning, gain.RowsWithoutAnswer));
        var first = gain.Own;
        // A text column that is neither is the question.
        await AuditAsync(
            path,
            "--text",
            "question",
            "--features",
            "ngrams",
            "--reasoning",
            "why",
            "--answer",
            "result"
        );
        Assert.Equal(first, Report().Gain!.Own);
    }

    [Fact]
    public async Task Rows_are_drawn_by_the_seed_and_threads_change_nothing()
    {
        string[] options = ["--features", "ngrams", "--answer-separator", "####", "--gain-rows", "12"];
        await AuditAsync(Marked(), [.. options, "--threads", "1"]);
        var one = Report().Gain!;
        Assert.Equal(12, one.Rows + one.RowsWithoutAnswer);
        await AuditAsync(Marked(), [.. options, "--threads", "3"]);
        var three = Report().Gain!;
        Assert.Equal((one.Own, one.Control, one.Masked), (three.Own, three.Control, three.Masked));
        await AuditAsync(Marked(), [.. options, "--seed", "5"]);
        Assert.NotEqual(one.Own, Report().Gain!.Own);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "go together", "--reasoning", "why")]
    [InlineData(ExitCode.Usage, "go together", "--answer", "result")]
    [InlineData(ExitCode.Usage, "exclude", "--reasoning", "why", "--answer", "result", "--answer-separator", "x")]
    [InlineData(ExitCode.Usage, "--gain-rows", "--gain-rows", "-1")]
    [InlineData(ExitCode.Usage, "--answer-separator", "--answer-separator", " ")]
    [InlineData(ExitCode.Input, "no column 'wy' (did you mean 'why'?)", "--reasoning", "wy", "--answer", "result")]
    [InlineData(ExitCode.Input, "column 'number' of", "--reasoning", "why", "--answer", "number")]
    [InlineData(ExitCode.Input, "both a reasoning and an answer", "--answer-separator", "@@@@")]
    public async Task What_cannot_be_measured_is_told_in_one_line(ExitCode code, string told, params string[] options)
    {
        var run = await AuditAsync(Columns(), ["--features", "ngrams", "--no-progress", .. options]);
        Assert.Equal(code, run.Code);
        var error = run
            .Error.Split('\n')
            .Single(line => line.StartsWith("prismatic: error: ", StringComparison.Ordinal));
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    private Report Report() => ReportJson.Read(File.ReadAllText(_place.PathOf("r.json")));

    private string Marked() =>
        _place.Write(
            "marked.jsonl",
            string.Concat(
                Enumerable
                    .Range(0, 32)
                    .Select(i =>
                        JsonSerializer.Serialize(
                            new
                            {
                                question = $"How much is {i} and {i * 3}?",
                                answer = i % 16 == 15 ? "I do not know" : $"{i} + {i * 3} = {i * 4}.\n#### {i * 4}",
                            }
                        ) + "\n"
                    )
            )
        );

    private string Columns() =>
        _place.Write(
            "columns.jsonl",
            string.Concat(
                Enumerable
                    .Range(0, 23)
                    .Select(i =>
                        JsonSerializer.Serialize(
                            new
                            {
                                question = $"How much is {i} and {i * 3}?",
                                why = i % 10 == 4 ? " " : $"{i} + {i * 3} = {i * 4}.",
                                result = i == 7 ? null : $"{i * 4}",
                                number = i,
                            }
                        ) + "\n"
                    )
            )
        );

    private Task<Run> AuditAsync(string path, params string[] options) =>
        Run.PrismaticAsync([
            "audit",
            path,
            .. options,
            "--model",
            _place.Model(),
            "--max-tokens",
            "96",
            "--json",
            _place.PathOf("r.json"),
            "--html",
            _place.PathOf("r.html"),
        ]);
}
