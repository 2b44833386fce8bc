using System.Globalization;
using System.Numerics.Tensors;
using Prismatic.Clustering;
using Prismatic.Diversity;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Benchmarks;

/// <summary>
/// From which cosine on two rows mean the same, and which clusters are crowded, in every space that may stand for meaning: the
/// tables of docs/benchmarks/meaning.md. Arguments: folders of encoders.
/// </summary>
internal static class MeaningBenchmark
{
    private static readonly double[] Thresholds = [0.70, 0.75, 0.80, 0.85, 0.90, 0.95];
    private static readonly double[] Crowds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

    public static int Run(string[] encoders)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var spaces = new MeaningSpaces(encoders);
        foreach (var line in spaces.Encoders)
        {
            Console.WriteLine($"- {line}");
        }
        Pairs(
            "Paraphrases found among other rows, and of the rows called duplicates those that are",
            MeaningData.Paraphrases(),
            spaces
        );
        Pairs(
            "Rows with labels: of the rows called duplicates those whose label is that of the row they repeat",
            MeaningData.Labelled(),
            spaces
        );
        Clusters(spaces);
        return 0;
    }

    private static void Pairs(string title, IEnumerable<MeaningData> sets, MeaningSpaces spaces)
    {
        Console.WriteLine($"\n## {title}\n");
        Console.WriteLine($"| rows | space | floor | {string.Join(" | ", Thresholds.Select(t => $"{t:F2}"))} |");
        Console.WriteLine($"|---|---|--:|{string.Concat(Thresholds.Select(_ => "--:|"))}");
        foreach (var set in sets)
        {
            foreach (var (name, rows) in spaces.Of(set.Texts))
            {
                var floor = MeaningMeasurement.FloorOf(rows)!.Value;
                Row(
                    set,
                    $"{name}, less the floor",
                    floor,
                    new Nearest(rows, set.Labels),
                    t => floor + (t * (1 - floor))
                );
                Row(
                    set,
                    $"{name}, less the mean",
                    floor,
                    new Nearest(FeatureTransforms.CentredOnOwn(rows), set.Labels),
                    t => t
                );
            }
        }
    }

    private static void Row(MeaningData set, string space, double floor, Nearest nearest, Func<double, double> cut) =>
        Console.WriteLine(
            $"| {set.Texts.Count} of {set.Name} | {space} | {floor:F2} | "
                + $"{string.Join(" | ", Thresholds.Select(t => nearest.At(cut(t))))} |"
        );

    private static void Clusters(MeaningSpaces spaces)
    {
        Console.WriteLine("\n## Rows in clusters of at least five whose rows have at least this mean cosine\n");
        Console.WriteLine($"| rows | space | score | {string.Join(" | ", Crowds.Select(t => $"{t:F1}"))} |");
        Console.WriteLine($"|---|---|--:|{string.Concat(Crowds.Select(_ => "--:|"))}");
        foreach (var set in MeaningData.Sets())
        {
            foreach (var (name, raw) in spaces.Of(set.Texts))
            {
                foreach (
                    var (how, rows) in new[]
                    {
                        ("as it is", raw),
                        ("less the mean", FeatureTransforms.CentredOnOwn(raw)),
                    }
                )
                {
                    var clusters = KMeans.Fit(rows, new KMeansOptions());
                    var shares = Crowds.Select(least => $"{Crowded(clusters, least):P0}");
                    var score = VendiScore.Of(new RowView(rows)).Order1;
                    Console.WriteLine(
                        $"| {rows.RowCount} of {set.Name} | {name}, {how} | {score:F1} | {string.Join(" | ", shares)} |"
                    );
                }
            }
        }
    }

    private static double Crowded(KMeansResult clusters, double least)
    {
        const int Least = 5;
        return Enumerable
                .Range(0, clusters.Labels.Length)
                .GroupBy(row => clusters.Labels[row])
                .Where(rows => rows.Count() >= Least)
                .Where(rows =>
                {
                    var (m, r) = (rows.Count(), rows.Average(row => (double)clusters.Similarities[row]));
                    return ((m * r * r) - 1) / (m - 1) >= least;
                })
                .Sum(rows => (double)rows.Count()) / clusters.Labels.Length;
    }

    /// <summary>Of each row the nearest other, and the nearest of its own label.</summary>
    private sealed class Nearest
    {
        private readonly (float Cosine, bool Same)[] _nearest;
        private readonly List<float> _same = [];

        public Nearest(Matrix rows, IReadOnlyList<int> labels)
        {
            _nearest = new (float, bool)[rows.RowCount];
            for (var i = 0; i < rows.RowCount; i++)
            {
                var (same, other) = (float.NegativeInfinity, float.NegativeInfinity);
                for (var j = 0; j < rows.RowCount; j++)
                {
                    if (i != j)
                    {
                        ref var best = ref labels[i] == labels[j] ? ref same : ref other;
                        best = Math.Max(best, TensorPrimitives.Dot(rows[i], rows[j]));
                    }
                }
                _nearest[i] = (Math.Max(same, other), same >= other);
                if (float.IsFinite(same))
                {
                    _same.Add(same);
                }
            }
        }

        /// <summary>Of rows with another of their label, those that have it above; of all above, those whose nearest has their label.</summary>
        public string At(double cut)
        {
            var called = _nearest.Where(row => row.Cosine >= cut).ToList();
            var found = (double)_same.Count(cosine => cosine >= cut) / _same.Count;
            var right = called.Count == 0 ? "–" : $"{(double)called.Count(row => row.Same) / called.Count:P0}";
            return $"{found:P0}, {right}";
        }
    }
}
