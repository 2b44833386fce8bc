using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Features;

/// <summary>Changes of a view's rows. Everything here takes rows and returns new rows of unit length, in their order.</summary>
/// <remarks>
/// Whatever is taken off a row, one of which (nearly) nothing is left keeps the direction it had: what rounding leaves of a
/// row that equals the mean would be a direction of its own, and a set of equal rows would look diverse.
/// </remarks>
public static class FeatureTransforms
{
    // Of the length before; rounding of floats leaves less than 1e-6.
    private const float Nothing = 1e-3f;

    /// <summary>Rows less a mean.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="mean">
    /// Length d. That of a reference says what all text shares; the set's own (<see cref="Mean"/>) also takes away what the
    /// rows of this set share, and with it a part of their sameness.
    /// </param>
    /// <exception cref="ArgumentException">The mean has another length than the rows.</exception>
    public static Matrix Centred(Matrix rows, ReadOnlySpan<float> mean)
    {
        RequireLength(rows, mean.Length, nameof(mean));
        var result = new Matrix(rows.RowCount, rows.ColumnCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            TensorPrimitives.Subtract(rows[i], mean, result[i]);
            MakeUnit(rows[i], result[i]);
        }
        return result;
    }

    /// <summary>Rows less their own mean, the mean taken off in part where rows are few.</summary>
    /// <param name="rows">n × d, n at least 1.</param>
    /// <remarks>
    /// The mean of n rows holds each row's own n-th part, which is not what rows share. It is shrunk by 1 - 10/n, so that ten rows
    /// and fewer stay as they are and a thousand lose all but a hundredth of it.
    /// </remarks>
    public static Matrix CentredOnOwn(Matrix rows)
    {
        const float FewRows = 10;
        var mean = Mean(rows);
        TensorPrimitives.Multiply(mean, Math.Max(0, 1 - (FewRows / rows.RowCount)), mean);
        return Centred(rows, mean);
    }

    /// <summary>Rows less the mean of a whitening, scaled to equal spread in all directions of its reference.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="whitening">Fitted on a reference, or on <paramref name="rows"/> themselves.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <exception cref="ArgumentException">The whitening was fitted on rows of another length.</exception>
    /// <remarks>O(n d²).</remarks>
    public static Matrix Whitened(
        Matrix rows,
        Whitening whitening,
        int threads = 0,
        CancellationToken cancellation = default
    )
    {
        RequireLength(rows, whitening.Dimension, nameof(whitening));
        var result = new Matrix(rows.RowCount, rows.ColumnCount);
        RowBlocks.Run(
            rows.RowCount,
            64,
            threads,
            () => new double[rows.ColumnCount],
            (start, count, scratch) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    whitening.Apply(rows[i], scratch);
                    TensorPrimitives.ConvertTruncating<double, float>(scratch, result[i]);
                    MakeUnit(rows[i], result[i]);
                }
            },
            cancellation
        );
        return result;
    }

    /// <summary>Rows less what a number known of each row predicts of them, such as the logarithm of its length.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="covariate">n numbers.</param>
    /// <param name="trend">Fitted on a reference, or on <paramref name="rows"/> themselves.</param>
    /// <exception cref="ArgumentException">Sizes do not agree.</exception>
    public static Matrix Detrended(Matrix rows, ReadOnlySpan<double> covariate, LinearTrend trend)
    {
        RequireLength(rows, trend.Slope.Length, nameof(trend));
        LinearTrend.RequireCount(rows, covariate);
        var result = new Matrix(rows.RowCount, rows.ColumnCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            var distance = (float)(covariate[i] - trend.CovariateMean);
            TensorPrimitives.MultiplyAdd(trend.Slope.AsSpan(), -distance, rows[i], result[i]);
            MakeUnit(rows[i], result[i]);
        }
        return result;
    }

    /// <summary>Two views of the same rows as one: the cosine of two rows is the weighted mean of their cosines.</summary>
    /// <param name="a">n × d, unit rows.</param>
    /// <param name="b">n × e, unit rows in the order of <paramref name="a"/>.</param>
    /// <param name="weightOfA">In [0, 1]; <paramref name="b"/> has the rest.</param>
    /// <returns>n × (d + e).</returns>
    /// <exception cref="ArgumentException">Not as many rows in one as in the other.</exception>
    public static Matrix Combined(Matrix a, Matrix b, double weightOfA)
    {
        if (a.RowCount != b.RowCount)
        {
            throw new ArgumentException($"{a.RowCount} rows beside {b.RowCount}.", nameof(b));
        }
        if (!(weightOfA is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(weightOfA), weightOfA, "A weight lies between 0 and 1.");
        }
        var (scaleA, scaleB) = ((float)Math.Sqrt(weightOfA), (float)Math.Sqrt(1 - weightOfA));
        var result = new Matrix(a.RowCount, a.ColumnCount + b.ColumnCount);
        for (var i = 0; i < a.RowCount; i++)
        {
            TensorPrimitives.Multiply(a[i], scaleA, result[i]);
            TensorPrimitives.Multiply(b[i], scaleB, result[i][a.ColumnCount..]);
            Matrix.NormaliseRow(result[i]);
        }
        return result;
    }

    /// <summary>Mean of rows, length d; summed in double.</summary>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static float[] Mean(Matrix rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.RowCount, nameof(rows));
        var sums = new double[rows.ColumnCount];
        var wide = new double[rows.ColumnCount];
        for (var i = 0; i < rows.RowCount; i++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(rows[i], wide);
            TensorPrimitives.Add(sums, wide, sums);
        }
        return Array.ConvertAll(sums, sum => (float)(sum / rows.RowCount));
    }

    private static void MakeUnit(ReadOnlySpan<float> before, Span<float> after)
    {
        var left = TensorPrimitives.Norm<float>(after);
        // A whitened row is longer or shorter by its own measure; only one that vanished has no direction.
        if (!(left > Nothing * TensorPrimitives.Norm(before)))
        {
            before.CopyTo(after);
        }
        Matrix.NormaliseRow(after);
    }

    private static void RequireLength(Matrix rows, int length, string name)
    {
        if (rows.ColumnCount != length)
        {
            throw new ArgumentException($"Made for rows of {length} numbers, and these have {rows.ColumnCount}.", name);
        }
    }
}
