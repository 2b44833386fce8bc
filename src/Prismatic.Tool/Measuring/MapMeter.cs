using System.Numerics.Tensors;
using Prismatic.Mapping;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Tool.Measuring;

/// <summary>Places the rows of a view in a plane.</summary>
internal sealed class MapMeter(ulong seed, SessionSettings settings)
{
    /// <summary>The view that a map is made of: meaning before gradients before words.</summary>
    public static string ViewOf(IReadOnlyList<FeatureChoice> choices)
    {
        string[] names = [FeatureChoice.Encoder, FeatureChoice.Gradients, FeatureChoice.Hidden, FeatureChoice.NGrams];
        return names.FirstOrDefault(name => choices.Any(choice => choice.Name == name)) ?? choices[0].Name;
    }

    /// <summary>Places rows.</summary>
    /// <param name="view">With its vectors.</param>
    /// <param name="clusters">For each row its cluster; below 0 where it has none.</param>
    /// <param name="progress">"map".</param>
    /// <param name="cancellation">Checked once a round.</param>
    public PlacedRows Measure(
        FeatureView view,
        IReadOnlyList<int> clusters,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var rows = new RowView(view.Grouped ?? view.Space.Rows);
        var options = new RowMapOptions { Seed = seed };
        var map = RowMap.Of(rows, clusters, options, settings, progress, cancellation);
        var groups = MapGroups.Of(rows, clusters, seed, settings, cancellation);
        return new PlacedRows
        {
            View = view.Space.Name,
            Rows = view.Space.RowIndices,
            Map = map,
            Quality = MapQuality.Of(rows, map.Points, seed: seed, settings: settings, cancellation: cancellation),
            Clusters = clusters,
            Groups = groups,
            Middles = Middles(rows, groups),
        };
    }

    private static int[] Middles(RowView rows, int[] groups)
    {
        var means = new Matrix(groups.Max() + 1, rows.ColumnCount);
        for (var row = 0; row < groups.Length; row++)
        {
            TensorPrimitives.Add(means[groups[row]], rows[row], means[groups[row]]);
        }
        var (middles, best) = (new int[means.RowCount], new float[means.RowCount]);
        Array.Fill(best, float.NegativeInfinity);
        for (var row = 0; row < groups.Length; row++)
        {
            var group = groups[row];
            var nearness = TensorPrimitives.Dot<float>(means[group], rows[row]);
            if (nearness > best[group])
            {
                (best[group], middles[group]) = (nearness, row);
            }
        }
        return middles;
    }
}
