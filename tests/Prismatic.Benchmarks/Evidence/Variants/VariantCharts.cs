using System.Globalization;
using System.Net;
using System.Text;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>The main columns as bars side by side: one row a variant, one panel a column.</summary>
internal static class VariantCharts
{
    private const int NameWidth = 480;
    private const int PanelWidth = 190;
    private const int BarWidth = 120;
    private const int RowHeight = 20;
    private const int Top = 34;

    public static void Write(IReadOnlyList<VariantResult> results, string path)
    {
        (string Title, Func<VariantResult, double> Value, double? Bar)[] panels =
        [
            ("templated q+r : original", r => r.TemplatedRows, 0.6),
            ("backward q+r : original", r => r.BackwardRows, 0.6),
            ("excess of long rows", r => r.MeanExcess, results[0].MeanExcess / 2),
            ("NMI with labels", r => r.MeanNmi, null),
        ];
        var (width, height) = (NameWidth + (panels.Length * PanelWidth), Top + (results.Count * RowHeight) + 8);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        );
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        for (var i = 0; i < results.Count; i++)
        {
            Text(svg, NameWidth - 10, Top + (i * RowHeight) + 14, results[i].Name, "end");
        }
        for (var p = 0; p < panels.Length; p++)
        {
            Panel(
                svg,
                NameWidth + (p * PanelWidth),
                panels[p].Title,
                [.. results.Select(panels[p].Value)],
                panels[p].Bar
            );
        }
        File.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }

    private static void Panel(StringBuilder svg, int left, string title, double[] values, double? bar)
    {
        Text(svg, left, 18, title, "start");
        var most = Math.Max(values.Max(), bar ?? 0);
        for (var i = 0; i < values.Length; i++)
        {
            var (y, length) = (Top + (i * RowHeight), Math.Max(0, values[i]) / most * BarWidth);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{left}\" y=\"{y + 3}\" width=\"{length:F1}\" height=\"{RowHeight - 6}\" fill=\"#3a6ea5\"/>\n"
            );
            Text(svg, left + length + 5, y + 14, values[i].ToString("F2", CultureInfo.InvariantCulture), "start");
        }
        if (bar is { } line)
        {
            var x = left + (line / most * BarWidth);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{Top - 4}\" y2=\"{Top + (values.Length * RowHeight)}\" stroke=\"#c0392b\" stroke-dasharray=\"4 3\"/>\n"
            );
        }
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" fill=\"#222222\">{WebUtility.HtmlEncode(text)}</text>\n"
        );
}
