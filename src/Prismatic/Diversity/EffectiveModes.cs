using System.Numerics.Tensors;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Diversity;

/// <summary>
/// The directions that hold most of a set: eigenvectors of its Gram matrix with the largest shares, and the rows that
/// lie most along them.
/// </summary>
public static class EffectiveModes
{
    /// <summary>Finds the largest modes.</summary>
    /// <param name="rows">n × d, unit rows, n at least 1.</param>
    /// <param name="count">Modes wanted; at most min(n, d) come back.</param>
    /// <param name="examples">Rows named for each mode.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <exception cref="PrismaticException">No rows, or a row that is not finite or not of unit length.</exception>
    /// <remarks>The cost of <see cref="VendiScore"/> and O(n d count), the score comes with it.</remarks>
    public static EffectiveModesResult Of(
        RowView rows,
        int count = 10,
        int examples = 5,
        SessionSettings? settings = null,
        CancellationToken cancellation = default
    )
    {
        settings ??= new SessionSettings();
        using var gram = VendiScore.GramOf(rows, settings, cancellation);
        var eigen = new SymmetricEigen(gram.Normalised(), gram.Dimension, settings.Threads, cancellation);
        var byRows = rows.RowCount < rows.ColumnCount;
        var modes = new List<EffectiveMode>();
        foreach (var vector in eigen.LargestVectors(count))
        {
            cancellation.ThrowIfCancellationRequested();
            var share = eigen.Values[modes.Count];
            if (share <= 1e-12)
            {
                break;
            }
            var direction = byRows ? Combine(rows, vector) : Array.ConvertAll(vector, value => (float)value);
            modes.Add(Mode(rows, share, direction, examples, settings.Threads, cancellation));
        }
        return new EffectiveModesResult(VendiScore.OfEigenvalues(eigen.Values, rows.RowCount, rows.ColumnCount), modes);
    }

    /// <summary>An eigenvector of X X^T gives one of X^T X: X^T u, made a unit vector.</summary>
    private static float[] Combine(RowView rows, double[] weights)
    {
        var sum = new double[rows.ColumnCount];
        for (var i = 0; i < weights.Length; i++)
        {
            var row = rows[i];
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += weights[i] * row[j];
            }
        }
        var norm = TensorPrimitives.Norm<double>(sum);
        return Array.ConvertAll(sum, value => (float)(value / norm));
    }

    private static EffectiveMode Mode(
        RowView rows,
        double share,
        float[] direction,
        int examples,
        int threads,
        CancellationToken cancellation
    )
    {
        var projections = new float[rows.RowCount];
        RowBlocks.Run(
            rows.RowCount,
            1024,
            threads,
            (start, length) =>
            {
                for (var i = start; i < start + length; i++)
                {
                    projections[i] = TensorPrimitives.Dot(rows[i], direction);
                }
            },
            cancellation
        );
        int[] strongest =
        [
            .. Enumerable
                .Range(0, projections.Length)
                .OrderByDescending(row => MathF.Abs(projections[row]))
                .ThenBy(row => row)
                .Take(examples),
        ];
        // A direction and its opposite are the same mode; let the first example be on the positive side.
        if (strongest.Length > 0 && projections[strongest[0]] < 0)
        {
            TensorPrimitives.Negate(projections, projections);
            TensorPrimitives.Negate(direction, direction);
        }
        var found = Array.ConvertAll(strongest, row => new ModeExample(row, projections[row]));
        return new EffectiveMode(share, direction, found);
    }
}

/// <summary>The score of a set and its largest modes.</summary>
public sealed record EffectiveModesResult(VendiResult Score, IReadOnlyList<EffectiveMode> Modes);

/// <summary>One direction.</summary>
/// <param name="Share">Its eigenvalue: the part of all squared length that lies along it, in (0, 1].</param>
/// <param name="Direction">Unit vector, d.</param>
/// <param name="Examples">The rows most along it, strongest first.</param>
public sealed record EffectiveMode(double Share, float[] Direction, IReadOnlyList<ModeExample> Examples);

/// <summary>A row that lies along a mode.</summary>
/// <param name="Row">Index in the view.</param>
/// <param name="Projection">Cosine with the direction; rows of opposite sign are the mode's two ends.</param>
public readonly record struct ModeExample(int Row, float Projection);
