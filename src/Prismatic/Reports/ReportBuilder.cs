using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Features;

namespace Prismatic.Reports;

/// <summary>Maps measurements to the report: the one place that knows both, so that either can change alone.</summary>
public static class ReportBuilder
{
    /// <summary>What was read.</summary>
    public static DatasetSummary Summarise(Dataset dataset, DatasetScan scan) =>
        new()
        {
            Files = [.. dataset.Files.Select(file => Path.GetFileName(file))],
            Fields = dataset.Fields.Describe(),
            Rows = scan.RowCount,
            RowsWithText = scan.TextCount,
            NullTexts = scan.NullRows.Count,
            EmptyTexts = scan.EmptyRows.Count,
            ExactDuplicates = scan.Duplicates.Count,
            ExactDuplicateShare = Rounded.Share(scan.Duplicates.Count, scan.TextCount),
            MeasuredRows = scan.Rows.Count,
        };

    /// <summary>One view.</summary>
    /// <param name="view">With its examples chosen.</param>
    /// <param name="excerpts">Texts of <see cref="ViewMeasurement.ExampleRows"/>, by row number.</param>
    public static ViewSummary Summarise(ViewMeasurement view, IReadOnlyDictionary<long, string> excerpts)
    {
        var score = view.Modes.Score;
        return new ViewSummary
        {
            Name = view.Space.Name,
            Description = Describe(view.Space.Name),
            Fingerprint = view.Space.Fingerprint,
            Parameters = view.Space.Parameters,
            Rows = (int)score.RowCount,
            Dimensions = score.Dimension,
            Vendi = Scores(score.Order1, score.Order2, score.OrderInfinity),
            Ceiling = Scores(score.Ceiling.Order1, score.Ceiling.Order2, score.Ceiling.OrderInfinity),
            ShareOfCeiling = Rounded.Share(score.Order1 / score.Ceiling.Order1),
            Rarefied = Summarise(view.Rarefied),
            Clusters = Clusters(view, excerpts),
            Modes =
            [
                .. view
                    .Modes.Modes.Take(ViewMeasurement.ModeCount)
                    .Select(mode => new ModeSummary
                    {
                        Share = Rounded.Share(mode.Share),
                        Examples = Examples(
                            view,
                            mode.Examples.Take(ViewMeasurement.ExampleCount).Select(example => example.Row),
                            excerpts
                        ),
                    }),
            ],
            Familiarity = view.Familiarity,
        };
    }

    /// <summary>Scores of subsets of one size.</summary>
    public static RarefiedScore Summarise(RarefactionResult rarefied)
    {
        var (mean, spread) = rarefied.Order1;
        return new RarefiedScore
        {
            Rows = rarefied.Count,
            Draws = rarefied.Draws.Count,
            Mean = Rounded.Score(mean),
            StandardDeviation = Rounded.Score(spread),
            ShareOfCeiling = Rounded.Share(mean / rarefied.Draws[0].Ceiling.Order1),
        };
    }

    private static ClusterSummary Clusters(ViewMeasurement view, IReadOnlyDictionary<long, string> excerpts)
    {
        var sizes = view.Clusters.Sizes;
        var rows = view.Clusters.Labels.Length;
        return new ClusterSummary
        {
            Count = sizes.Length,
            EffectiveCount = Rounded.Score(
                Math.Exp(
                    -sizes.Where(size => size > 0).Sum(size => (double)size / rows * Math.Log((double)size / rows))
                )
            ),
            CrowdedShare = Rounded.Share(view.CrowdedRowCount, rows),
            CrowdedCosine = Rounded.Share(view.CrowdedCosine),
            Sizes = SizeClasses(sizes),
            Largest =
            [
                .. view.Largest.Select(cluster => new ClusterExample
                {
                    Rows = cluster.Rows.Count,
                    Share = Rounded.Share(cluster.Rows.Count, rows),
                    MeanSimilarity = Rounded.Share(cluster.MeanSimilarity),
                    MeanCosine = Rounded.Share(cluster.MeanCosine),
                    Crowded = view.IsCrowded(cluster),
                    Examples = Examples(view, cluster.Nearest, excerpts),
                }),
            ],
        };
    }

    private static List<SizeClass> SizeClasses(IReadOnlyList<int> sizes) =>
        [
            .. sizes
                .Where(size => size > 0)
                .GroupBy(size => System.Numerics.BitOperations.Log2((uint)size))
                .OrderBy(group => group.Key)
                .Select(group => new SizeClass
                {
                    From = 1 << group.Key,
                    To = (int)((2L << group.Key) - 1),
                    Clusters = group.Count(),
                    Rows = group.Sum(),
                }),
        ];

    private static List<ExampleRow> Examples(
        ViewMeasurement view,
        IEnumerable<int> rows,
        IReadOnlyDictionary<long, string> excerpts
    ) =>
        [
            .. rows.Select(row => view.Space.RowIndices[row])
                .Select(row => new ExampleRow { Row = row, Excerpt = excerpts[row] })
                .DistinctBy(example => example.Excerpt),
        ];

    private static VendiScores Scores(double order1, double order2, double orderInfinity) =>
        new()
        {
            Order1 = Rounded.Score(order1),
            Order2 = Rounded.Score(order2),
            OrderInfinity = Rounded.Score(orderInfinity),
        };

    private static string Describe(string name) =>
        name switch
        {
            "ngrams" => "What the rows say: runs of characters, weighted by how rare they are. Needs no model.",
            "gradients" => "What a small language model would learn from the rows: the gradients of its loss.",
            _ => "",
        };
}
