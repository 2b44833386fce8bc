namespace Prismatic.Mapping;

/// <summary>Turns, mirrors and scales a map, so that one picture has one form: wide rather than high, and within -1 to 1.</summary>
internal static class MapFrame
{
    /// <summary>In place. Points that are all in one place come to lie at 0.</summary>
    public static void Fit(MapPoint[] points)
    {
        if (points.Length == 0)
        {
            return;
        }
        var (cos, sin, middleX, middleY) = Turn(points);
        var turned = Array.ConvertAll(
            points,
            point =>
            {
                var (x, y) = (point.X - middleX, point.Y - middleY);
                return (X: (x * cos) + (y * sin), Y: (y * cos) - (x * sin));
            }
        );
        var (signX, signY) = (Sign(turned.Sum(p => p.X * p.X * p.X)), Sign(turned.Sum(p => p.Y * p.Y * p.Y)));
        var (left, right) = (turned.Min(p => p.X), turned.Max(p => p.X));
        var (low, high) = (turned.Min(p => p.Y), turned.Max(p => p.Y));
        var half = Math.Max(right - left, high - low) / 2;
        var scale = half > 1e-9 ? 1 / half : 0;
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new MapPoint(
                (float)(signX * scale * (turned[i].X - ((left + right) / 2))),
                (float)(signY * scale * (turned[i].Y - ((low + high) / 2)))
            );
        }
    }

    // The angle of the longer principal axis of two by two covariances.
    private static (double Cos, double Sin, double MiddleX, double MiddleY) Turn(MapPoint[] points)
    {
        var (middleX, middleY) = (points.Average(p => (double)p.X), points.Average(p => (double)p.Y));
        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        foreach (var point in points)
        {
            var (x, y) = (point.X - middleX, point.Y - middleY);
            (xx, xy, yy) = (xx + (x * x), xy + (x * y), yy + (y * y));
        }
        var angle = Math.Atan2(2 * xy, xx - yy) / 2;
        return (Math.Cos(angle), Math.Sin(angle), middleX, middleY);
    }

    private static double Sign(double value) => value < 0 ? -1 : 1;
}
