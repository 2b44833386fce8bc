using Prismatic.Numerics;

namespace Prismatic.Mapping;

/// <summary>
/// Draws rows to their neighbours and pushes them away from others, one row after another, in steps that shrink to nothing. Forces are
/// those of UMAP with a = b = 1: attraction 2 r / (1 + r²), repulsion 2 r / ((0.001 + r²)(1 + r²)), none beyond 4 along an axis.
/// </summary>
/// <remarks>One thread: the order of steps is part of the result. About 50 ns a row and round.</remarks>
internal static class NeighbourLayout
{
    private const float FirstSpread = 5;
    private const float Limit = 4;
    private const float Softening = 0.001f;
    private const ulong Stream = 0x6C61796F7574;

    /// <summary>Moves the points.</summary>
    /// <param name="points">First places; replaced by the last ones.</param>
    /// <param name="neighbours">For each point the same number of others, -1 for none.</param>
    /// <param name="options">Rounds, others, seed.</param>
    /// <param name="progress">"map", in rounds.</param>
    /// <param name="cancellation">Checked once a round.</param>
    public static void Arrange(
        MapPoint[] points,
        int[] neighbours,
        RowMapOptions options,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation
    )
    {
        const int ReportEvery = 20;
        if (points.Length < 2)
        {
            return;
        }
        var random = new Pcg32(options.Seed, Stream);
        Begin(points, random);
        for (var round = 0; round < options.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (round % ReportEvery == 0)
            {
                progress?.Report(new StageProgress("map", round, options.Rounds, "rounds"));
            }
            var step = 1 - ((float)round / options.Rounds);
            Step(points, neighbours, round % options.Neighbours, step, options, random);
        }
    }

    // Spread to a common size, coarsely, and by a little at random: points in one place could not part.
    private static void Begin(MapPoint[] points, Pcg32 random)
    {
        const float Grid = 64;
        const float Jitter = 0.01f;
        var spread = points.Max(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y)));
        var scale = spread > 1e-6f ? FirstSpread / spread : 0;
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new MapPoint(At(points[i].X), At(points[i].Y));
        }

        float At(float value) => (MathF.Round(value * scale * Grid) / Grid) + (Jitter * (float)random.NextGaussian());
    }

    private static void Step(
        MapPoint[] points,
        int[] neighbours,
        int turn,
        float step,
        RowMapOptions options,
        Pcg32 random
    )
    {
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = points[i];
            if (neighbours[(i * options.Neighbours) + turn] is >= 0 and var friend)
            {
                var (dx, dy) = (points[friend].X - x, points[friend].Y - y);
                var pull = 2 / (1 + (dx * dx) + (dy * dy)) * step;
                var (moveX, moveY) = (Cut(pull * dx, step), Cut(pull * dy, step));
                (x, y) = (x + moveX, y + moveY);
                points[friend] = new MapPoint(points[friend].X - moveX, points[friend].Y - moveY);
            }
            for (var k = 0; k < options.Others; k++)
            {
                var other = random.Next(points.Length);
                if (other == i)
                {
                    continue;
                }
                var (dx, dy) = (x - points[other].X, y - points[other].Y);
                var square = (dx * dx) + (dy * dy);
                var push = 2 / ((Softening + square) * (1 + square)) * step;
                (x, y) = (x + Cut(push * dx, step), y + Cut(push * dy, step));
            }
            points[i] = new MapPoint(x, y);
        }
    }

    private static float Cut(float move, float step) => Math.Clamp(move, -Limit * step, Limit * step);
}
