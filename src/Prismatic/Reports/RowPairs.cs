using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Reports;

/// <summary>Pairs of rows, the same for every view of as many rows: by them it is measured whether views agree.</summary>
public static class RowPairs
{
    /// <summary>Most pairs taken: enough for a rank correlation to one hundredth.</summary>
    public const int Most = 10_000;

    /// <summary>Cosines of all pairs of rows, or of <see cref="Most"/> drawn by the seed where there are more.</summary>
    /// <param name="rows">n × d, unit rows.</param>
    /// <param name="seed">Of the draw.</param>
    /// <returns>min(n (n - 1) / 2, 10,000) cosines, in an order that depends on n and seed alone.</returns>
    public static float[] Cosines(RowView rows, ulong seed) =>
        [.. Draw(rows.RowCount, seed).Select(pair => TensorPrimitives.Dot(rows[pair.First], rows[pair.Second]))];

    private static IEnumerable<(int First, int Second)> Draw(int rowCount, ulong seed)
    {
        if ((long)rowCount * (rowCount - 1) / 2 <= Most)
        {
            for (var first = 0; first < rowCount; first++)
            {
                for (var second = first + 1; second < rowCount; second++)
                {
                    yield return (first, second);
                }
            }
            yield break;
        }
        var random = new Pcg32(seed, 0x7061697273);
        for (var i = 0; i < Most; i++)
        {
            var first = random.Next(rowCount);
            // Any row but the first, each as likely.
            var second = random.Next(rowCount - 1);
            yield return (first, second + (second >= first ? 1 : 0));
        }
    }
}
