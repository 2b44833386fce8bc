using Prismatic.Mapping;

namespace Prismatic.Tool.Measuring;

/// <summary>Lays rows that are equal in every number around their one place, so that a page shows how many they are.</summary>
internal static class MapCopies
{
    // In the plane, which reaches from -1 to 1: about a dot of a small map, and what a crowd of copies may take up at most.
    private const float Step = 0.009f;
    private const float Widest = 0.05f;

    private static readonly float GoldenAngle = MathF.PI * (3 - MathF.Sqrt(5));

    /// <summary>The places; of copies the first stays, the others lie on a spiral around it.</summary>
    /// <param name="points">Of all rows, -1 to 1.</param>
    public static IReadOnlyList<MapPoint> Spread(IReadOnlyList<MapPoint> points)
    {
        var counts = points.CountBy(point => point).ToDictionary();
        if (counts.Count == points.Count)
        {
            return points;
        }
        var seen = new Dictionary<MapPoint, int>();
        var spread = new MapPoint[points.Count];
        for (var i = 0; i < spread.Length; i++)
        {
            var (point, copy) = (points[i], seen.GetValueOrDefault(points[i]));
            seen[point] = copy + 1;
            var radius = Math.Min(Step, Widest / MathF.Sqrt(counts[point])) * MathF.Sqrt(copy);
            var (sine, cosine) = MathF.SinCos(copy * GoldenAngle);
            spread[i] = new MapPoint(
                Math.Clamp(point.X + (radius * cosine), -1, 1),
                Math.Clamp(point.Y + (radius * sine), -1, 1)
            );
        }
        return spread;
    }
}
