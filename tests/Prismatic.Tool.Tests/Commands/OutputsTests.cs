using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>The command "outputs" from its files to its report.</summary>
public sealed class OutputsTests : IDisposable
{
    private static readonly string Sample = Path.Combine(Golden.Root, "docs", "samples", "answers.jsonl");
    private readonly OutputsRun _outputs = new();

    public void Dispose() => _outputs.Dispose();

    [Fact]
    public async Task The_sample_is_homogeneous_and_the_report_says_which_models_are()
    {
        var run = await _outputs.RunAsync(Sample);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Contains("Homogeneous: 5 answers of a model", run.Out, StringComparison.Ordinal);
        var outputs = _outputs.Report.Outputs!;
        Assert.Equal((12, 180, 5), (outputs.Prompts, outputs.Answers, outputs.AnswersCompared));
        var distinct = outputs.Models.ToDictionary(model => model.Name, model => model.DistinctCompared!.Mean);
        Assert.InRange(distinct["narrow"], 1, 2);
        Assert.InRange(distinct["wide"], 2.5, 5);
        foreach (var view in outputs.Views)
        {
            var narrow = view.Models[0].Corrected!.Value;
            Assert.True(narrow > view.Models[2].Corrected!.Value, view.Name);
            // intra above inter above floor.
            Assert.True(view.Models[0].Similarity!.Mean > view.Inter && view.Inter > view.Floor, view.Name);
        }
        Assert.True(outputs.Switching!.OfMany!.Mean > outputs.Switching.OfOne!.Mean);
        Assert.NotEmpty(outputs.Collapsed);
        Assert.NotEmpty(outputs.Advice);
        var page = _outputs.Page;
        Assert.Contains("What to try next", page, StringComparison.Ordinal);
        Assert.Contains("class=\"heat\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_answers_give_the_same_bytes_for_any_number_of_threads()
    {
        await _outputs.RunAsync(Sample, "--threads", "1");
        var one = _outputs.Report;
        await _outputs.RunAsync(Sample, "--threads", "3");
        var three = _outputs.Report;
        var same = new Reproduction { CommandLine = "", Parameters = new Dictionary<string, string>() };
        Assert.Equal(
            ReportJson.Write(one with { Reproduce = same }),
            ReportJson.Write(three with { Reproduce = same })
        );
    }

    [Fact]
    public async Task One_file_a_model_is_read_as_such_and_missing_prompts_are_told()
    {
        var a = _outputs.Place.Write("a.jsonl", OutputsRun.Rows(["one red fox", "two red foxes"], ["q1", "q2"]));
        var b = _outputs.Place.Write("b.jsonl", OutputsRun.Rows(["a blue whale swims"], ["q1"]));
        var run = await _outputs.WordsAsync(a, b);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var outputs = _outputs.Report.Outputs!;
        Assert.Equal(["a", "b"], outputs.Models.Select(model => model.Name));
        Assert.Equal(("b", 1), (outputs.Gaps.Single().Model, outputs.Gaps.Single().Missing));
        Assert.Contains("b lacks 1 prompt", run.Out, StringComparison.Ordinal);
        // One sample each: nothing is said of what a model would answer again.
        Assert.Null(outputs.AnswersCompared);
        Assert.Contains(
            outputs.Advice,
            advice => advice.StartsWith("Ask each prompt several times", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("--equivalence-threshold needs a rule", "--equivalence-threshold", "0.5")]
    [InlineData("from -1 to 1", "--equivalence", "lexical", "--equivalence-threshold", "7")]
    [InlineData("--human-columns needs --humans", "--human-columns", "option=x")]
    [InlineData("--human-columns nonsense", "--human-columns", "nonsense")]
    [InlineData("--features nonsense", "--features", "nonsense")]
    public async Task A_wrong_command_line_is_told_in_one_line(string expected, params string[] options)
    {
        var run = await _outputs.RunAsync([Sample, .. options]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(Errors(run));
        Assert.Empty(_outputs.Place.Names);
    }

    public static TheoryData<string, string, string[]> Unusable =>
        new()
        {
            { "", "is empty (0 bytes)", [] },
            { "{\"prompt\":\"q\",\"response\":\"  \"}\n", "no answer that is not blank", [] },
            {
                "{\"prompt\":\"q\",\"response\":\"a\",\"weight\":\"NaN\"}\n",
                "is not a number (NaN)",
                ["--weight", "weight"]
            },
            { "{\"prompt\":\"q\",\"response\":\"a\",\"weight\":-1}\n", "weight", [] },
            { "{\"prompt\":\"q\",\"number\":1}\n", "holds no answers", [] },
            { "{\"prompt\":\"q\",\"response\":\"a\"}\n", "has no column 'nowhere'", ["--quality", "nowhere"] },
            { "{\"prompt\":\"q\",\"response\":\"a\"}\n", "have no labels", ["--equivalence", "labels"] },
            { "{\"prompt\":\"q\",\"response\":\"a\"}\n", "none of the 1 prompt", ["--humans", "HUMANS"] },
            { "{\"prompt\":\"q\",\"response\":\"a\"}\n", "nowhere.onnx", ["--equivalence", "nowhere.onnx"] },
        };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task An_unusable_file_ends_in_one_line(string content, string expected, string[] options)
    {
        var path = _outputs.Place.Write("bad.jsonl", content);
        var humans = _outputs.Place.Write("humans.csv", "question,option,count\nother question here,Yes,5\n");
        var run = await _outputs.WordsAsync([path, .. options.Select(option => option == "HUMANS" ? humans : option)]);
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Contains(expected, Assert.Single(Errors(run)), StringComparison.Ordinal);
        Assert.Equal(["bad.jsonl", "humans.csv"], _outputs.Place.Names);
    }

    public static TheoryData<string, string[]> Odd =>
        new()
        {
            { "one answer", ["yes"] },
            { "one letter", ["A", "B", "A"] },
            { "all the same", ["the same answer", "the same answer", "the same answer"] },
            { "emoji and right to left", ["مرحبا بالعالم", "👩‍👩‍👧 ok", "e\u0301\u0301\u0301"] },
            { "control characters", ["\u0000\u0001\u001b[2J", "\u202eabc", "\u0007"] },
            { "punctuation", ["!!!", "???", "..."] },
            { "half a surrogate", ["\ud800 broken", "whole"] },
            { "a long answer", [new string('a', 2_000_000), "short"] },
        };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Odd_answers_are_measured(string name, string[] answers)
    {
        var path = _outputs.Place.Write("odd.jsonl", OutputsRun.Rows(answers, [.. answers.Select(_ => name)]));
        var run = await _outputs.WordsAsync(path);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal(answers.Length, _outputs.Report.Outputs!.Answers);
        Assert.DoesNotContain(run.Out, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task An_output_never_replaces_an_input()
    {
        var path = _outputs.Place.Write("answers.jsonl", OutputsRun.Rows(["a b c"], ["q"]));
        var run = await Run.PrismaticAsync("outputs", path, "--features", "ngrams", "--html", path);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("would overwrite an input", run.Error, StringComparison.Ordinal);
    }

    private static string[] Errors(Run run) =>
        [.. run.Error.Split('\n').Where(line => line.StartsWith("prismatic: error:", StringComparison.Ordinal))];
}
