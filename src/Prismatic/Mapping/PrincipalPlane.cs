using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Mapping;

/// <summary>
/// Rows along the two directions in which they differ most, by block power iteration on the rows less their mean. It begins at
/// combinations of the rows themselves, so that rotated rows give the same plane.
/// </summary>
internal static class PrincipalPlane
{
    private const int Rounds = 12;
    private const int Block = 1024;
    private const ulong Stream = 0x706C616E65;

    /// <summary>Coordinates of n rows, 0 on average; not scaled.</summary>
    /// <remarks>O(n d) a round; sums are taken block by block in order, so the result does not depend on threads.</remarks>
    public static MapPoint[] Of(RowView rows, ulong seed, int threads, CancellationToken cancellation)
    {
        var weights = new (float X, float Y)[rows.RowCount];
        var random = new Pcg32(seed, Stream);
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = ((float)random.NextGaussian(), (float)random.NextGaussian());
        }
        var mean = MeanOf(rows);
        var (x, y) = (new float[rows.ColumnCount], new float[rows.ColumnCount]);
        for (var round = 0; round <= Rounds; round++)
        {
            Combine(rows, weights, mean, x, y, threads, cancellation);
            if (round > 0)
            {
                Orthonormalise(x, y);
            }
            Project(rows, mean, x, y, weights, threads, cancellation);
        }
        return Array.ConvertAll(weights, weight => new MapPoint(weight.X, weight.Y));
    }

    private static float[] MeanOf(RowView rows)
    {
        var sum = new double[rows.ColumnCount];
        for (var i = 0; i < rows.RowCount; i++)
        {
            var row = rows[i];
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += row[j];
            }
        }
        return Array.ConvertAll(sum, value => (float)(value / rows.RowCount));
    }

    /// <summary>Sums of the rows less their mean, by weight: two directions.</summary>
    private static void Combine(
        RowView rows,
        (float X, float Y)[] weights,
        float[] mean,
        float[] x,
        float[] y,
        int threads,
        CancellationToken cancellation
    )
    {
        var d = rows.ColumnCount;
        var parts = new float[(rows.RowCount + Block - 1) / Block][];
        RowBlocks.Run(
            rows.RowCount,
            Block,
            threads,
            (start, count) =>
            {
                var part = parts[start / Block] = new float[2 * d];
                for (var i = start; i < start + count; i++)
                {
                    TensorPrimitives.MultiplyAdd(rows[i], weights[i].X, part.AsSpan(0, d), part.AsSpan(0, d));
                    TensorPrimitives.MultiplyAdd(rows[i], weights[i].Y, part.AsSpan(d), part.AsSpan(d));
                }
            },
            cancellation
        );
        Array.Clear(x);
        Array.Clear(y);
        foreach (var part in parts)
        {
            TensorPrimitives.Add(x, part.AsSpan(0, d), x);
            TensorPrimitives.Add(y, part.AsSpan(d), y);
        }
        TensorPrimitives.MultiplyAdd(mean, -weights.Sum(weight => weight.X), x, x);
        TensorPrimitives.MultiplyAdd(mean, -weights.Sum(weight => weight.Y), y, y);
    }

    private static void Project(
        RowView rows,
        float[] mean,
        float[] x,
        float[] y,
        (float X, float Y)[] weights,
        int threads,
        CancellationToken cancellation
    )
    {
        var (middleX, middleY) = (TensorPrimitives.Dot<float>(mean, x), TensorPrimitives.Dot<float>(mean, y));
        RowBlocks.Run(
            rows.RowCount,
            Block,
            threads,
            (start, count) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    weights[i] = (
                        TensorPrimitives.Dot(rows[i], x) - middleX,
                        TensorPrimitives.Dot(rows[i], y) - middleY
                    );
                }
            },
            cancellation
        );
    }

    private static void Orthonormalise(float[] x, float[] y)
    {
        Matrix.NormaliseRow(x);
        TensorPrimitives.MultiplyAdd(x, -TensorPrimitives.Dot<float>(x, y), y, y);
        Matrix.NormaliseRow(y);
    }
}
