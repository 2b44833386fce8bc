using System.Globalization;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// Shares of the modes of a view from the largest to the smallest, both axes logarithmic, with the effective number marked: a set of
/// that many modes of one share would score the same.
/// </summary>
internal static class SpectrumChart
{
    private const int Width = 440;
    private const int Height = 216;
    private const int Left = 56;
    private const int Right = 430;
    private const int Top = 22;
    private const int Bottom = 176;

    /// <summary>The spectrum of a view that has one.</summary>
    public static Figure Of(ViewSummary view)
    {
        var spectrum = view.Spectrum!;
        var title = $"Spectrum of modes, {view.Name}";
        return new Figure(
            "Spectrum of modes",
            Picture(spectrum, view.Vendi.Order1, title),
            $"{Numbers.Count(spectrum.Half)} of {Numbers.Count(spectrum.Modes, "mode")} hold half of everything; "
                + $"all together are worth {Numbers.Score(view.Vendi.Order1)} of one size. The flatter the curve, the more varied the rows.",
            ["Mode", "Share", "With all larger ones"],
            [
                .. spectrum.Points.Select(point =>
                    (IReadOnlyList<string>)
                        [Numbers.Count(point.Rank), Share(point.Share), Numbers.Percent(point.Cumulative)]
                ),
            ]
        );
    }

    private static SafeHtml Picture(SpectrumSummary spectrum, double effective, string title)
    {
        var points = spectrum.Points;
        var widest = Math.Log10(Math.Max(10, spectrum.Modes));
        var lowest = (int)Math.Floor(Math.Log10(Math.Max(1e-6, points.Min(point => point.Share))));
        var lowestShown = Math.Min(-1, lowest);
        double X(double rank) => Left + (Math.Log10(rank) / widest * (Right - Left));
        double Y(double share) => Top + (Math.Log10(Math.Max(share, 1e-6)) / lowestShown * (Bottom - Top));
        var svg = new Svg(Width, Height, $"{title}: effective number {Numbers.Score(effective)}");
        for (var decade = 0; decade >= lowestShown; decade--)
        {
            var share = Math.Pow(10, decade);
            svg.Line("grid", Left, Y(share), Right, Y(share));
            svg.Words("label", Left - 6, Y(share) + 4, "end", Share(share));
        }
        for (long rank = 1; rank <= Math.Max(10, spectrum.Modes); rank *= 10)
        {
            svg.Words("label", X(rank), Bottom + 16, X(rank) > Right - 20 ? "end" : "middle", Numbers.Count(rank));
        }
        svg.Words("label", Right, Height - 6, "end", "mode, from the largest");
        svg.Curve("line", points.Select(point => (X(point.Rank), Y(point.Share))));
        var mark = X(Math.Max(1, effective));
        svg.Line("mark", mark, Top - 4, mark, Bottom);
        var left = mark > (Left + Right) / 2;
        svg.Words(
            "mark-label",
            mark + (left ? -6 : 6),
            Top - 8,
            left ? "end" : "start",
            $"effective number {Numbers.Score(effective)}"
        );
        return svg.Close();
    }

    // 12 %, 0.34 %, 0.0056 %: two digits that say something.
    private static string Share(double share)
    {
        var percent = share * 100;
        return percent >= 0.95 || percent == 0
            ? Numbers.Percent(share)
            : percent.ToString("0.######", CultureInfo.InvariantCulture) + " %";
    }
}
