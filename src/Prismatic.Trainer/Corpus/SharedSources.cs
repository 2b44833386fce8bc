using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace Prismatic.Trainer.Corpus;

/// <summary>
/// The permitted, human-written parts of the shared data folder. Left out on purpose: all text of commercial models,
/// non-commercial licences, BBH, persona statements and moral scenarios that models wrote.
/// </summary>
public static class SharedSources
{
    /// <summary>All shared sources, in the order of the model card; nothing is read before they are asked.</summary>
    /// <param name="root">The folder that holds <c>math/</c>, <c>instruct/</c>, <c>labelled/</c>, <c>opinions/</c>.</param>
    public static IEnumerable<CorpusSource> All(string root)
    {
        string At(string path) => Path.Combine(root, path);
        yield return new(
            "gsm8k",
            "openai/grade-school-math train",
            "MIT",
            2,
            () => Gsm8k(At("math/gsm8k_train.jsonl"))
        );
        yield return new(
            "gsm8k_chat",
            "the same rows as a chat",
            "MIT",
            1,
            () => AsChat("gsm8k_chat", Gsm8k(At("math/gsm8k_train.jsonl")))
        );
        yield return new("svamp", "arkilpatel/SVAMP", "MIT", 2, () => Svamp(At("math/svamp.json")));
        yield return new("aqua", "google-deepmind/AQuA dev", "Apache-2.0", 2, () => Aqua(At("math/aqua_dev.json")));
        yield return new(
            "college_math",
            "MWPBench by hkust-nlp/simpleRL-reason, rows marked CC BY",
            "CC-BY-3.0 and CC-BY",
            1,
            () => CollegeMath(At("math/college_math_test.jsonl"))
        );
        yield return new(
            "mmlu_stem",
            "MMLU by hkust-nlp/simpleRL-reason",
            "MIT",
            1,
            () => Mmlu(At("labelled/mmlu_stem_test.jsonl"))
        );
        yield return new(
            "banking77",
            "PolyAI-LDN/task-specific-datasets",
            "CC-BY-4.0",
            1,
            () => Banking(At("labelled/banking77_train.csv"))
        );
        yield return new("snips", "sonos/nlu-benchmark", "CC0-1.0", 1, () => Snips(At("labelled/snips")));
        yield return new(
            "seed_tasks",
            "yizhongw/self-instruct",
            "Apache-2.0",
            2,
            () => SeedTasks(At("instruct/selfinstruct_seed_tasks.jsonl"))
        );
        yield return new(
            "seed_tasks_chat",
            "the same rows as a chat",
            "Apache-2.0",
            1,
            () => AsChat("seed_tasks_chat", SeedTasks(At("instruct/selfinstruct_seed_tasks.jsonl")))
        );
        yield return new(
            "arena_hard",
            "lmarena/arena-hard-auto v0.1 prompts",
            "Apache-2.0",
            3,
            () => Prompts("arena_hard", At("instruct/arenahard_v0.1_question.jsonl"), "prompt")
        );
        yield return new(
            "mt_bench",
            "lm-sys/FastChat prompts",
            "Apache-2.0",
            3,
            () => Prompts("mt_bench", At("instruct/mtbench_question.jsonl"), "turns")
        );
        yield return new(
            "noveltybench",
            "novelty-bench/novelty-bench curated prompts",
            "MIT",
            3,
            () => Prompts("noveltybench", At("instruct/noveltybench_curated.jsonl"), "prompt")
        );
        yield return new(
            "polis",
            "compdemocracy/openData statements (The Computational Democracy Project)",
            "CC-BY-4.0",
            1,
            () => Polis(At("opinions/polis"))
        );
    }

    private static IEnumerable<CorpusDocument> Gsm8k(string path)
    {
        var rows = JsonLines(path).ToList();
        var held = HeldOutSplit.Pick("gsm8k", rows.Count, 500);
        for (var i = 0; i < rows.Count; i++)
        {
            yield return CorpusDocument.Of(
                "gsm8k",
                Str(rows[i], "question"),
                Str(rows[i], "answer"),
                held.Contains(i) ? HeldOutSplit.Gsm8k : null
            );
        }
    }

    private static IEnumerable<CorpusDocument> AsChat(string source, IEnumerable<CorpusDocument> rows) =>
        rows.Where(static row => row.HeldOut is null).Select(row => ChatText.Pair(source, row.Prompt!, row.Response!));

