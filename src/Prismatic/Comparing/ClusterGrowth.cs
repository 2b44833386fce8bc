using Prismatic.Clustering;

namespace Prismatic.Comparing;

/// <summary>One cluster of the union of both sets.</summary>
/// <param name="Cluster">Its number.</param>
/// <param name="Base">Rows of BASE in it.</param>
/// <param name="Head">Rows of HEAD in it.</param>
/// <param name="BaseShare">Of BASE's rows, 0 to 1.</param>
/// <param name="HeadShare">Of HEAD's rows, 0 to 1.</param>
/// <param name="Error">
/// Standard error of the change of share, if rows that came and went were drawn from all rows at random: unchanged rows, which both sets
/// share, change nothing.
/// </param>
public readonly record struct ClusterGrowth(
    int Cluster,
    int Base,
    int Head,
    double BaseShare,
    double HeadShare,
    double Error
)
{
    /// <summary>Errors from which a change is told: hundreds of clusters are looked at, and two errors come about by chance.</summary>
    public const double ClearErrors = 3;

    /// <summary>Rows by which a cluster must differ from its share: of fewer rows an error says little.</summary>
    public const int LeastRows = 5;

    /// <summary>Share in HEAD less share in BASE.</summary>
    public double Change => HeadShare - BaseShare;

    /// <summary>Whether chance alone would hardly explain it, and it is about more than a few rows.</summary>
    public bool IsClear =>
        Math.Abs(Change) > ClearErrors * Error
        && Math.Abs(Change) * Math.Max(Base / BaseShareOrOne, Head / HeadShareOrOne) >= LeastRows;

    private double BaseShareOrOne => BaseShare > 0 ? BaseShare : 1;

    private double HeadShareOrOne => HeadShare > 0 ? HeadShare : 1;

    /// <summary>All clusters, by number.</summary>
    /// <param name="clusters">Of the union.</param>
    /// <param name="union">Which row is whose.</param>
    public static IReadOnlyList<ClusterGrowth> Of(KMeansResult clusters, RowUnion union)
    {
        var (before, after) = (new int[clusters.ClusterCount], new int[clusters.ClusterCount]);
        for (var place = 0; place < union.BaseNumbers.Count; place++)
        {
            before[clusters.Labels[place]]++;
        }
        foreach (var place in union.Head)
        {
            after[clusters.Labels[place]]++;
        }
        double n = union.BaseNumbers.Count;
        double m = union.Head.Count;
        var came = union.NewNumbers.Count;
        // Rows of BASE that HEAD does not have as they were.
        var went = n - (m - came);
        var scale = (came / (m * m)) + (went / (n * n));
        return
        [
            .. before.Select(
                (count, cluster) =>
                {
                    var share = clusters.Sizes[cluster] / (double)union.Count;
                    var error = Math.Sqrt(share * (1 - share) * scale);
                    return new ClusterGrowth(cluster, count, after[cluster], count / n, after[cluster] / m, error);
                }
            ),
        ];
    }
}
