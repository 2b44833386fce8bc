using Prismatic.Clustering;
using Prismatic.Diversity;
using Prismatic.Features;

namespace Prismatic.Reports;

/// <summary>All that was measured in one feature space: what a <see cref="ViewSummary"/> is made of.</summary>
public sealed record ViewMeasurement
{
    /// <summary>Modes listed, and rows shown for each.</summary>
    public const int ModeCount = 10;

    /// <summary>Clusters listed.</summary>
    public const int ClusterCount = 8;

    /// <summary>Rows shown for each mode and cluster.</summary>
    public const int ExampleCount = 3;

    /// <summary>Smallest crowded cluster.</summary>
    public const int CrowdedRows = 5;

    /// <summary>The view; its vectors are no longer needed here and may be left out.</summary>
    public required FeatureSpace Space { get; init; }

    public required EffectiveModesResult Modes { get; init; }

    public required RarefactionResult Rarefied { get; init; }

    public required KMeansResult Clusters { get; init; }

    /// <summary>For views with a model.</summary>
    public FamiliaritySummary? Familiarity { get; init; }

    /// <summary>Cosines of the pairs of <see cref="RowPairs"/>; empty when views are not compared.</summary>
    public IReadOnlyList<float> PairCosines { get; init; } = [];

    /// <summary>Of some rows the cosine with the most similar other of them; empty where it was not measured.</summary>
    public IReadOnlyList<float> Nearest { get; init; } = [];

    /// <summary>The score before the view was centred on a reference; null where it was not.</summary>
    public (VendiResult Score, RarefactionResult Rarefied)? Raw { get; init; }

    /// <summary>Other clusterings, each from another seed and of rows drawn anew; empty where the spread was not measured.</summary>
    public IReadOnlyList<KMeansResult> ClusterDraws { get; init; } = [];

    /// <summary>Score and clusterings at the rows that a baseline has too; null where none asked for them.</summary>
    public (RarefactionResult Rarefied, IReadOnlyList<KMeansResult> Draws)? AtCommonRows { get; init; }

    /// <summary>For each of the clusters shown the words that set it apart; empty where they were not looked for.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Terms { get; init; } = [];

    /// <summary>Numbers of the rows of each cluster shown.</summary>
    public IReadOnlyList<IReadOnlyList<long>> ShownClusters =>
        [.. Largest.Select(cluster => cluster.Rows.Select(row => Space.RowIndices[row]).ToList())];

    /// <summary>For each row its mean cosine with the rest of its cluster; 0 where it is alone.</summary>
    internal IReadOnlyList<float> RowCrowding { get; private init; } = [];

    /// <summary>For each row whether its cluster is crowded.</summary>
    internal IReadOnlyList<bool> NearTemplate { get; private init; } = [];

    /// <summary>Where the mean cosine between rows of a cluster makes it crowded; see docs/report-schema.md.</summary>
    internal double CrowdedCosine => VerdictRules.CrowdedCosine(Space.Name);

    /// <summary>The clusters to show: crowded ones first, then by size.</summary>
    internal IReadOnlyList<ClusterMembers> Largest { get; private init; } = [];

    /// <summary>Rows in crowded clusters.</summary>
    internal long CrowdedRowCount { get; private init; }

    /// <summary>Numbers of the rows whose text the report shows.</summary>
    public IEnumerable<long> ExampleRows =>
        Largest
            .SelectMany(cluster => cluster.Nearest)
            .Concat(Modes.Modes.Take(ModeCount).SelectMany(mode => mode.Examples.Take(ExampleCount).Select(e => e.Row)))
            .Select(row => Space.RowIndices[row])
            .Distinct();

    /// <summary>Looks for what is worth showing.</summary>
    public ViewMeasurement WithExamples()
    {
        var members = ClusterMembers.Of(Clusters);
        var (crowding, near) = (new float[Clusters.Labels.Length], new bool[Clusters.Labels.Length]);
        foreach (var cluster in members)
        {
            foreach (var row in cluster.Rows)
            {
                crowding[row] = cluster.Crowding(Clusters.Similarities[row]);
                near[row] = IsCrowded(cluster);
            }
        }
        return this with
        {
            RowCrowding = crowding,
            NearTemplate = near,
            Largest =
            [
                .. members
                    .OrderByDescending(cluster => IsCrowded(cluster))
                    .ThenByDescending(cluster => cluster.Rows.Count)
                    .ThenBy(cluster => cluster.Rows[0])
                    .Take(ClusterCount),
            ],
            CrowdedRowCount = members.Where(IsCrowded).Sum(cluster => (long)cluster.Rows.Count),
        };
    }

    internal bool IsCrowded(ClusterMembers cluster) =>
        cluster.Rows.Count >= CrowdedRows && cluster.MeanCosine >= CrowdedCosine;
}

/// <summary>The rows of one cluster, as indices into the matrix.</summary>
internal sealed record ClusterMembers(IReadOnlyList<int> Rows, double MeanSimilarity, IReadOnlyList<int> Nearest)
{
    /// <summary>
    /// Between different rows: the centroid is the direction of the sum of m unit rows, so their mean similarity R to it
    /// is the length of their mean, and m² R² is the sum of all their cosines, m of which are a row's with itself.
    /// </summary>
    public double MeanCosine =>
        Rows.Count < 2 ? 0 : ((Rows.Count * MeanSimilarity * MeanSimilarity) - 1) / (Rows.Count - 1);

    /// <summary>
    /// Of one row with all others: m R is the length of the sum of the cluster's m rows, so a row's cosine s with the
    /// centroid makes m R s the sum of its cosines, its own 1 among them.
    /// </summary>
    public float Crowding(float similarity) =>
        Rows.Count < 2 ? 0 : (float)(((Rows.Count * MeanSimilarity * similarity) - 1) / (Rows.Count - 1));

    public static IReadOnlyList<ClusterMembers> Of(KMeansResult clusters) =>
        [
            .. Enumerable
                .Range(0, clusters.Labels.Length)
                .GroupBy(row => clusters.Labels[row])
                .OrderBy(group => group.Key)
                .Select(group => group.ToList())
                .Select(rows => new ClusterMembers(
                    rows,
                    rows.Average(row => (double)clusters.Similarities[row]),
                    [
                        .. rows.OrderByDescending(row => clusters.Similarities[row])
                            .ThenBy(row => row)
                            .Take(ViewMeasurement.ExampleCount),
                    ]
                )),
        ];
}
