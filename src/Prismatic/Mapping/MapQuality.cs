using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Mapping;

/// <summary>How far a map can be trusted: what it keeps of the nearness of rows, over some rows that the seed draws.</summary>
/// <param name="Kept">
/// Of the rows nearest in the map, the share that are as near in the view as its own nearest are: 0 to 1, about
/// <see cref="Neighbours"/> / n by chance.
/// </param>
/// <param name="Trustworthiness">
/// Venna and Kaski 2001: 1 where no row is near in the map that is far in the view, by ranks; 0.5 is about what chance gives. Not a
/// number where rows are too few for it.
/// </param>
/// <param name="Neighbours">k, rows counted as near.</param>
public sealed record MapQuality(double Kept, double Trustworthiness, int Neighbours)
{
    // Cosines of 32 bits of equal rows differ in the last digits.
    private const float Tie = 1e-6f;

    /// <summary>Measures a map.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="points">n.</param>
    /// <param name="neighbours">k; fewer where there are not so many rows.</param>
    /// <param name="drawn">Rows looked at.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="cancellation">Checked once a row.</param>
    /// <returns>Null for fewer than 3 rows.</returns>
    /// <remarks>O(drawn · n · (d + k)).</remarks>
    public static MapQuality? Of(
        RowView rows,
        IReadOnlyList<MapPoint> points,
        int neighbours = 10,
        int drawn = 256,
        ulong seed = 0,
        SessionSettings? settings = null,
        CancellationToken cancellation = default
    )
    {
        var n = rows.RowCount;
        if (n < 3)
        {
            return null;
        }
        settings ??= new SessionSettings();
        var k = Math.Min(neighbours, n - 2);
        int[] queries = StratifiedSample.Of(new int[n], drawn, seed);
        var (kept, penalties) = (new double[queries.Length], new double[queries.Length]);
        using var kernel = new ProductKernel(rows.ColumnCount, settings with { Threads = 1 });
        RowBlocks.Run(
            queries.Length,
            1,
            settings.Device.IsCpu ? settings.Threads : 1,
            () => new Scratch(rows),
            (at, _, scratch) =>
            {
                scratch.Measure(queries[at], kernel);
                (kept[at], penalties[at]) = Judge(queries[at], points, scratch, k);
            },
            cancellation
        );
        var most = k * ((2.0 * n) - (3 * k) - 1);
        return new MapQuality(kept.Average(), most > 0 ? 1 - (2 * penalties.Average() / most) : double.NaN, k);
    }

    private static (double Kept, double Penalty) Judge(
        int query,
        IReadOnlyList<MapPoint> points,
        Scratch scratch,
        int k
    )
    {
        var cosines = scratch.Cosines;
        var (middle, order) = (points[query], scratch.Order);
        for (var i = 0; i < order.Length; i++)
        {
            var (dx, dy) = (points[i].X - middle.X, points[i].Y - middle.Y);
            (scratch.Keys[i], order[i]) = (i == query ? float.PositiveInfinity : (dx * dx) + (dy * dy), i);
        }
        Array.Sort(scratch.Keys, order);
        var (kept, penalty) = (0, 0.0);
        foreach (var near in order.AsSpan(0, k))
        {
            var nearer = 0;
            for (var i = 0; i < cosines.Length; i++)
            {
                nearer += i != query && cosines[i] > cosines[near] + Tie ? 1 : 0;
            }
            kept += nearer < k ? 1 : 0;
            penalty += Math.Max(0, nearer + 1 - k);
        }
        return ((double)kept / k, penalty);
    }

    private sealed class Scratch(RowView rows)
    {
        private const int Block = 1024;
        private readonly float[] _query = new float[rows.ColumnCount];
        private readonly float[] _block = rows.IsWhole
            ? []
            : new float[Math.Min(Block, rows.RowCount) * rows.ColumnCount];

        public readonly float[] Cosines = new float[rows.RowCount];
        public readonly float[] Keys = new float[rows.RowCount];
        public readonly int[] Order = new int[rows.RowCount];

        public void Measure(int query, ProductKernel kernel)
        {
            rows[query].CopyTo(_query);
            for (var start = 0; start < rows.RowCount; start += Block)
            {
                var count = Math.Min(Block, rows.RowCount - start);
                kernel.Run(_query, rows.Block(start, count, _block), Cosines.AsMemory(start, count));
            }
        }
    }
}
