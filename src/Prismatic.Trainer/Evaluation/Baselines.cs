using System.Globalization;
using System.Text;
using System.Text.Json;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Evaluation;

/// <summary>The two baselines of the quality bar on every held-out file, and the table they stand in.</summary>
public static class Baselines
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2 };

    /// <summary>Trains the 7-gram and runs <c>xz</c>; about a minute for 30 MB on one core.</summary>
    /// <param name="folder">What the corpus command wrote. Each training document counts once, as in <c>train.jsonl</c>.</param>
    /// <param name="names">Which held-out files; see <see cref="HeldOutSplit.All"/>.</param>
    public static IReadOnlyList<HeldOutScore> Run(string folder, IReadOnlyList<string> names)
    {
        var train = Bytes(CorpusFiles.Read(CorpusFiles.TrainPath(folder)));
        var grams = new ByteNGramModel(7);
        grams.Add(train);
        var alone = XzBaseline.CompressedBytes(train);
        var scores = new List<HeldOutScore>();
        foreach (var name in names)
        {
            var documents = CorpusFiles.Read(CorpusFiles.HeldOutPath(folder, name)).ToList();
            var text = Bytes(documents);
            var xz = 8.0 * (XzBaseline.CompressedBytes(train, text) - alone) / text.Length;
            scores.Add(new HeldOutScore(name, documents.Count, text.Length, xz, grams.Bits(text) / text.Length, null));
        }

        return scores;
    }

    /// <summary>Adds a model's bits per byte to baseline scores.</summary>
    public static IReadOnlyList<HeldOutScore> WithModel(
        IReadOnlyList<HeldOutScore> baselines,
        string folder,
        Func<IReadOnlyList<CorpusDocument>, double> bitsPerByte
    ) =>
        [
            .. baselines.Select(score =>
                score with
                {
                    Model = bitsPerByte(CorpusFiles.Read(CorpusFiles.HeldOutPath(folder, score.Name)).ToList()),
                }
            ),
        ];

    public static void Write(string path, IReadOnlyList<HeldOutScore> scores) =>
        File.WriteAllText(path, JsonSerializer.Serialize(scores, Indented) + "\n");

    public static IReadOnlyList<HeldOutScore> Read(string path) =>
        JsonSerializer.Deserialize<List<HeldOutScore>>(File.ReadAllText(path))!;

    /// <summary>The scores as a Markdown table.</summary>
    public static string Table(IReadOnlyList<HeldOutScore> scores)
    {
        var text = new StringBuilder(
            "| held out | bytes | xz -9, warmed | byte 7-gram | model | below the better baseline |\n| --- | ---: | ---: | ---: | ---: | ---: |\n"
        );
        foreach (var score in scores)
        {
            var model = score.Model is { } bits
                ? string.Create(CultureInfo.InvariantCulture, $"{bits:0.000} | {100 * score.Margin:0.0} %")
                : "- | -";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {score.Name} | {score.Bytes} | {score.Xz:0.000} | {score.NGram:0.000} | {model} |\n"
            );
        }

        return text.ToString();
    }

    // One line end after each document, for the baselines what the end id is for the model.
    private static byte[] Bytes(IEnumerable<CorpusDocument> documents) =>
        Encoding.UTF8.GetBytes(string.Concat(documents.Select(static document => document.Content + "\n")));
}
