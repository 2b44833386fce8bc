using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Diversity;

/// <summary>How near the nearest other row is: what a reader wants to see spread over the rows, and not as a mean.</summary>
public static class NearestSimilarity
{
    /// <summary>
    /// Rows taken. The nearest of many rows is nearer than the nearest of few, so data sets are compared at one number.
    /// </summary>
    public const int Most = 2000;

    /// <summary>Of each of at most <see cref="Most"/> rows drawn by the seed the greatest cosine with another of them.</summary>
    /// <param name="rows">n × d, unit rows.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked once a row.</param>
    /// <returns>min(n, 2,000) cosines, -1 to 1, in the order of the rows; none of a single row.</returns>
    /// <remarks>m² d products with m the rows taken.</remarks>
    public static float[] Of(RowView rows, ulong seed, int threads = 0, CancellationToken cancellation = default)
    {
        var taken = rows.RowCount <= Most ? rows : rows.Select(Rarefaction.Sample(rows.RowCount, Most, seed, draw: 0));
        if (taken.RowCount < 2)
        {
            return [];
        }
        var nearest = new float[taken.RowCount];
        RowBlocks.Run(nearest.Length, 1, threads, (row, _) => nearest[row] = Nearest(taken, row), cancellation);
        return nearest;
    }

    private static float Nearest(RowView rows, int row)
    {
        var own = rows[row];
        var best = -1f;
        for (var other = 0; other < rows.RowCount; other++)
        {
            if (other != row)
            {
                best = Math.Max(best, TensorPrimitives.Dot(own, rows[other]));
            }
        }
        // Rows are only nearly of unit length.
        return Math.Min(best, 1);
    }
}