    private static IEnumerable<CorpusDocument> Svamp(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var row in json.RootElement.EnumerateArray())
        {
            var body = Str(row, "Body").Trim();
            var answer = row.GetProperty("Answer").GetDouble().ToString(CultureInfo.InvariantCulture);
            var equation = Str(row, "Equation").Replace(".0", "", StringComparison.Ordinal);
            yield return CorpusDocument.Of(
                "svamp",
                $"{body}{(body.EndsWith('.') ? "" : ".")} {Str(row, "Question")}",
                $"{equation} = {answer}\n#### {answer}",
                null
            );
        }
    }

    private static IEnumerable<CorpusDocument> Aqua(string path) =>
        JsonLines(path)
            .Select(static row =>
                CorpusDocument.Of(
                    "aqua",
                    Str(row, "question")
                        + "\n"
                        + string.Join(
                            '\n',
                            row.GetProperty("options").EnumerateArray().Select(static option => option.GetString())
                        ),
                    Str(row, "rationale"),
                    null
                )
            );

    // The file gathers textbooks of many licences; only rows that say plain attribution may be trained on.
    private static IEnumerable<CorpusDocument> CollegeMath(string path) =>
        JsonLines(path)
            .Where(static row => IsAttribution(Str(row, "license")))
            .Select(static row => CorpusDocument.Of("college_math", Str(row, "question"), Str(row, "answer"), null));

    internal static bool IsAttribution(string licence) =>
        licence.Contains("(CC BY", StringComparison.Ordinal)
        && !licence.Contains("NC", StringComparison.Ordinal)
        && !licence.Contains("SA", StringComparison.Ordinal);

    private static IEnumerable<CorpusDocument> Mmlu(string path)
    {
        foreach (var row in JsonLines(path))
        {
            var choices = row.GetProperty("choices")
                .EnumerateArray()
                .Select(static choice => choice.GetString())
                .ToList();
            var letters = choices.Select(static (choice, i) => $"{(char)('A' + i)}) {choice}");
            var answer = row.GetProperty("answer").GetInt32();
            yield return CorpusDocument.Of(
                "mmlu_stem",
                Str(row, "question") + "\n" + string.Join('\n', letters),
                $"{(char)('A' + answer)}) {choices[answer]}",
                null
            );
        }
    }

    private static IEnumerable<CorpusDocument> Banking(string path) => Grouped("banking77", Csv(path, "text"), 12);

    private static IEnumerable<CorpusDocument> Polis(string folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Order(StringComparer.Ordinal)
            .SelectMany(static topic => Grouped("polis", Csv(Path.Combine(topic, "comments.csv"), "comment-body"), 12));

    private static IEnumerable<CorpusDocument> Snips(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(Utf8OrLatin(File.ReadAllBytes(file)));
            var lines = json
                .RootElement.EnumerateObject()
                .First()
                .Value.EnumerateArray()
                .Select(static row =>
                    string.Concat(
                        row.GetProperty("data")
                            .EnumerateArray()
                            .Select(static chunk => chunk.GetProperty("text").GetString())
                    )
                )
                .ToList();
            foreach (var document in Grouped("snips", lines, 12))
            {
                yield return document;
            }
        }
    }

    private static IEnumerable<CorpusDocument> SeedTasks(string path)
    {
        var number = 0;
        foreach (var row in JsonLines(path))
        {
            var held = HeldOutSplit.Falls("seed_tasks", number++, 2) ? HeldOutSplit.Instructions : null;
            foreach (var instance in row.GetProperty("instances").EnumerateArray())
            {
                yield return CorpusDocument.Of(
                    "seed_tasks",
                    (Str(row, "instruction") + "\n" + Str(instance, "input")).Trim(),
                    Str(instance, "output"),
                    held
                );
            }
        }
    }

    private static IEnumerable<CorpusDocument> Prompts(string source, string path, string field)
    {
        var number = 0;
        foreach (var row in JsonLines(path))
        {
            var held = HeldOutSplit.Falls(source, number++, 2) ? HeldOutSplit.Instructions : null;
            var value = row.GetProperty(field);
            var text =
                value.ValueKind == JsonValueKind.Array
                    ? string.Join('\n', value.EnumerateArray().Select(static turn => turn.GetString()))
                    : value.GetString()!;
            yield return CorpusDocument.Of(source, text, held);
        }
    }

    private static IEnumerable<CorpusDocument> Grouped(string source, IEnumerable<string> lines, int size) =>
        lines
            .Select(static line => line.Trim())
            .Where(static line => line.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Chunk(size)
            .Select(chunk => CorpusDocument.Of(source, string.Join('\n', chunk)));

    private static IEnumerable<JsonElement> JsonLines(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return JsonSerializer.Deserialize<JsonElement>(line);
            }
        }
    }

    private static List<string> Csv(string path, string column)
    {
        using var reader = CsvReader.FromFile(path);
        reader.ReadHeader();
        var index = reader.GetFieldIndex(column);
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(index));
        }

        return values;
    }

    private static string Str(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() ?? string.Empty : string.Empty;

    private static string Utf8OrLatin(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
