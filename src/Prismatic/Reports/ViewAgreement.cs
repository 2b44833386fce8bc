namespace Prismatic.Reports;

/// <summary>Two views of the same rows compared: how alike they order pairs and rows, and where they differ.</summary>
public sealed record ViewAgreement
{
    private const int RowsShown = 3;

    private ViewAgreement(ViewMeasurement first, ViewMeasurement second) => (First, Second) = (first, second);

    /// <summary>One view.</summary>
    public ViewMeasurement First { get; }

    /// <summary>The other.</summary>
    public ViewMeasurement Second { get; }

    /// <summary>Spearman's correlation of the cosines of the same pairs.</summary>
    public double PairCorrelation { get; private init; }

    /// <summary>Spearman's correlation of <see cref="ViewMeasurement.RowCrowding"/>.</summary>
    public double CrowdingCorrelation { get; private init; }

    /// <summary>Rows near a template in both views, in the first only, in the second only.</summary>
    public (int Both, int First, int Second) NearTemplate { get; private init; }

    /// <summary>Indices of rows crowded in the first view and not in the second, most so first; one a cluster.</summary>
    internal IReadOnlyList<int> CrowdedInFirst { get; private init; } = [];

    /// <summary>The reverse.</summary>
    internal IReadOnlyList<int> CrowdedInSecond { get; private init; } = [];

    /// <summary>Rows measured.</summary>
    internal int RowCount => First.Clusters.Labels.Length;

    /// <summary>Numbers of the rows whose text the report shows.</summary>
    public IEnumerable<long> ExampleRows =>
        CrowdedInFirst.Concat(CrowdedInSecond).Select(row => First.Space.RowIndices[row]).Distinct();

    /// <summary>Every pair of views, in their order.</summary>
    /// <exception cref="ArgumentException">Views of different rows.</exception>
    public static IReadOnlyList<ViewAgreement> OfAll(IReadOnlyList<ViewMeasurement> views) =>
        [
            .. from first in Enumerable.Range(0, views.Count)
            from second in Enumerable.Range(first + 1, views.Count - first - 1)
            select Of(views[first], views[second]),
        ];

    /// <summary>Two views, measured with <see cref="ViewMeasurement.WithExamples"/>.</summary>
    /// <exception cref="ArgumentException">Views of different rows.</exception>
    public static ViewAgreement Of(ViewMeasurement first, ViewMeasurement second)
    {
        if (first.Clusters.Labels.Length != second.Clusters.Labels.Length)
        {
            throw new ArgumentException("Both views are of the same rows.", nameof(second));
        }
        var near = (Both: 0, First: 0, Second: 0);
        for (var row = 0; row < first.NearTemplate.Count; row++)
        {
            var (a, b) = (first.NearTemplate[row], second.NearTemplate[row]);
            near.Both += a && b ? 1 : 0;
            near.First += a && !b ? 1 : 0;
            near.Second += b && !a ? 1 : 0;
        }
        return new ViewAgreement(first, second)
        {
            PairCorrelation = RankCorrelation.Of(first.PairCosines, second.PairCosines),
            CrowdingCorrelation = RankCorrelation.Of(first.RowCrowding, second.RowCrowding),
            NearTemplate = near,
            CrowdedInFirst = Telling(first, second),
            CrowdedInSecond = Telling(second, first),
        };
    }

    /// <summary>Rows near a template in one view and not in the other, by how far apart their ranks are.</summary>
    private static List<int> Telling(ViewMeasurement crowded, ViewMeasurement other)
    {
        if (!VerdictRules.KnowsCrowds(crowded.Space.Name))
        {
            return [];
        }
        var (high, low) = (RankCorrelation.Ranks(crowded.RowCrowding), RankCorrelation.Ranks(other.RowCrowding));
        return
        [
            .. Enumerable
                .Range(0, crowded.NearTemplate.Count)
                .Where(row => crowded.NearTemplate[row] && !other.NearTemplate[row])
                .OrderByDescending(row => high[row] - low[row])
                .ThenBy(row => row)
                .DistinctBy(row => crowded.Clusters.Labels[row])
                .Take(RowsShown),
        ];
    }
}
