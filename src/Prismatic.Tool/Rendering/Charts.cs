using System.Globalization;
using System.Text;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>Small bar charts as inline SVG, drawn here so that the page needs no script. Colours come from the style sheet.</summary>
internal static class Charts
{
    private const int Width = 440;
    private const int LabelWidth = 96;
    private const int ValueWidth = 92;
    private const int RowHeight = 22;

    /// <summary>Shares of the largest modes, one bar each.</summary>
    public static Figure Modes(ViewSummary view)
    {
        var title = $"Share of each of the largest modes, {view.Name}";
        return new Figure(
            "Share of each of the largest modes",
            Bars(
                title,
                [.. view.Modes.Select((mode, i) => new Bar($"mode {i + 1}", mode.Share, Numbers.Percent(mode.Share)))]
            ),
            "",
            ["Mode", "Share"],
            [.. view.Modes.Select((mode, i) => (IReadOnlyList<string>)[$"mode {i + 1}", Numbers.Percent(mode.Share)])]
        );
    }

    /// <summary>Rows in clusters of each size class.</summary>
    public static Figure ClusterSizes(ViewSummary view)
    {
        var title = $"Rows by size of their cluster, {view.Name}";
        return new Figure(
            "Rows by size of their cluster",
            Bars(
                title,
                [
                    .. view.Clusters.Sizes.Select(size => new Bar(
                        Name(size),
                        size.Rows,
                        $"{Numbers.Count(size.Rows)} rows"
                    )),
                ]
            ),
            "",
            ["Rows in a cluster", "Clusters", "Rows in them"],
            [
                .. view.Clusters.Sizes.Select(size =>
                    (IReadOnlyList<string>)[Name(size), Numbers.Count(size.Clusters), Numbers.Count(size.Rows)]
                ),
            ]
        );
    }

    private static string Name(SizeClass size) => size.From == size.To ? $"{size.From}" : $"{size.From} to {size.To}";

    /// <summary>One share of a whole, as a meter.</summary>
    public static SafeHtml Meter(double share, string label)
    {
        var filled = Math.Clamp(share, 0, 1) * 100;
        return new SafeHtml(
            $"<svg class=\"meter\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{EscapingContext.Encode(label)}\">"
                + "<rect class=\"track\" width=\"100\" height=\"6\"/>"
                + $"<rect class=\"bar\" width=\"{Text(filled)}\" height=\"6\"/></svg>"
        );
    }

    private static SafeHtml Bars(string title, IReadOnlyList<Bar> bars)
    {
        var greatest = bars.Select(bar => bar.Value).DefaultIfEmpty(0).Max();
        var room = Width - LabelWidth - ValueWidth;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" viewBox=\"0 0 {Width} {Math.Max(1, bars.Count) * RowHeight}\" role=\"img\" aria-label=\"{EscapingContext.Encode(title)}\">"
        );
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            var top = i * RowHeight;
            var length = greatest > 0 ? bar.Value / greatest * room : 0;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"label\" x=\"{LabelWidth - 8}\" y=\"{top + 15}\" text-anchor=\"end\">{EscapingContext.Encode(bar.Label)}</text>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"bar\" x=\"{LabelWidth}\" y=\"{top + 4}\" width=\"{Text(length)}\" height=\"{RowHeight - 8}\" rx=\"2\"/>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"value\" x=\"{Text(LabelWidth + length + 6)}\" y=\"{top + 15}\">{EscapingContext.Encode(bar.Text)}</text>"
            );
        }
        return new SafeHtml(svg.Append("</svg>").ToString());
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Bar(string Label, double Value, string Text);
}
