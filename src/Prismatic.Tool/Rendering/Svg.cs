using System.Globalization;
using System.Text;

namespace Prismatic.Tool.Rendering;

/// <summary>The few shapes that charts are made of. Numbers have two decimals; colours and fonts are the style sheet's.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    /// <summary>An empty picture.</summary>
    /// <param name="width">Units across; the page scales them.</param>
    /// <param name="height">Units down.</param>
    /// <param name="name">What a screen reader says.</param>
    public Svg(int width, int height, string name) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{EscapingContext.Encode(name)}\">"
        );

    /// <summary>A filled box.</summary>
    public Svg Box(string style, double left, double top, double width, double height) =>
        Add(
            $"<rect class=\"{style}\" x=\"{Text(left)}\" y=\"{Text(top)}\" width=\"{Text(width)}\" height=\"{Text(height)}\" rx=\"1.5\"/>"
        );

    /// <summary>A straight line.</summary>
    public Svg Line(string style, double fromX, double fromY, double toX, double toY) =>
        Add($"<path class=\"{style}\" d=\"M{Text(fromX)} {Text(fromY)}L{Text(toX)} {Text(toY)}\"/>");

    /// <summary>A line through points.</summary>
    public Svg Curve(string style, IEnumerable<(double X, double Y)> points) =>
        Add(
            $"<path class=\"{style}\" d=\"M{string.Join('L', points.Select(point => $"{Text(point.X)} {Text(point.Y)}"))}\"/>"
        );

    /// <summary>Words.</summary>
    /// <param name="style">Class.</param>
    /// <param name="x">Where they start, end or have their middle.</param>
    /// <param name="y">The line they stand on.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="words">Encoded here.</param>
    public Svg Words(string style, double x, double y, string anchor, string words) =>
        Add(
            $"<text class=\"{style}\" x=\"{Text(x)}\" y=\"{Text(y)}\" text-anchor=\"{anchor}\">{EscapingContext.Encode(words)}</text>"
        );

    /// <summary>The picture.</summary>
    public SafeHtml Close() => new(_text + "</svg>");

    private Svg Add(string element)
    {
        _text.Append(element);
        return this;
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
