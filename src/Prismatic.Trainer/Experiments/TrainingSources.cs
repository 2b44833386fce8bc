using System.Globalization;
using System.Text.Json;
using Prismatic.Data;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Experiments;

/// <summary>
/// What students are trained on. Students are thrown away, so text of commercial models is allowed here; BBH is not, and
/// neither is anything of <see cref="TestSources"/>.
/// </summary>
internal static class TrainingSources
{
    /// <summary>Names, in the order of <see cref="Read"/>.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "gsm8k",
        "svamp",
        "aqua",
        "college_math",
        "mmlu_stem",
        "banking77",
        "snips",
        "persona",
        "codegen",
        "toolformer",
        "arena_hard",
        "seed_tasks",
        "polis",
        "generated",
    ];

    /// <summary>All rows of a source, in the order of its files.</summary>
    public static IEnumerable<ExperimentRow> Read(SourceFiles files, string name) =>
        name switch
        {
            "gsm8k" => files.Rows(name, "math/gsm8k_train.jsonl"),
            "svamp" => files
                .Objects("math/svamp.json")
                .Select(row => SourceFiles.Row(name, Svamp(row), SvampAnswer(row))),
            "aqua" => files
                .Objects("math/aqua_dev.json")
                .Select(row =>
                    SourceFiles.Row(
                        name,
                        SourceFiles.Text(row, "question") + "\n" + Lines(row, "options"),
                        SourceFiles.Text(row, "rationale")
                    )
                ),
            "college_math" => files.Rows(name, "math/college_math_test.jsonl"),
            "mmlu_stem" => files.Objects("labelled/mmlu_stem_test.jsonl").Select(row => Mmlu(name, row)),
            "banking77" => files.Rows(name, "labelled/banking77_train.csv", new FieldChoice { Text = "text" }),
            "snips" => files.Files("labelled/snips", "*.json").SelectMany(path => Snips(files, name, path)),
            "persona" => files
                .Files("instruct/lm_persona", "*.jsonl")
                .SelectMany(path => files.Rows(name, path, new FieldChoice { Text = "statement" })),
            "codegen" => files.Objects("instruct/gpteacher_codegen.json").Select(row => Instruction(name, row)),
            "toolformer" => files
                .Objects("instruct/gpteacher_toolformer_sim0.6.json")
                .Select(row => Instruction(name, row)),
            "arena_hard" => files
                .Objects("instruct/arenahard_v0.1_question.jsonl")
                .Select(row => SourceFiles.Row(name, "", SourceFiles.Text(row, "prompt"))),
            "seed_tasks" => files.Objects("instruct/selfinstruct_seed_tasks.jsonl").SelectMany(row => Seed(name, row)),
            "polis" => files
                .Files("opinions/polis", "comments.csv")
                .SelectMany(path => files.Rows(name, path, new FieldChoice { Text = "comment-body" })),
            "generated" => ArithmeticProblems
                .Make(seed: 5, count: 1500)
                .Select(document => SourceFiles.Row(name, document.Prompt!, document.Response!)),
            _ => throw new ArgumentException(name, nameof(name)),
        };

    private static ExperimentRow Instruction(string name, JsonElement row) =>
        SourceFiles.Row(
            name,
            (SourceFiles.Text(row, "instruction") + "\n" + SourceFiles.Text(row, "input")).Trim(),
            SourceFiles.Text(row, "response")
        );

    private static IEnumerable<ExperimentRow> Seed(string name, JsonElement row) =>
        row.GetProperty("instances")
            .EnumerateArray()
            .Select(instance =>
                SourceFiles.Row(
                    name,
                    (SourceFiles.Text(row, "instruction") + "\n" + SourceFiles.Text(instance, "input")).Trim(),
                    SourceFiles.Text(instance, "output")
                )
            );

    private static ExperimentRow Mmlu(string name, JsonElement row)
    {
        string[] choices =
        [
            .. row.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetString()!),
        ];
        var listed = choices.Select(static (choice, i) => $"{(char)('A' + i)}) {choice}");
        var answer = row.GetProperty("answer").GetInt32();
        return SourceFiles.Row(
            name,
            SourceFiles.Text(row, "question") + "\n" + string.Join('\n', listed),
            $"{(char)('A' + answer)}) {choices[answer]}"
        );
    }

    private static IEnumerable<ExperimentRow> Snips(SourceFiles files, string name, string path) =>
        files
            .Root(path)
            .EnumerateObject()
            .First()
            .Value.EnumerateArray()
            .Select(row =>
                SourceFiles.Row(
                    name,
                    "",
                    string.Concat(
                        row.GetProperty("data").EnumerateArray().Select(static part => SourceFiles.Text(part, "text"))
                    )
                )
            );

    private static string Svamp(JsonElement row)
    {
        var body = SourceFiles.Text(row, "Body").Trim();
        return $"{body}{(body.EndsWith('.') ? "" : ".")} {SourceFiles.Text(row, "Question")}";
    }

    private static string SvampAnswer(JsonElement row)
    {
        var answer = row.GetProperty("Answer").GetDouble().ToString(CultureInfo.InvariantCulture);
        var equation = SourceFiles.Text(row, "Equation").Replace(".0", "", StringComparison.Ordinal);
        return $"{equation} = {answer}\n#### {answer}";
    }

    private static string Lines(JsonElement row, string name) =>
        string.Join('\n', row.GetProperty(name).EnumerateArray().Select(static value => value.GetString()));
}
