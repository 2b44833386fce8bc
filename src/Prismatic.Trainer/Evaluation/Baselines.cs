using System.Globalization;
using System.Text;
using System.Text.Json;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Evaluation;

/// <summary>The two baselines of the quality bar on every held-out file, and the table they stand in.</summary>
public static class Baselines
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2 };

    /// <summary>
    /// Trains the 7-gram and runs <c>xz</c>: for 110 MB of training text some minutes on one core and two to three more
    /// for each file, 2 GB of memory.
    /// </summary>
    /// <param name="folder">What the corpus command wrote. Each training document counts once, as in <c>train.jsonl</c>.</param>
    /// <param name="names">Which held-out files; see <see cref="HeldOutSplit.All"/>.</param>
    /// <param name="report">Told every number as soon as it is known.</param>
    public static IReadOnlyList<HeldOutScore> Run(
        string folder,
        IReadOnlyList<string> names,
        Action<string>? report = null
    )
    {
        var train = Bytes(CorpusFiles.Read(CorpusFiles.TrainPath(folder)));
        var held = names
            .Select(name => CorpusFiles.Read(CorpusFiles.HeldOutPath(folder, name)).ToList())
            .Select(static documents => (documents.Count, Text: Bytes(documents)))
            .ToList();
        var grams = NGram(train, held.ConvertAll(static file => file.Text));
        for (var i = 0; i < names.Count; i++)
        {
            report?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{names[i]}: 7-gram {grams[i]:0.0000}"));
        }

        var alone = XzBaseline.CompressedBytes(train);
        var scores = new List<HeldOutScore>();
        for (var i = 0; i < names.Count; i++)
        {
            var (count, text) = held[i];
            var xz = 8.0 * (XzBaseline.CompressedBytes(train, text) - alone) / text.Length;
            report?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{names[i]}: xz {xz:0.0000}"));
            scores.Add(new HeldOutScore(names[i], count, text.Length, xz, grams[i], null));
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

    private static List<double> NGram(byte[] train, List<byte[]> texts)
    {
        var grams = new ByteNGramModel(7);
        foreach (var text in texts)
        {
            grams.Watch(text);
        }

        grams.Add(train);
        return texts.ConvertAll(text => grams.Bits(text) / text.Length);
    }

    // One line end after each document, for the baselines what the end id is for the model.
    private static byte[] Bytes(IEnumerable<CorpusDocument> documents) =>
        Encoding.UTF8.GetBytes(string.Concat(documents.Select(static document => document.Content + "\n")));
}
