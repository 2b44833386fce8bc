using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>What counts as the same answer, and what answers weigh.</summary>
public sealed class OutputsRuleTests : IDisposable
{
    private readonly OutputsRun _outputs = new();

    public void Dispose() => _outputs.Dispose();

    [Fact]
    public async Task Results_of_an_evaluation_library_are_read_from_their_folder()
    {
        var folder = Directory.CreateDirectory(_outputs.Place.PathOf("results")).FullName;
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
        var run = await _outputs.WordsAsync(folder);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var model = _outputs.Report.Outputs!.Models.Single();
        Assert.Equal(("some-model", 3, 2), (model.Name, model.Answers, model.Distinct!.Mean));
    }

    [Theory]
    [InlineData("exact", 3)]
    [InlineData("normalised", 2)]
    [InlineData("lexical", 1)]
    [InlineData("labels", 2)]
    [InlineData("cosine", 2)]
    public async Task Rules_of_equivalence_tell_answers_apart(string rule, int expected)
    {
        var path = _outputs.Place.Write(
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
            ) + OutputsRun.Rows(["an unrelated answer about ships"], ["p"])
        );
        var run = await _outputs.WordsAsync(path, "--equivalence", rule);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var model = _outputs.Report.Outputs!.Models.Single();
        Assert.Equal(expected, model.Distinct!.Mean);
    }

    [Fact]
    public async Task Quality_gives_utility_and_weights_count()
    {
        var path = _outputs.Place.Write(
            "q.jsonl",
            """
            {"prompt":"q","response":"alpha beta","quality":4,"weight":0.9}
            {"prompt":"q","response":"gamma delta","quality":2,"weight":0.1}
            {"prompt":"q","response":"never given","quality":2,"weight":0}

            """
        );
        await _outputs.WordsAsync(path);
        var model = _outputs.Report.Outputs!.Models.Single();
        Assert.Equal((2, 1), (model.Answers, model.Weightless));
        // (1 - p) / (1 - p^2) * (4 + p * 2) with p = 0.8.
        Assert.Equal(3.11, model.Utility!.Mean, 0.005);
        // Entropy of 0.9 and 0.1.
        Assert.Equal(0.3251, model.ClassEntropy!.Mean, 0.0001);
    }
}
