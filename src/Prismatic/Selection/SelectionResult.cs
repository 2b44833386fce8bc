namespace Prismatic.Selection;

/// <summary>Why a row is not in the output.</summary>
public enum DropReason
{
    /// <summary>An earlier candidate has the same text.</summary>
    ExactDuplicate,

    /// <summary>A row of the pool has the same text.</summary>
    ExactDuplicateOfPool,

    /// <summary>An earlier candidate that stands is nearly the same.</summary>
    NearCopy,

    /// <summary>A row of the pool is nearly the same.</summary>
    NearCopyOfPool,

    /// <summary>Hard rule: its cluster is not among the sparsest.</summary>
    DenseCluster,

    /// <summary>It was in the draw, and others were drawn.</summary>
    NotDrawn,
}

/// <summary>A row of the output. Indices are those of the candidates' matrix.</summary>
/// <param name="Row">Candidate.</param>
/// <param name="Cluster">Its cluster, in [0, k).</param>
/// <param name="ClusterSize">Distinct rows of the cluster; with a pool, rows of the pool.</param>
/// <param name="Similarity">Cosine with the cluster's centroid.</param>
public readonly record struct KeptRow(int Row, int Cluster, int ClusterSize, float Similarity);

/// <summary>A row that is left out, and what stands for it.</summary>
/// <param name="Row">Candidate.</param>
/// <param name="Reason">Why.</param>
/// <param name="DuplicateOf">The row it repeats, of candidates or pool according to the reason; else -1.</param>
/// <param name="Cluster">Its cluster; for copies of a candidate that row's; -1 for copies of the pool.</param>
/// <param name="ClusterSize">As <see cref="KeptRow"/>; 0 without a cluster.</param>
/// <param name="Similarity">As <see cref="KeptRow"/>; 0 without a cluster.</param>
/// <param name="NearestKept">The kept row nearest by cosine, lowest index of equals; -1 when not looked for.</param>
/// <param name="NearestSimilarity">Cosine with it; 0 when not looked for.</param>
/// <param name="CopySimilarity">Of a near-copy the cosine it was told by; 1 for duplicates, 0 for all others.</param>
public readonly record struct DroppedRow(
    int Row,
    DropReason Reason,
    int DuplicateOf,
    int Cluster,
    int ClusterSize,
    float Similarity,
    int NearestKept,
    float NearestSimilarity,
    float CopySimilarity
);

/// <summary>A selection: every candidate is in exactly one of the two lists, both in ascending order.</summary>
public sealed record SelectionResult
{
    /// <summary>Rows of the output.</summary>
    public required IReadOnlyList<KeptRow> Kept { get; init; }

    /// <summary>All others.</summary>
    public required IReadOnlyList<DroppedRow> Dropped { get; init; }

    /// <summary>Rows asked for; kept are fewer only when there are not that many distinct candidates.</summary>
    public required int Budget { get; init; }

    /// <summary>Near-copies that were kept after all, the most different first, since the budget was not met without.</summary>
    public int TakenBack { get; init; }

    /// <summary>Size of the largest cluster that counted as sparse; null under the soft rule.</summary>
    public int? LargestSparse { get; init; }

    /// <summary>Rows of each cluster: distinct candidates, or rows of the pool.</summary>
    public required IReadOnlyList<int> ClusterSizes { get; init; }
}
