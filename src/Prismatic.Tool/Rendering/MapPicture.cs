using System.Globalization;
using System.Text;
using Prismatic.Mapping;

namespace Prismatic.Tool.Rendering;

/// <summary>The map as inline SVG, for pages without scripts and on paper: a dot for each point, or for a sample of them.</summary>
internal static class MapPicture
{
    private const int Width = 1440;
    private const int Most = 4000;
    private const int Margin = 24;

    /// <summary>The picture; colours come from the style sheet.</summary>
    public static SafeHtml Of(PageMap map)
    {
        var shown = map.Take(Most);
        var frame = Frame(map);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"map-picture\" viewBox=\"0 0 {Width} {frame.Height}\" data-scale=\"{frame.Scale:0.###}\" role=\"img\" aria-label=\"{EscapingContext.Encode(Label(map, shown))}\">"
        );
        foreach (
            var group in Enumerable.Range(0, shown.Rows.Count).GroupBy(point => shown.Groups[point]).OrderBy(g => g.Key)
        )
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"k{group.Key}\" d=\"");
            foreach (var point in group)
            {
                var (x, y) = Place(shown.Points[point], frame);
                svg.Append(CultureInfo.InvariantCulture, $"M{x} {y}h0");
            }
            svg.Append("\"/>");
        }
        foreach (var (group, x, y) in MapLabels.Apart(Middles(shown, frame), Width, frame.Height))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y + 9}\">{group + 1}</text>");
        }
        return new SafeHtml(svg.Append("</svg>").ToString());
    }

    // Points reach to 1 along one axis, and as far as they do along the other: the picture is as high as they need, within limits.
    private static (int Height, double Scale) Frame(PageMap map)
    {
        var wide = Math.Max(1e-3, map.Points.Select(point => Math.Abs(point.X)).DefaultIfEmpty(0).Max());
        var high = Math.Max(1e-3, map.Points.Select(point => Math.Abs(point.Y)).DefaultIfEmpty(0).Max());
        var height = (int)(Width * Math.Clamp(high / wide, 0.4, 0.62));
        return (height, Math.Min(((Width / 2.0) - Margin) / wide, ((height / 2.0) - Margin) / high));
    }

    private static (int X, int Y) Place(MapPoint point, (int Height, double Scale) frame) =>
        (
            (int)Math.Round((Width / 2.0) + (point.X * frame.Scale)),
            (int)Math.Round((frame.Height / 2.0) - (point.Y * frame.Scale))
        );

    // Of each group the point in the middle of its own along both axes.
    private static IEnumerable<MapLabel> Middles(PageMap map, (int Height, double Scale) frame) =>
        map
            .Groups.Zip(map.Points)
            .GroupBy(pair => pair.First, pair => pair.Second)
            .OrderBy(group => group.Key)
            .Select(group =>
            {
                var middle = new MapPoint(Median(group.Select(p => p.X)), Median(group.Select(p => p.Y)));
                var (x, y) = Place(middle, frame);
                return new MapLabel(group.Key, x, y);
            });

    private static float Median(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Label(PageMap map, PageMap shown) =>
        $"Map of {Numbers.Count(shown.Rows.Count, map.Noun)} of {Numbers.Count(map.AllRows)} in {Numbers.Count(map.Described.Count, "group")}, {map.View}; the table below has the groups";
}
