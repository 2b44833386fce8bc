using System.Text.Json;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Benchmarks.Evidence.Variants;
using Prismatic.Duplicates;

namespace Prismatic.Benchmarks;

/// <summary>Rows of which it is known which of them mean the same, or bear the same label.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Texts">The rows, near-duplicates in words left out.</param>
/// <param name="Labels">Rows with one label mean (about) the same.</param>
internal sealed record MeaningData(string Name, IReadOnlyList<string> Texts, IReadOnlyList<int> Labels)
{
    private const int PoolRows = 1000;
    private const int LabelledRows = 1200;
    private const int CrowdRows = 600;

    /// <summary>100 open prompts, each with one paraphrase of it, among rows of other sources.</summary>
    public static IEnumerable<MeaningData> Paraphrases()
    {
        var prompts = Prompts();
        var sources = LabelledSets.Sources();
        foreach (var source in new[] { "gsm8k", "college math", "banking77", "lm_persona" })
        {
            List<(string, int)> rows =
            [
                .. prompts.SelectMany((prompt, i) => new[] { (prompt.Original, i), (prompt.Paraphrase, i) }),
                .. LabelledSets
                    .Sample(sources[source], PoolRows, 3)
                    .Select((row, i) => (row.FullText, prompts.Count + i)),
            ];
            yield return Of(source, rows);
        }
    }

    /// <summary>Rows with a label each: the intents of questions, the subjects of exams.</summary>
    public static IEnumerable<MeaningData> Labelled() =>
        LabelledSets
            .All()
            .Where(set => set.Name is "banking77" or "snips" or "mmlu_stem")
            .Select(set =>
                Of(
                    set.Name,
                    [
                        .. set
                            .ByLabel.OrderBy(group => group.Key, StringComparer.Ordinal)
                            .SelectMany(
                                (group, i) =>
                                    LabelledSets
                                        .Sample(group.Value, LabelledRows / set.ByLabel.Count, i)
                                        .Select(row => (row.FullText, i))
                            ),
                    ]
                )
            );

    /// <summary>Sets of known making, most varied first; copies stay.</summary>
    public static IEnumerable<MeaningData> Sets()
    {
        var sources = LabelledSets.Sources();
        var lies = LabelledSets.All().First(set => set.Name == "bbh").ByLabel["web_of_lies"];
        var sample = Path.Combine("docs", "samples", "word-problems.parquet");
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, sample)))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException(sample);
        }
        yield return Set("175 seed instructions", sources["seed tasks"]);
        yield return Set("GSM8K", sources["gsm8k"]);
        yield return Set("questions to a bank, 77 intents", sources["banking77"]);
        yield return Set("model-written code instructions", sources["gpteacher code"]);
        yield return Set("statements on one subject", RealRows.ByLabel("persona")["risk-averse"]);
        yield return Set("docs/samples, 43 % from two templates", RealRows.Load(Path.Combine(folder.FullName, sample)));
        yield return Set("truth puzzles from one template", lies);
    }

    private static MeaningData Set(string name, List<Data.TextRow> rows) =>
        new(name, [.. LabelledSets.Sample(rows, CrowdRows, 3).Select(row => row.FullText)], []);

    private static MeaningData Of(string name, List<(string Text, int Label)> rows)
    {
        var texts = rows.ConvertAll(row => row.Text);
        var first = DuplicateSearch.Of(texts).Representatives;
        List<int> kept = [.. Enumerable.Range(0, rows.Count).Where(row => first[row] == row)];
        return new MeaningData(name, kept.ConvertAll(row => texts[row]), kept.ConvertAll(row => rows[row].Label));
    }

    private static List<(string Original, string Paraphrase)> Prompts() =>
        [
            .. File.ReadLines(Path.Combine(RealRows.Folder, "instruct", "noveltybench_curated.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(
                    (row, i) =>
                    {
                        var others = row.GetProperty("prompt_paraphrases");
                        return (
                            row.GetProperty("prompt").GetString()!,
                            others[i % others.GetArrayLength()].GetString()!
                        );
                    }
                ),
        ];
}
