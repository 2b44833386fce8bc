using System.Text.Json;
using Prismatic.Reports;
using Prismatic.Tests.Encoders;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>The command "outputs" from its files to its report.</summary>
public sealed class OutputsTests : IDisposable
{
    private static readonly string Sample = Path.Combine(Golden.Root, "docs", "samples", "answers.jsonl");
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task The_sample_is_homogeneous_and_the_report_says_which_models_are()
    {
        var run = await OutputsAsync(Sample);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Contains("Homogeneous: 5 answers of a model", run.Out, StringComparison.Ordinal);
        var outputs = Report().Outputs!;
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
        var page = await File.ReadAllTextAsync(_place.PathOf("r.html"));
        Assert.Contains("What to try next", page, StringComparison.Ordinal);
        Assert.Contains("class=\"heat\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_answers_give_the_same_bytes_for_any_number_of_threads()
    {
        await OutputsAsync(Sample, "--threads", "1");
        var one = Report();
        await OutputsAsync(Sample, "--threads", "3");
        var three = Report();
        var same = new Reproduction { CommandLine = "", Parameters = new Dictionary<string, string>() };
        Assert.Equal(
            ReportJson.Write(one with { Reproduce = same }),
            ReportJson.Write(three with { Reproduce = same })
        );
    }

    [Fact]
    public async Task One_file_a_model_is_read_as_such_and_missing_prompts_are_told()
    {
        var a = _place.Write("a.jsonl", Rows(["one red fox", "two red foxes"], ["q1", "q2"]));
        var b = _place.Write("b.jsonl", Rows(["a blue whale swims"], ["q1"]));
        var run = await WordsAsync(a, b);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var outputs = Report().Outputs!;
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
    [InlineData("exact", 3)]
    [InlineData("normalised", 2)]
    [InlineData("lexical", 1)]
    [InlineData("labels", 2)]
    [InlineData("cosine", 2)]
    public async Task Rules_of_equivalence_tell_answers_apart(string rule, int expected)
    {
        var path = _place.Write(
            "r.jsonl",
            string.Concat(
                new[] { ("the red fox ran", "x"), ("The red fox ran.", "x"), ("the red fox sat", "y") }.Select(row =>
                    JsonSerializer.Serialize(
                        new
                        {
                            prompt = "q",
                            response = row.Item1,
                            partition = row.Item2,
                        }
                    ) + "\n"
                )
            ) + Rows(["an unrelated answer about ships"], ["p"])
        );
        var run = await WordsAsync(path, "--equivalence", rule);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var model = Report().Outputs!.Models.Single();
        Assert.Equal(expected, model.Distinct!.Mean);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("1", 3)]
    public async Task A_classifier_of_two_texts_tells_answers_apart(string threshold, int expected)
    {
        using var classifier = new EncoderFolder(new TinyShape { Tokens = null, Labels = 2 });
        var path = _place.Write("r.jsonl", Rows(["the old boat", "one red river", "a cat sat"], ["q", "q", "q"]));
        var run = await WordsAsync(path, "--equivalence", classifier.Path, "--equivalence-threshold", threshold);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal("classifier", Report().Outputs!.Equivalence);
        Assert.Equal(expected, Report().Outputs!.Models.Single().Distinct!.Mean);
    }

    [Fact]
    public async Task A_classifier_maps_answers_to_options_and_finds_viewpoints()
    {
        using var classifier = new EncoderFolder(new TinyShape { Tokens = null, Labels = 1 });
        var answers = _place.Write("answers.jsonl", Rows(["the cat sat on the boat"], ["Which is the best animal?"]));
        var humans = _place.Write(
            "humans.csv",
            "question,option,count\nWhich is the best animal?,dog,5\nWhich is the best animal?,horse,5\n"
        );
        var views = _place.Write("views.csv", "prompt,viewpoint\nWhich is the best animal?,a dog on a boat\n");
        string[] options = [answers, "--humans", humans, "--viewpoints", views];
        await WordsAsync(options);
        Assert.Equal(1, Report().People!.Models.Single().UnmappedShare);
        Assert.Equal("shared words", Report().People!.Overton.Single().Scorer);
        var run = await WordsAsync([.. options, "--classifier", classifier.Path]);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal("entailment", Report().People!.Overton.Single().Scorer);
        Assert.InRange(Report().People!.Overton.Single().Score!.Mean, 0, 1);
    }

    [Fact]
    public async Task A_sentence_encoder_stands_in_for_the_hidden_states()
    {
        using var encoder = new EncoderFolder();
        var path = _place.Write(
            "r.jsonl",
            Rows(["the old boat", "the old boat", "one red river", "two cats"], ["q", "q", "p", "p"])
        );
        var run = await Run.PrismaticAsync(
            "outputs",
            path,
            "--encoder",
            encoder.Path,
            "--html",
            _place.PathOf("r.html"),
            "--json",
            _place.PathOf("r.json")
        );
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal(["ngrams", "encoder"], Report().Outputs!.Views.Select(view => view.Name));
        Assert.All(Report().Outputs!.Views, view => Assert.NotNull(view.Floor));
    }

    [Fact]
    public async Task Results_of_an_evaluation_library_are_read_from_their_folder()
    {
        var folder = Directory.CreateDirectory(_place.PathOf("results")).FullName;
        for (var i = 0; i < 3; i++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"{i}.json"),
                JsonSerializer.Serialize(
                    new
                    {
                        scenarioName = "animals",
                        iterationName = $"{i}",
                        executionName = "run",
                        messages = new[]
                        {
                            new
                            {
                                role = "user",
                                contents = new[]
                                {
                                    new Dictionary<string, string> { ["$type"] = "text", ["text"] = "Name an animal." },
                                },
                            },
                        },
                        modelResponse = new
                        {
                            messages = new[]
                            {
                                new
                                {
                                    role = "assistant",
                                    contents = new[]
                                    {
                                        new Dictionary<string, string>
                                        {
                                            ["$type"] = "text",
                                            ["text"] = i < 2 ? "A red fox." : "A grey owl at night.",
                                        },
                                    },
                                },
                            },
                            modelId = "some-model",
                        },
                    }
                )
            );
        }
        var run = await WordsAsync(folder);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var model = Report().Outputs!.Models.Single();
        Assert.Equal(("some-model", 3, 2), (model.Name, model.Answers, model.Distinct!.Mean));
    }

    [Fact]
    public async Task Quality_gives_utility_and_weights_count()
    {
        var path = _place.Write(
            "q.jsonl",
            """
            {"prompt":"q","response":"alpha beta","quality":4,"weight":0.9}
            {"prompt":"q","response":"gamma delta","quality":2,"weight":0.1}
            {"prompt":"q","response":"never given","quality":2,"weight":0}

            """
        );
        await WordsAsync(path);
        var model = Report().Outputs!.Models.Single();
        Assert.Equal((2, 1), (model.Answers, model.Weightless));
        // (1 - p) / (1 - p^2) * (4 + p * 2) with p = 0.8.
        Assert.Equal(3.11, model.Utility!.Mean, 0.005);
        // Entropy of 0.9 and 0.1.
        Assert.Equal(0.3251, model.ClassEntropy!.Mean, 0.0001);
    }

    [Fact]
    public async Task Answers_stand_beside_those_of_people_and_their_viewpoints()
    {
        var answers = _place.Write(
            "answers.jsonl",
            string.Concat(
                Enumerable
                    .Range(0, 40)
                    .Select(i =>
                        JsonSerializer.Serialize(
                            new
                            {
                                prompt = "Should shops open on Sundays?",
                                response = i < 38 ? "Yes, since people want to choose." : "I would rather not say.",
                            }
                        ) + "\n"
                    )
            )
        );
        var humans = _place.Write(
            "humans.csv",
            "question,option,count,group\nShould shops open on Sundays?,Yes,50,north\nShould shops open on Sundays?,No,50,north\n"
                + "Should shops open on Sundays?,Yes,95,south\nShould shops open on Sundays?,No,5,south\n"
        );
        var views = _place.Write(
            "views.csv",
            "prompt,viewpoint\nShould shops open on Sundays?,people should choose\nShould shops open on Sundays?,staff needs a common holiday\n"
        );
        var run = await WordsAsync(answers, "--humans", humans, "--viewpoints", views);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var people = Report().People!;
        var model = people.Models.Single();
        Assert.Equal(0.05, model.UnmappedShare);
        Assert.Equal(["north", "south"], model.Groups.Select(group => group.Group));
        Assert.Equal([1, 0], model.Groups.Select(group => group.ShareBeyondChance));
        Assert.True(model.Groups[0].JensenShannon.Mean > model.Groups[1].JensenShannon.Mean);
        Assert.Equal("north", model.Furthest[0].Group);
        var overton = people.Overton.Single();
        Assert.Equal(0.5, overton.OverAnswers!.Mean);
        Assert.Equal("staff needs a common holiday", overton.Missed.Single().Viewpoint);
        Assert.Contains("Beside people", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            "Beside people",
            await File.ReadAllTextAsync(_place.PathOf("r.html")),
            StringComparison.Ordinal
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
        var run = await WordsAsync([Sample, .. options]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(Errors(run));
        Assert.Empty(_place.Names);
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
        var path = _place.Write("bad.jsonl", content);
        var humans = _place.Write("humans.csv", "question,option,count\nother question here,Yes,5\n");
        var run = await WordsAsync([path, .. options.Select(option => option == "HUMANS" ? humans : option)]);
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Contains(expected, Assert.Single(Errors(run)), StringComparison.Ordinal);
        Assert.Equal(["bad.jsonl", "humans.csv"], _place.Names);
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
        var path = _place.Write("odd.jsonl", Rows(answers, [.. answers.Select(_ => name)]));
        var run = await WordsAsync(path);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        Assert.Equal(answers.Length, Report().Outputs!.Answers);
        Assert.DoesNotContain(run.Out, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task An_output_never_replaces_an_input()
    {
        var path = _place.Write("answers.jsonl", Rows(["a b c"], ["q"]));
        var run = await Run.PrismaticAsync("outputs", path, "--features", "ngrams", "--html", path);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("would overwrite an input", run.Error, StringComparison.Ordinal);
    }

    private Task<Run> WordsAsync(params string[] args) => OutputsAsync([.. args, "--features", "ngrams"]);

    private Task<Run> OutputsAsync(params string[] args) =>
        // Of an option given twice the first counts as wrong, so a test's own views come alone.
        Run.PrismaticAsync([
            "outputs",
            .. args.Count(arg => arg == "--features") > 1 ? args[..^2] : args,
            "--html",
            _place.PathOf("r.html"),
            "--json",
            _place.PathOf("r.json"),
        ]);

    private Report Report() => ReportJson.Read(File.ReadAllText(_place.PathOf("r.json")));

    private static string[] Errors(Run run) =>
        [.. run.Error.Split('\n').Where(line => line.StartsWith("prismatic: error:", StringComparison.Ordinal))];

    private static string Rows(string[] answers, string[] prompts) =>
        string.Concat(
            answers.Zip(prompts, (response, prompt) => JsonSerializer.Serialize(new { prompt, response }) + "\n")
        );
}
