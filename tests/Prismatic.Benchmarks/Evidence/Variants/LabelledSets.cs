using System.Text.Json;
using Prismatic.Data;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>Data sets whose rows bear a label, as groups of rows.</summary>
internal static class LabelledSets
{
    public sealed record Groups(string Name, IReadOnlyDictionary<string, List<TextRow>> ByLabel);

    /// <summary>The labelled sets beside the checkout.</summary>
    public static IReadOnlyList<Groups> All() =>
        [
            new("banking77", RealRows.ByLabel("banking77")),
            new("snips", Files("labelled/snips", SnipsTexts)),
            new(
                "bbh",
                Files("labelled/bbh", path => Texts(path, root => root.GetProperty("examples"), e => Text(e, "input")))
            ),
            new("mmlu_stem", RealRows.ByLabel("mmlu")),
            new("lm_persona", RealRows.ByLabel("persona")),
            new("arena-hard", Lines("instruct/arenahard_v0.1_question.jsonl", "cluster", e => Text(e, "prompt"))),
            new(
                "mt-bench",
                Lines("instruct/mtbench_question.jsonl", "category", e => e.GetProperty("turns")[0].GetString()!)
            ),
            new("svamp", Svamp()),
        ];

    /// <summary>Data sets of different kinds; each is one label.</summary>
    public static IReadOnlyDictionary<string, List<TextRow>> Sources() =>
        new Dictionary<string, List<TextRow>>
        {
            ["gsm8k"] = RealRows.Load("math/gsm8k_train.jsonl"),
            ["svamp"] = [.. Svamp().Values.SelectMany(rows => rows)],
            ["aqua"] = [.. Lines("math/aqua_dev.json", null, e => Text(e, "question")).Values.SelectMany(rows => rows)],
            ["college math"] = RealRows.Load("math/college_math_test.jsonl"),
            ["mmlu_stem"] = [.. RealRows.ByLabel("mmlu").Values.SelectMany(rows => rows)],
            ["bbh"] = [.. All().First(set => set.Name == "bbh").ByLabel.Values.SelectMany(rows => rows)],
            ["arena-hard"] =
            [
                .. Lines("instruct/arenahard_v0.1_question.jsonl", null, e => Text(e, "prompt"))
                    .Values.SelectMany(rows => rows),
            ],
            ["seed tasks"] =
            [
                .. Lines("instruct/selfinstruct_seed_tasks.jsonl", null, e => Text(e, "instruction"))
                    .Values.SelectMany(rows => rows),
            ],
            ["gpteacher code"] = RealRows.Load("instruct/gpteacher_codegen.json"),
            ["gpteacher tools"] = RealRows.Load("instruct/gpteacher_toolformer_sim0.6.json"),
            ["lm_persona"] = [.. RealRows.ByLabel("persona").Values.SelectMany(rows => rows)],
            ["banking77"] = [.. RealRows.ByLabel("banking77").Values.SelectMany(rows => rows)],
            ["snips"] = [.. Files("labelled/snips", SnipsTexts).Values.SelectMany(rows => rows)],
        };

    /// <summary>A seeded choice of labels and of rows of each.</summary>
    public static IReadOnlyList<IReadOnlyList<TextRow>> Cut(Groups set, PoolSizes sizes)
    {
        var labels = set.ByLabel.OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        // Of many small labels as many rows as of few large ones.
        var perLabel = Math.Max(2, Math.Min(3 * sizes.PerLabel, 24 * sizes.PerLabel / labels.Length));
        new Pcg32(54).Shuffle<KeyValuePair<string, List<TextRow>>>(labels);
        return [.. labels.Take(sizes.MostLabels).Select((g, i) => Sample(g.Value, perLabel, i))];
    }

    /// <summary>A seeded sample of rows in random order.</summary>
    public static IReadOnlyList<TextRow> Sample(List<TextRow> rows, int count, int stream)
    {
        var all = rows.ToArray();
        new Pcg32(55, (ulong)stream).Shuffle<TextRow>(all);
        return all[..Math.Min(count, all.Length)];
    }

    private static Dictionary<string, List<TextRow>> Svamp()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(RealRows.Folder, "math", "svamp.json")));
        return json
            .RootElement.EnumerateArray()
            .GroupBy(e => Text(e, "Type"), e => Row($"{Text(e, "Body")} {Text(e, "Question")}"))
            .ToDictionary(g => g.Key, g => g.ToList());
    }

    private static Dictionary<string, List<TextRow>> Files(string folder, Func<string, List<TextRow>> read) =>
        Directory
            .EnumerateFiles(Path.Combine(RealRows.Folder, folder))
            .Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), read);

    private static List<TextRow> SnipsTexts(string path) =>
        Texts(
            path,
            root => root.EnumerateObject().First().Value,
            e => string.Concat(e.GetProperty("data").EnumerateArray().Select(part => Text(part, "text")))
        );

    // Some of these files are Latin-1; whatever is not UTF-8 becomes U+FFFD.
    private static List<TextRow> Texts(string path, Func<JsonElement, JsonElement> list, Func<JsonElement, string> text)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        return [.. list(json.RootElement).EnumerateArray().Select(e => Row(text(e)))];
    }

    private static Dictionary<string, List<TextRow>> Lines(
        string file,
        string? label,
        Func<JsonElement, string> text
    ) =>
        File.ReadLines(Path.Combine(RealRows.Folder, file))
            .Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .GroupBy(e => label is null ? "" : Text(e, label), e => Row(text(e)))
            .ToDictionary(g => g.Key, g => g.ToList());

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString() ?? "";

    private static TextRow Row(string text) => new(0, "", text.Trim());
}
