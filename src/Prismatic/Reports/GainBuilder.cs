using Prismatic.Diversity;
using Prismatic.Reasoning;

namespace Prismatic.Reports;

/// <summary>States information gain as reports do.</summary>
public static class GainBuilder
{
    /// <summary>The summary; null where no row has both a reasoning and an answer.</summary>
    /// <param name="gain">What was measured.</param>
    /// <param name="excerpts">Texts of <see cref="GainMeasurement.ExampleRows"/>, by row number.</param>
    public static GainSummary? Summarise(GainMeasurement gain, IReadOnlyDictionary<long, string> excerpts)
    {
        var rows = gain.Reasoned;
        if (rows.Count == 0)
        {
            return null;
        }
        var controlled = rows.Where(row => row.Control is not null).ToList();
        var summary = new GainSummary
        {
            Source = gain.Source,
            Cue = gain.Cue,
            Fingerprint = gain.Fingerprint,
            Rows = rows.Count,
            RowsWithoutReasoning = gain.Rows.Count - rows.Count,
            RowsWithoutAnswer = gain.WithoutAnswer,
            TruncatedRows = rows.Count(row => row.Truncated),
            Sentences = [],
            LossWithout = Rounded.Loss(rows.Average(row => row.LossWithout)),
            Own = Figure(rows.Select(row => row.Gain)),
            Control = controlled.Count == 0 ? null : Figure(controlled.Select(row => row.Control!.Value)),
            Specific = controlled.Count == 0 ? null : Figure(controlled.Select(row => row.Specific!.Value)),
            Masked = Figure(rows.Select(row => row.Masked)),
            FirstToken = Figure(rows.Select(row => row.First)),
            Efficiency = Rounded.Share(rows.Average(row => row.Efficiency)),
            Quadrant = gain.Quadrant is { } quadrant ? Quadrant(quadrant, rows.Count, excerpts) : null,
        };
        return summary with { Sentences = GainRules.Sentences(summary) };
    }

    internal static GainFigure Figure(IEnumerable<double> gains)
    {
        double[] values = [.. gains.Order()];
        var (mean, spread) = MeanAndSpread.Of(values);
        var middle = values.Length / 2;
        return new GainFigure
        {
            Mean = Rounded.Loss(mean),
            StandardError = Rounded.Loss(spread / Math.Sqrt(values.Length)),
            Median = Rounded.Loss(values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2),
            AboveZero = Rounded.Share(values.Count(value => value > 0), values.Length),
        };
    }

    private static GainQuadrant Quadrant(
        GainMeasurement.CellsOfRows quadrant,
        int rows,
        IReadOnlyDictionary<long, string> excerpts
    ) =>
        new()
        {
            View = quadrant.View,
            SparseClusters = quadrant.SparseClusters,
            Cells =
            [
                .. quadrant.Cells.Select(cell => new QuadrantCell
                {
                    Sparse = cell.Sparse,
                    HighGain = cell.High,
                    Rows = cell.Rows,
                    Share = Rounded.Share(cell.Rows, rows),
                    Examples = [.. cell.Examples.Select(row => Row(row.Gain, row.ClusterRows, excerpts))],
                }),
            ],
        };

    private static GainRow Row(RowGain gain, int clusterRows, IReadOnlyDictionary<long, string> excerpts) =>
        new()
        {
            Row = gain.Index,
            Gain = Rounded.Loss(gain.Gain),
            Specific = gain.Specific is { } specific ? Rounded.Loss(specific) : null,
            ClusterRows = clusterRows,
            Excerpt = excerpts[gain.Index],
        };
}
