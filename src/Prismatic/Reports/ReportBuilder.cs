using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Features;

namespace Prismatic.Reports;

/// <summary>Maps measurements to the report: the one place that knows both, so that either can change alone.</summary>
public static class ReportBuilder
{
    private const int RowsWithoutText = 5;

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
            FirstWithoutText = [.. scan.NullRows.Concat(scan.EmptyRows).Order().Take(RowsWithoutText)],
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
            AtCommonRows = ClusterNumbers.AtCommonRows(view),
            Raw = view.Raw is { } raw
                ? new RawScores { Order1 = Rounded.Score(raw.Score.Order1), Rarefied = Summarise(raw.Rarefied) }
                : null,
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
            Spectrum = SpectrumBuilder.Of(score),
            Nearest = HistogramBuilder.OfSimilarities(view.Nearest),
            Familiarity = view.Familiarity,
        };
    }

    /// <summary>Two views together.</summary>
    /// <param name="agreement">What was measured.</param>
    /// <param name="excerpts">Texts of <see cref="ViewAgreement.ExampleRows"/>, by row number.</param>
    public static AgreementSummary Summarise(ViewAgreement agreement, IReadOnlyDictionary<long, string> excerpts)
    {
        var (first, second) = (agreement.First.Space.Name, agreement.Second.Space.Name);
        var near = agreement.NearTemplate;
        var shares = (Share(near.Both), Share(near.First), Share(near.Second));
        var loss = agreement.First.Familiarity ?? agreement.Second.Familiarity;
        var (kind, sentences) = AgreementRules.Judge(first, second, shares, agreement.PairCorrelation, loss?.MeanLoss);
        return new AgreementSummary
        {
            First = first,
            Second = second,
            Kind = kind,
            Sentences = sentences,
            PairCorrelation = Rounded.Share(agreement.PairCorrelation),
            CrowdingCorrelation = Rounded.Share(agreement.CrowdingCorrelation),
            NearTemplateInBoth = shares.Item1,
            NearTemplateInFirst = shares.Item2,
            NearTemplateInSecond = shares.Item3,
            CrowdedInFirst = Rows(agreement.CrowdedInFirst),
            CrowdedInSecond = Rows(agreement.CrowdedInSecond),
        };

        double Share(int rows) => Rounded.Share(rows, agreement.RowCount);

        List<CrowdedRow> Rows(IEnumerable<int> rows) =>
            [
                .. rows.Select(row => new CrowdedRow
                {
                    Row = agreement.First.Space.RowIndices[row],
                    CrowdingInFirst = Rounded.Share(agreement.First.RowCrowding[row]),
                    CrowdingInSecond = Rounded.Share(agreement.Second.RowCrowding[row]),
                    Excerpt = excerpts[agreement.First.Space.RowIndices[row]],
                }),
            ];
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
            EffectiveCount = Rounded.Score(ClusterNumbers.EffectiveCount(view.Clusters)),
            CrowdedShare = Rounded.Share(view.CrowdedRowCount, rows),
            CrowdedCosine = Rounded.Share(view.CrowdedCosine),
            Spread = ClusterNumbers.Spread(view),
            Sizes = SizeClasses(sizes),
            Largest =
            [
                .. view.Largest.Select(
                    (cluster, place) =>
                        new ClusterExample
                        {
                            Rows = cluster.Rows.Count,
                            Share = Rounded.Share(cluster.Rows.Count, rows),
                            MeanSimilarity = Rounded.Share(cluster.MeanSimilarity),
                            MeanCosine = Rounded.Share(cluster.MeanCosine),
                            Crowded = view.IsCrowded(cluster),
                            Terms = view.Terms.ElementAtOrDefault(place) ?? [],
                            Examples = Examples(view, cluster.Nearest, excerpts),
                        }
                ),
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

    internal static string Describe(string name) =>
        name switch
        {
            "ngrams" => "What the rows say: runs of characters, weighted by how rare they are. Needs no model.",
            "gradients" => "What a small language model would learn from the rows: the gradients of its loss.",
            "hidden" => "What a small language model makes of the rows: the mean of its last hidden states.",
            "encoder" => "What the rows mean: the vectors of a sentence encoder.",
            _ when name.Contains('+') =>
                "Two views as one: the cosine of two rows is the mean of their cosines in both.",
            _ => "",
        };
}
