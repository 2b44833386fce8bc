using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Features;

/// <summary>
/// The mean of a reference and a factor of its shrunk covariance, C = (1 - s) S + s tr(S)/d I = L L'. L⁻¹ (x - mean) has
/// equal spread in all directions of the reference; whitened cosines are those under C⁻¹, whichever root of C is taken.
/// </summary>
/// <remarks>Kessy, Lewin and Strimmer 2018 (Cholesky whitening); shrinkage to the mean variance: Ledoit and Wolf 2004.</remarks>
public sealed class Whitening
{
    private readonly float[] _mean;

    // Lower triangle, d × d, row-major.
    private readonly double[] _factor;

    private Whitening(float[] mean, double[] factor) => (_mean, _factor) = (mean, factor);

    /// <summary>d.</summary>
    public int Dimension => _mean.Length;

    /// <summary>Fits mean and covariance.</summary>
    /// <param name="rows">n × d, n at least 1; with fewer rows than columns the shrinkage alone says how the rest spreads.</param>
    /// <param name="shrinkage">In (0, 1]: at 1 nothing is scaled and whitening is centring.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked once a block.</param>
    /// <exception cref="ArgumentException">No rows, or a shrinkage out of range.</exception>
    /// <remarks>O(n d² + d³); 8 d² bytes are kept.</remarks>
    public static Whitening Fit(
        Matrix rows,
        double shrinkage = 0.1,
        int threads = 0,
        CancellationToken cancellation = default
    )
    {
        if (!(shrinkage is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(shrinkage), shrinkage, "Shrinkage lies in (0, 1].");
        }
        var (mean, d) = (FeatureTransforms.Mean(rows), rows.ColumnCount);
        var covariance = Covariance(rows, mean, threads, cancellation);
        var variance = 0.0;
        for (var i = 0; i < d; i++)
        {
            variance += covariance[(i * d) + i] / d;
        }
        // Of rows that are all the same only rounding is left, which is not to be blown up: nothing is scaled then.
        var spread = variance * d > 1e-6 * TensorPrimitives.SumOfSquares<float>(mean);
        TensorPrimitives.Multiply(covariance, 1 - shrinkage, covariance);
        for (var i = 0; i < d; i++)
        {
            covariance[(i * d) + i] += spread ? shrinkage * variance : 1;
        }
        Factor(covariance, d, cancellation);
        return new Whitening(mean, covariance);
    }

    /// <summary>L⁻¹ (row - mean), by forward substitution.</summary>
    internal void Apply(ReadOnlySpan<float> row, Span<double> result)
    {
        var d = Dimension;
        for (var i = 0; i < d; i++)
        {
            var known = TensorPrimitives.Dot<double>(_factor.AsSpan(i * d, i), result[..i]);
            result[i] = ((double)row[i] - _mean[i] - known) / _factor[(i * d) + i];
        }
    }

    // Products of columns: floats within a block of rows, double over blocks. Tiles of columns stay in cache.
    private static double[] Covariance(Matrix rows, float[] mean, int threads, CancellationToken cancellation)
    {
        const int BlockRows = 512;
        const int Tile = 32;
        var d = rows.ColumnCount;
        var sums = new double[checked(d * d)];
        var columns = new float[d * BlockRows];
        for (var first = 0; first < rows.RowCount; first += BlockRows)
        {
            var count = Math.Min(BlockRows, rows.RowCount - first);
            for (var i = 0; i < count; i++)
            {
                var row = rows[first + i];
                for (var j = 0; j < d; j++)
                {
                    columns[(j * BlockRows) + i] = row[j] - mean[j];
                }
            }
            RowBlocks.Run(
                d,
                Tile,
                threads,
                (start, height) =>
                {
                    for (var left = 0; left < start + height; left += Tile)
                    {
                        for (var i = start; i < start + height; i++)
                        {
                            var own = columns.AsSpan(i * BlockRows, count);
                            for (var j = left; j < Math.Min(left + Tile, i + 1); j++)
                            {
                                sums[(i * d) + j] += TensorPrimitives.Dot<float>(
                                    own,
                                    columns.AsSpan(j * BlockRows, count)
                                );
                            }
                        }
                    }
                },
                cancellation
            );
        }
        TensorPrimitives.Divide(sums, rows.RowCount, sums);
        return sums;
    }

    // Cholesky's factor in place of the lower triangle, row by row. Shrinkage keeps every pivot positive.
    private static void Factor(double[] matrix, int d, CancellationToken cancellation)
    {
        for (var i = 0; i < d; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = matrix.AsSpan(i * d, i + 1);
            for (var j = 0; j < i; j++)
            {
                var other = matrix.AsSpan(j * d, j + 1);
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], other[..j])) / other[j];
            }
            row[i] = Math.Sqrt(row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]));
        }
    }
}
