using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>Scores of rows in each view.</summary>
internal static class Views
{
    /// <summary>The embedded proxy's extractor.</summary>
    public static GradientExtractor Trained(GradientOptions? options = null) =>
        new(ProxyModel.Embedded(), options ?? new GradientOptions(), new SessionSettings());

    /// <summary>The same network with its first, random weights.</summary>
    public static GradientExtractor Untrained(GradientOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("prismatic-untrained-").FullName;
        try
        {
            var shape = ProxyShape.Embedded;
            OnnxModel.Save(
                DecoderGraph.Build(shape, DecoderWeights.Random(shape, 3)),
                Path.Combine(folder, "model.onnx")
            );
            using (
                var source = typeof(ProxyModel).Assembly.GetManifestResourceStream(
                    "Prismatic.Gradients.Proxy.tokenizer.bpe"
                )!
            )
            using (var target = File.Create(Path.Combine(folder, "tokenizer.bpe")))
            {
                source.CopyTo(target);
            }
            return new GradientExtractor(
                ProxyModel.Load(folder),
                options ?? new GradientOptions(),
                new SessionSettings()
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Gradient features of rows, in their order.</summary>
    public static Matrix Gradients(GradientExtractor extractor, IReadOnlyList<TextRow> rows) =>
        extractor.ExtractAsync(Stream(rows), rows.Count).GetAwaiter().GetResult().Space.Rows;

    /// <summary>Vendi score of order 1 in the n-gram view.</summary>
    public static double NGramScore(IReadOnlyList<TextRow> rows) =>
        VendiScore.Of(NGramFeatures.Of([.. rows.Select(r => r.FullText)]).Rows).Order1;

    /// <summary>Spearman's rank correlation; ties share their mean rank.</summary>
    public static double Spearman(IReadOnlyList<double> a, IReadOnlyList<double> b) => Pearson(Ranks(a), Ranks(b));

    private static double Pearson(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var cross = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return cross / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(v => values.Count(w => w < v) + ((values.Count(w => w == v) + 1) / 2.0))];

    private static async IAsyncEnumerable<TextRow> Stream(IReadOnlyList<TextRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            yield return rows[i] with
            {
                Index = i,
            };
        }
        await Task.CompletedTask;
    }
}
