using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Clustering;

/// <summary>Gives every empty cluster the row that its own centroid describes worst.</summary>
internal static class EmptyClusters
{
    /// <summary>
    /// Moves rows into empty clusters, farthest rows first, of equally far rows the first; never the last row of a
    /// cluster, never two equal rows. A cluster for which no row is left stays empty.
    /// </summary>
    /// <returns>Whether a row was moved.</returns>
    public static bool Reseed(RowView points, int[] labels, float[] similarities, Matrix centroids)
    {
        var sizes = new int[centroids.RowCount];
        foreach (var label in labels)
        {
            sizes[label]++;
        }
        int[] empty = [.. Enumerable.Range(0, sizes.Length).Where(cluster => sizes[cluster] == 0)];
        if (empty.Length == 0)
        {
            return false;
        }
        int[] far =
        [
            .. Enumerable.Range(0, labels.Length).Where(row => 1 - similarities[row] >= PlusPlusSeeding.Distinct),
        ];
        Array.Sort(Array.ConvertAll(far, row => (similarities[row], row)), far);
        var moved = new List<int>();
        foreach (var row in far)
        {
            if (moved.Count == empty.Length)
            {
                break;
            }
            if (sizes[labels[row]] > 1 && IsNew(points, row, moved))
            {
                sizes[labels[row]]--;
                labels[row] = empty[moved.Count];
                points[row].CopyTo(centroids[labels[row]]);
                moved.Add(row);
            }
        }
        return moved.Count > 0;
    }

    private static bool IsNew(RowView points, int row, List<int> moved)
    {
        foreach (var other in moved)
        {
            if (1 - TensorPrimitives.Dot(points[row], points[other]) < PlusPlusSeeding.Distinct)
            {
                return false;
            }
        }
        return true;
    }
}
