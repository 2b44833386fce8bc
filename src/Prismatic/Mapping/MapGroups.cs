using Prismatic.Clustering;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Mapping;

/// <summary>Clusters taken together to few groups, as many as an eye tells apart by colour.</summary>
public static class MapGroups
{
    /// <summary>Most groups.</summary>
    public const int Most = 10;

    /// <summary>For each row its group, from 0; the largest group is 0.</summary>
    /// <param name="rows">n × d, unit rows.</param>
    /// <param name="labels">For each row its cluster; below 0 where it has none.</param>
    /// <param name="seed">Of the grouping.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <remarks>Spherical k-means of the clusters' centres: O(n d) and little more.</remarks>
    public static int[] Of(
        RowView rows,
        IReadOnlyList<int> labels,
        ulong seed,
        SessionSettings settings,
        CancellationToken cancellation
    )
    {
        var clusters = RowClusters.Of(rows, [.. labels], settings, cancellation);
        var centres = clusters.Centres;
        // Rows that cancel out have no common direction; their cluster stands where its first row does.
        for (var row = rows.RowCount - 1; row >= 0; row--)
        {
            var centre = centres[clusters.Labels[row]];
            if (System.Numerics.Tensors.TensorPrimitives.SumOfSquares<float>(centre) < 0.5f)
            {
                rows[row].CopyTo(centre);
            }
        }
        var options = new KMeansOptions { ClusterCount = Most, Seed = seed };
        var found = KMeans.Fit(centres, options, settings, null, cancellation).Labels;
        var groups = Array.ConvertAll(clusters.Labels, cluster => found[cluster]);
        var rank = groups
            .CountBy(group => group)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key)
            .Select((pair, place) => (pair.Key, place))
            .ToDictionary(pair => pair.Key, pair => pair.place);
        return Array.ConvertAll(groups, group => rank[group]);
    }
}
