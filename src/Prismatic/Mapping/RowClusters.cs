using Prismatic.Clustering;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Mapping;

/// <summary>Rows by cluster.</summary>
/// <param name="Labels">For each row its cluster, in [0, k); every row has one.</param>
/// <param name="Centres">k × d: the direction of each cluster's mean.</param>
internal sealed record RowClusters(int[] Labels, Matrix Centres)
{
    /// <summary>Numbers clusters anew, those without rows left out; rows without a cluster join the nearest.</summary>
    public static RowClusters Of(RowView rows, int[] labels, SessionSettings settings, CancellationToken cancellation)
    {
        int[] used = [.. labels.Where(label => label >= 0).Distinct().Order()];
        if (used.Length == 0)
        {
            (labels, used) = (new int[labels.Length], [0]);
        }
        var numbers = used.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var known = Array.ConvertAll(labels, label => label < 0 ? -1 : numbers[label]);
        var centres = CentresOf(rows, known, used.Length);
        int[] without = [.. Enumerable.Range(0, known.Length).Where(row => known[row] < 0)];
        if (without.Length > 0)
        {
            var (found, similarities) = (new int[without.Length], new float[without.Length]);
            using var nearest = new NearestRows(rows.ColumnCount, settings);
            nearest.Find(rows.Select(without), new RowView(centres), found, similarities, cancellation);
            for (var i = 0; i < without.Length; i++)
            {
                known[without[i]] = found[i];
            }
        }
        return new RowClusters(known, centres);
    }

    private static Matrix CentresOf(RowView rows, int[] labels, int count)
    {
        var centres = new Matrix(count, rows.ColumnCount);
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                var centre = centres[labels[row]];
                System.Numerics.Tensors.TensorPrimitives.Add(centre, rows[row], centre);
            }
        }
        for (var cluster = 0; cluster < count; cluster++)
        {
            Matrix.NormaliseRow(centres[cluster]);
        }
        return centres;
    }
}
