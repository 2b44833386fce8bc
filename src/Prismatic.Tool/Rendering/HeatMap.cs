using System.Globalization;
using System.Text;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>Similarity of models as a square of cells, drawn as inline SVG; colours come from the style sheet.</summary>
internal static class HeatMap
{
    // The number on a cell keeps its contrast in both schemes.
    private const double Strongest = 0.6;

    private const int LabelWidth = 170;
    private const int MostNumbered = 16;
    private const int MostShown = 80;
    private const int LabelLetters = 24;

    /// <summary>Above the floor where there is one, else as it is; models of one cluster stand together.</summary>
    public static Figure Of(OutputsView view)
    {
        var corrected = view.Corrected.SelectMany(row => row).Any(value => value is not null);
        var values = corrected ? view.Corrected : view.Similarities;
        int[] order =
        [
            .. Enumerable.Range(0, view.Models.Count).OrderBy(model => view.Models[model].Cluster).Take(MostShown),
        ];
        int[] told = [.. order.Take(MostNumbered)];
        var rest =
            view.Models.Count > told.Length ? $" The table has the first {told.Length} models, the JSON all." : "";
        return new Figure(
            "Similarity of models",
            Picture(view, order, values),
            (corrected ? "Above the floor: 0 unrelated, 1 the same." : "Cosines as they are.") + rest,
            ["Model", .. told.Select((_, i) => $"{i + 1}")],
            [
                .. told.Select(
                    (row, i) =>
                        (IReadOnlyList<string>)
                            [
                                Label(view.Models[row].Model, i),
                                .. told.Select(column => values[row][column] is { } known ? Number(known) : "-"),
                            ]
                ),
            ]
        );
    }

    private static SafeHtml Picture(OutputsView view, int[] order, IReadOnlyList<IReadOnlyList<double?>> values)
    {
        var side = order.Length > MostNumbered ? 12 : 44;
        var (width, height) = (LabelWidth + (order.Length * side), (order.Length + 1) * side);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"heat\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{EscapingContext.Encode($"Similarity of models, {view.Name}")}\">"
        );
        for (var i = 0; i < order.Length; i++)
        {
            var (row, top) = (order[i], (i + 1) * side);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"label\" x=\"{LabelWidth - 8}\" y=\"{top + (side / 2) + 4}\" text-anchor=\"end\">{EscapingContext.Encode(Label(view.Models[row].Model, i))}</text>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"label\" x=\"{LabelWidth + (i * side) + (side / 2)}\" y=\"{side - 4}\" text-anchor=\"middle\">{(side > 12 || (i + 1) % 5 == 0 ? i + 1 : "")}</text>"
            );
            for (var j = 0; j < order.Length; j++)
            {
                Cell(svg, values[row][order[j]], LabelWidth + (j * side), top, side);
            }
        }
        return new SafeHtml(svg.Append("</svg>").ToString());
    }

    private static string Label(string model, int place)
    {
        var name = Excerpt.Of(model, LabelLetters);
        return $"{name} {place + 1}";
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Cell(StringBuilder svg, double? value, int left, int top, int side)
    {
        if (value is not { } known)
        {
            return;
        }
        var strength = (Strongest * Math.Clamp(known, 0, 1)).ToString("0.##", CultureInfo.InvariantCulture);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"bar\" x=\"{left}\" y=\"{top}\" width=\"{side - 1}\" height=\"{side - 1}\" fill-opacity=\"{strength}\"/>"
        );
        if (side > 12)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"value\" x=\"{left + (side / 2)}\" y=\"{top + (side / 2) + 4}\" text-anchor=\"middle\">{Number(known)}</text>"
            );
        }
    }
}
