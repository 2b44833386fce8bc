using System.Globalization;
using System.Text;

namespace Prismatic.Trainer.Experiments;

/// <summary>Tables and plots of study 1.</summary>
internal static class PredictionReport
{
    // Plotted whatever they come to.
    private static readonly (string Name, bool Weighted)[] Plotted =
    [
        ($"Vendi, {Views.Gradients}", false),
        ($"Vendi, {Views.Centred}", true),
        ($"Vendi, {Views.NGrams}", true),
        (Prismatic.Trainer.Experiments.Predictors.Distinct2, false),
    ];

    /// <summary>The page.</summary>
    public static string Markdown(PredictionResult result, string heading)
    {
        var text = new StringBuilder($"# Prediction: does a score of the data predict the student?\n\n{heading}\n\n");
        var between = RankStatistics.Deviation([.. result.Sets.Select(set => set.MeanLoss)]);
        var within = Math.Sqrt(result.Sets.Average(set => set.SeedDeviation * set.SeedDeviation));
        Append(text, $"{result.Sets.Count} training sets, {result.Sets[0].Losses.Count} students each. ");
        Append(text, $"Standard deviation of the loss between sets {between:F3}, between students of one set ");
        Append(text, $"{within:F3} bits per byte.\n\n## Spearman with minus the out-of-domain loss\n\n");
        text.Append("95 % intervals by bootstrap over sets. Controls stand last. All that was declared is listed.\n\n");
        text.Append(
            "| predictor | scored on | rows weigh | Spearman | 95 % interval |\n| --- | --- | --- | ---: | --- |\n"
        );
        foreach (var (predictor, _, estimate) in result.Predictors.OrderBy(entry => entry.Predictor.IsControl))
        {
            var scope =
                predictor.View is null ? "all"
                : predictor.EqualRows ? "equal rows"
                : "equal tokens";
            var weight =
                predictor.View is null ? ""
                : predictor.LengthWeighted ? "by length"
                : "the same";
            Append(text, $"| {predictor.Name}{(predictor.IsControl ? " (control)" : "")} | {scope} | {weight} | ");
            Append(text, $"{estimate.Value:F2} | {estimate.Low:F2} to {estimate.High:F2} |\n");
        }
        text.Append("\n![Loss against four scores](prediction.svg)\n\n## Sets\n\n");
        text.Append("| set | sources | rows | mean loss, bits per byte | deviation over students |");
        foreach (var name in result.MixNames)
        {
            text.Append(' ').Append(name).Append(" |");
        }
        text.Append("\n| --- | --- | ---: | ---: | ---: |");
        text.Insert(text.Length, " ---: |", result.MixNames.Count).Append('\n');
        foreach (var set in result.Sets)
        {
            var sources =
                set.Set.Sources.Count > 4 ? $"{set.Set.Sources.Count} sources" : string.Join(", ", set.Set.Sources);
            Append(
                text,
                $"| {set.Set.Name} | {sources} | {set.RowCount} | {set.MeanLoss:F3} | {set.SeedDeviation:F3} |"
            );
            for (var i = 0; i < result.MixNames.Count; i++)
            {
                Append(text, $" {set.Losses.Average(student => student[i]):F3} |");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Loss against four predictors.</summary>
    public static string Svg(PredictionResult result)
    {
        var plot = new SvgPlot(900, 640, "Out-of-domain loss of students against scores of their training sets");
        for (var i = 0; i < Plotted.Length; i++)
        {
            var (name, weighted) = Plotted[i];
            var entry = result.Predictors.First(e =>
                e.Predictor.Name == name && !e.Predictor.EqualRows && e.Predictor.LengthWeighted == weighted
            );
            Panel(plot, result, entry, 60 + (i % 2 * 410), 40 + (i / 2 * 300));
        }
        plot.Text(
            420,
            632,
            "dots: training sets; colour: share of near-copies (blue none, orange some, purple most)",
            "middle",
            "soft"
        );
        return plot.ToString();
    }

    private static void Panel(SvgPlot plot, PredictionResult result, PredictorResult entry, double left, double top)
    {
        const double Wide = 340;
        const double High = 215;
        var losses = result.Sets.Select(set => set.MeanLoss).ToArray();
        var (lowX, highX) = Range(entry.Values);
        var (lowY, highY) = Range(losses);
        double X(double value) => left + (Wide * (value - lowX) / (highX - lowX));
        double Y(double value) => top + High - (High * (value - lowY) / (highY - lowY));
        var title = entry.Predictor.Name + (entry.Predictor.LengthWeighted ? ", by length" : "");
        plot.Text(left, top - 10, title, style: "title");
        foreach (var tick in SvgPlot.Ticks(lowY, highY, 5))
        {
            plot.Line(left, Y(tick), left + Wide, Y(tick), "grid");
            plot.Text(left - 6, Y(tick) + 4, Label(tick), "end", "soft");
        }
        foreach (var tick in SvgPlot.Ticks(lowX, highX, 5))
        {
            plot.Line(X(tick), top + High, X(tick), top + High + 4, "axis");
            plot.Text(X(tick), top + High + 18, Label(tick), "middle", "soft");
        }
        plot.Line(left, top + High, left + Wide, top + High, "axis");
        var rank = string.Create(
            CultureInfo.InvariantCulture,
            $"Spearman with minus the loss {entry.Spearman.Value:F2}"
        );
        plot.Text(left + (Wide / 2), top + High + 38, rank, "middle", "soft");
        foreach (var (set, value) in result.Sets.Zip(entry.Values))
        {
            var colour = set.Set.CopyShare switch
            {
                0 => "c0",
                < 0.5 => "c1",
                _ => "c3",
            };
            var hint = string.Create(CultureInfo.InvariantCulture, $"{set.Set.Name}: {value:G4}, {set.MeanLoss:F3}");
            plot.Dot(X(value), Y(set.MeanLoss), 4, colour, hint);
        }
    }

    private static (double Low, double High) Range(IReadOnlyList<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? (high - low) * 0.06 : 1;
        return (low - margin, high + margin);
    }

    private static string Label(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, FormattableString value) =>
        text.Append(value.ToString(CultureInfo.InvariantCulture));
}
