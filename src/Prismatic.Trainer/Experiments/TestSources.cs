using System.Text.Json;

namespace Prismatic.Trainer.Experiments;

/// <summary>The fixed out-of-domain mix: nothing of it is ever in a training set, and each source counts the same.</summary>
internal static class TestSources
{
    private static readonly string[] Logic =
    [
        "formal_fallacies",
        "logical_deduction_seven_objects",
        "navigate",
        "penguins_in_a_table",
        "temporal_sequences",
        "tracking_shuffled_objects_seven_objects",
        "web_of_lies",
    ];

    private static readonly string[] Language =
    [
        "causal_judgement",
        "disambiguation_qa",
        "hyperbaton",
        "movie_recommendation",
        "ruin_names",
        "snarks",
    ];

    /// <summary>Names, in the order of <see cref="Read"/>.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "bbh_logic",
        "bbh_language",
        "moralchoice",
        "noveltybench_prompts",
        "noveltybench_answers",
        "mt_bench",
        "creative_writing",
        "short_answers",
    ];

    /// <summary>All rows of a source.</summary>
    public static IEnumerable<ExperimentRow> Read(SourceFiles files, string name) =>
        name switch
        {
            "bbh_logic" => Logic.SelectMany(task => Bbh(files, name, task)),
            "bbh_language" => Language.SelectMany(task => Bbh(files, name, task)),
            "moralchoice" => Moral(files, name),
            "noveltybench_prompts" => files
                .Objects("instruct/noveltybench_curated.jsonl")
                .Select(row => SourceFiles.Row(name, "", SourceFiles.Text(row, "prompt"))),
            "noveltybench_answers" => files
                .Objects("outputs/noveltybench_gemini-1.5-pro_curated_scores.jsonl")
                .Select(row => SourceFiles.Row(name, SourceFiles.Text(row, "prompt"), First(row, "generations"))),
            "mt_bench" => files
                .Objects("instruct/mtbench_question.jsonl")
                .Select(row => SourceFiles.Row(name, "", First(row, "turns"))),
            "creative_writing" => files
                .Objects("outputs/tot_gpt4_writing_standard_x10.json")
                .Select(row => SourceFiles.Row(name, "", First(row, "ys"))),
            "short_answers" => files
                .Objects("outputs/llmfao_results.jsonl")
                .Select(row => SourceFiles.Row(name, "", SourceFiles.Text(row, "result"))),
            _ => throw new ArgumentException(name, nameof(name)),
        };

    private static IEnumerable<ExperimentRow> Bbh(SourceFiles files, string name, string task) =>
        files
            .Root($"labelled/bbh/{task}.json")
            .GetProperty("examples")
            .EnumerateArray()
            .Select(row => SourceFiles.Row(name, SourceFiles.Text(row, "input"), SourceFiles.Text(row, "target")));

    private static IEnumerable<ExperimentRow> Moral(SourceFiles files, string name)
    {
        const string path = "opinions/moralchoice_low_ambiguity.csv";
        return files
            .Rows(name, path, new Data.FieldChoice { Prompt = "context", Response = "action1" })
            .Zip(
                files.Rows(name, path, new Data.FieldChoice { Text = "action2" }),
                (first, second) => SourceFiles.Row(name, first.Prompt, first.Response + "\n" + second.Response)
            );
    }

    private static string First(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().First().GetString() ?? "";
}
