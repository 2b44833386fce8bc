using System.Globalization;
using System.Text;

namespace Prismatic.Trainer.Experiments;

/// <summary>Tables and plots of study 2.</summary>
internal static class SelectionReport
{
    private static readonly SelectionMethod Random = new(Choice.Random, null, Removal.None);
    private static readonly SelectionMethod Exact = new(Choice.Random, null, Removal.Exact);
    private static readonly SelectionMethod Near = new(Choice.Random, null, Removal.Near);

    /// <summary>The page.</summary>
    public static string Markdown(SelectionStudyResult result, ExperimentOptions options, string heading)
    {
        var text = new StringBuilder($"# Selection: which rows make the better student?\n\n{heading}\n\n");
        text.Append(
            "Loss in bits per byte on the out-of-domain mix, lower is better. Differences are paired: same pool, "
        );
        text.Append(
            "same student, same seed; 95 % intervals by bootstrap over seeds, wins are seeds with a lower loss.\n\n"
        );
        text.Append("## Over all budgets\n\nDifference to random, mean over the budgets of each seed.\n\n");
        foreach (var kind in Enum.GetValues<PoolKind>())
        {
            Overview(text, result, options, kind);
        }
        foreach (var kind in Enum.GetValues<PoolKind>())
        {
            foreach (var budget in options.Budgets)
            {
                Table(text, result, kind, budget);
            }
        }
        Pools(text, result);
        return text.ToString();
    }

    /// <summary>Name of the plot of a pool.</summary>
    public static string PlotName(PoolKind kind) => $"selection-{kind.ToString().ToLowerInvariant()}.svg";

    /// <summary>Differences to random with intervals, method by method, mean over budgets.</summary>
    public static string Svg(SelectionStudyResult result, ExperimentOptions options, PoolKind kind)
    {
        const int RowHeight = 20;
        const int Left = 540;
        const int Wide = 360;
        var entries = SelectionMethod
            .Declared.Where(method => method != Random)
            .Select(method => (method, RankStatistics.MeanEstimate(OverBudgets(result, options, kind, method, Random))))
            .ToArray();
        var low = Math.Min(0, entries.Min(entry => entry.Item2.Low));
        var high = Math.Max(0, entries.Max(entry => entry.Item2.High));
        var margin = Math.Max(1e-3, (high - low) * 0.05);
        (low, high) = (low - margin, high + margin);
        double X(double value) => Left + (Wide * (value - low) / (high - low));
        var bottom = 50 + (entries.Length * RowHeight);
        var plot = new SvgPlot(Left + Wide + 30, bottom + 60, $"{kind} pool: loss against random selection");
        plot.Text(20, 24, $"{kind} pool: loss less that of random selection, bits per byte", style: "title");
        foreach (var tick in SvgPlot.Ticks(low, high, 6))
        {
            plot.Line(X(tick), 40, X(tick), bottom, "grid");
            plot.Text(X(tick), bottom + 18, tick.ToString("0.###", CultureInfo.InvariantCulture), "middle", "soft");
        }
        plot.Line(X(0), 40, X(0), bottom, "axis");
        for (var i = 0; i < entries.Length; i++)
        {
            var ((method, estimate), y) = (entries[i], 54 + (i * RowHeight));
            var colour = method.View switch
            {
                null => "c4",
                Views.NGrams => "c2",
                Views.Hidden => "c3",
                Views.GradientsNGrams => "c1",
                _ => "c0",
            };
            plot.Text(Left - 12, y + 4, method.Name, "end");
            plot.Line(X(estimate.Low), y, X(estimate.High), y, colour);
            plot.Dot(X(estimate.Value), y, 4, colour, $"{method.Name}: {Signed(estimate)}");
        }
        plot.Text(
            Left + (Wide / 2),
            bottom + 44,
            "left of the line: better than random; bars: 95 % over seeds",
            "middle",
            "soft"
        );
        return plot.ToString();
    }

    private static void Overview(
        StringBuilder text,
        SelectionStudyResult result,
        ExperimentOptions options,
        PoolKind kind
    )
    {
        text.Append(CultureInfo.InvariantCulture, $"### {kind} pool\n\n![{kind} pool]({PlotName(kind)})\n\n");
        text.Append(
            "| method | mean loss | to random | wins | to exact copies removed | wins | to near-copies removed | wins |\n"
        );
        text.Append("| --- | ---: | --- | ---: | --- | ---: | --- | ---: |\n");
        foreach (var method in SelectionMethod.Declared)
        {
            var loss = options.Budgets.Average(budget => result.At(kind, budget, method).BySeed.Average());
            text.Append(CultureInfo.InvariantCulture, $"| {method.Name} | {loss:F4} |");
            foreach (var other in (SelectionMethod[])[Random, Exact, Near])
            {
                Compare(text, method == other ? null : OverBudgets(result, options, kind, method, other));
            }
            text.Append('\n');
        }
        text.Append('\n');
    }

    private static void Table(StringBuilder text, SelectionStudyResult result, PoolKind kind, int budget)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {kind} pool, {budget} tokens kept\n\n");
        text.Append(
            "| method | mean loss | to random | wins | to exact copies removed | wins | to near-copies removed | wins |\n"
        );
        text.Append("| --- | ---: | --- | ---: | --- | ---: | --- | ---: |\n");
        foreach (var method in SelectionMethod.Declared)
        {
            var cell = result.At(kind, budget, method);
            text.Append(CultureInfo.InvariantCulture, $"| {method.Name} | {cell.BySeed.Average():F4} |");
            foreach (var other in (SelectionMethod[])[Random, Exact, Near])
            {
                Compare(text, method == other ? null : result.Differences(cell, other));
            }
            text.Append('\n');
        }
        text.Append('\n');
    }

    private static void Compare(StringBuilder text, IReadOnlyList<double>? differences)
    {
        if (differences is null)
        {
            text.Append(" | |");
            return;
        }
        var wins = differences.Count(difference => difference < 0);
        text.Append(
            CultureInfo.InvariantCulture,
            $" {Signed(RankStatistics.MeanEstimate(differences))} | {wins}/{differences.Count} |"
        );
    }

    private static double[] OverBudgets(
        SelectionStudyResult result,
        ExperimentOptions options,
        PoolKind kind,
        SelectionMethod method,
        SelectionMethod other
    )
    {
        var byBudget = options
            .Budgets.Select(budget => result.Differences(result.At(kind, budget, method), other))
            .ToArray();
        return [.. Enumerable.Range(0, byBudget[0].Count).Select(seed => byBudget.Average(budget => budget[seed]))];
    }

    private static void Pools(StringBuilder text, SelectionStudyResult result)
    {
        text.Append("## Pools\n\n| pool | seed | rows | tokens | without exact copies | without near-copies |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var pool in result.Pools)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {pool.Kind} | {pool.Seed} | {pool.Rows} | {pool.Tokens} | {pool.Distinct} | {pool.Standing} |\n"
            );
        }
    }

    private static string Signed(Estimate estimate) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{estimate.Value:+0.0000;-0.0000;0.0000} ({estimate.Low:+0.000;-0.000;0.000} to {estimate.High:+0.000;-0.000;0.000})"
        );
}
