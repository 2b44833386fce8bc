using System.Globalization;
using Prismatic.Reports;
using Prismatic.Selection;
using Reason = Prismatic.Selection.DropReason;

namespace Prismatic.Tool.Measuring;

/// <summary>Of all rows that a filter left out, what a report tells of them: bounded, whatever the size of the data.</summary>
/// <param name="outcome">What was chosen.</param>
/// <param name="rule">How.</param>
/// <param name="nearCopies">Least cosine of a near-copy.</param>
internal sealed class DroppedRows(FilterOutcome outcome, SelectionRule rule, double nearCopies)
{
    /// <summary>Rows listed for each reason.</summary>
    public const int RowsOfReason = 30;

    private const int ClustersShown = 30;

    private readonly IReadOnlyList<DroppedLine> _listed = [.. outcome.Dropped.GroupBy(Kind).SelectMany(Spread)];

    /// <summary>Numbers of the rows whose texts are shown.</summary>
    public IEnumerable<long> ExampleRows =>
        _listed.Select(line => line.Row).Concat(_listed.Select(line => line.NearestKept).OfType<long>()).Distinct();

    /// <summary>The explorer of dropped rows.</summary>
    /// <param name="texts">Texts of <see cref="ExampleRows"/>, by row number.</param>
    /// <param name="letters">Greatest length of a text.</param>
    public DroppedRowsSummary Summarise(IReadOnlyDictionary<long, string> texts, int letters)
    {
        var budget = new TextBudget(letters);
        var reasons = outcome.Reasons;
        var order = reasons
            .Select((reason, place) => (reason.Reason, place))
            .ToDictionary(pair => pair.Reason, pair => pair.place);
        var losses = Losses();
        return new DroppedRowsSummary
        {
            Reasons =
            [
                .. reasons.Select(reason => new DropReasonDetail
                {
                    Reason = reason.Reason,
                    Rows = reason.Rows,
                    Share = Rounded.Share(reason.Rows, outcome.Scan.RowCount),
                    Limit = Limit(reason.Reason),
                }),
            ],
            Clusters = outcome.Selection.ClusterSizes.Count(size => size > 0),
            ClustersThatLost = losses.Count,
            Largest = [.. losses.Take(ClustersShown)],
            Rows = [.. _listed.OrderBy(line => order[Kind(line)]).Select(line => Example(line, texts, budget))],
        };
    }

    private static DroppedRowExample Example(
        DroppedLine line,
        IReadOnlyDictionary<long, string> texts,
        TextBudget budget
    ) =>
        new()
        {
            Row = line.Row,
            Reason = line.Reason,
            Excerpt = budget.Cut(texts.GetValueOrDefault(line.Row, "")),
            Cluster = line.Cluster,
            ClusterSize = line.ClusterSize,
            NearestKept = line.NearestKept,
            NearestSimilarity = line.NearestSimilarity is { } cosine ? Rounded.Share(cosine) : null,
            NearestExcerpt = line.NearestKept is { } kept ? budget.Cut(texts.GetValueOrDefault(kept, "")) : null,
        };

    // A row of every cluster before a second one of any, large clusters first.
    private static IEnumerable<DroppedLine> Spread(IEnumerable<DroppedLine> lines) =>
        lines
            .GroupBy(line => line.Cluster)
            .OrderByDescending(cluster => cluster.First().ClusterSize ?? 0)
            .ThenBy(cluster => cluster.First().Row)
            .SelectMany(cluster => cluster.Index())
            .OrderBy(pair => pair.Index)
            .Select(pair => pair.Item)
            .Take(RowsOfReason);

    private List<ClusterLoss> Losses()
    {
        var kept = outcome.Selection.Kept.CountBy(row => row.Cluster).ToDictionary();
        return
        [
            .. outcome
                .Dropped.Where(line => line.Cluster is not null)
                .CountBy(line => line.Cluster!.Value)
                .OrderByDescending(cluster => cluster.Value)
                .ThenBy(cluster => cluster.Key)
                .Select(cluster => new ClusterLoss
                {
                    Cluster = cluster.Key,
                    Size = outcome.Selection.ClusterSizes[cluster.Key],
                    Kept = kept.GetValueOrDefault(cluster.Key),
                    Dropped = cluster.Value,
                }),
        ];
    }

    private string Limit(string reason)
    {
        var budget = outcome.Selection.Budget.ToString("N0", CultureInfo.InvariantCulture);
        if (reason == FilterOutcome.Describe(Reason.DenseCluster))
        {
            var largest = (outcome.Selection.LargestSparse ?? 0).ToString("N0", CultureInfo.InvariantCulture);
            return $"the sparsest half of the clusters came first: those of up to {largest} rows";
        }
        if (reason == FilterOutcome.Describe(Reason.NotDrawn))
        {
            return rule == SelectionRule.Soft
                ? $"a row weighed 1 over the size of its cluster, and {budget} rows were drawn"
                : $"its cluster was among the sparsest, and {budget} rows were drawn";
        }
        var threshold = nearCopies.ToString("0.00##", CultureInfo.InvariantCulture);
        return reason switch
        {
            FilterOutcome.NullText or FilterOutcome.EmptyText => "what has no text cannot be compared",
            FilterOutcome.ExactDuplicate => "equal to the byte; the first one stays",
            FilterOutcome.ExactDuplicateOfPool => "equal to the byte to a row that was accepted before",
            _ => $"cosine from {threshold} on, numbers and names masked",
        };
    }

    private static string Kind(DroppedLine line) => line.Kind ?? line.Reason;
}
