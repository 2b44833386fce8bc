using Prismatic.Clustering;
using Prismatic.Numerics;

namespace Prismatic.Selection;

/// <summary>How rows are chosen from clusters.</summary>
public enum SelectionRule
{
    /// <summary>Every row may be kept, with weight 1 / size of its cluster. Any budget, and smaller budgets are subsets.</summary>
    Soft,

    /// <summary>The paper's: rows of the sparsest share of clusters; more or fewer than the budget are drawn uniformly.</summary>
    Hard,
}

/// <summary>What to keep, and how to choose it.</summary>
public sealed record SelectionOptions
{
    /// <summary>Rows to keep.</summary>
    public required KeepBudget Keep { get; init; }

    /// <summary>How rows are chosen from clusters.</summary>
    public SelectionRule Rule { get; init; } = SelectionDefaults.Rule;

    /// <summary>Share of the clusters that count as sparse under <see cref="SelectionRule.Hard"/>, in (0, 1].</summary>
    public double SparseShare { get; init; } = 0.5;

    /// <summary>Of the draws; the clusters have their own in <see cref="Clusters"/>.</summary>
    public ulong Seed { get; init; }

    /// <summary>How to cluster: the candidates, or the pool when there is one.</summary>
    public KMeansOptions Clusters { get; init; } = new();

    /// <summary>
    /// For each candidate the index of the first candidate with the same text, or -1 when it is itself the first; null
    /// when nothing is known. Such rows are dropped before clustering.
    /// </summary>
    public IReadOnlyList<int>? DuplicateOf { get; init; }

    /// <summary>As <see cref="DuplicateOf"/>, with the index of a row of the pool.</summary>
    public IReadOnlyList<int>? DuplicateOfPool { get; init; }

    /// <summary>
    /// For each candidate what <see cref="NearCopies.Search"/> said of it, accepted rows being those of the pool; null when
    /// near-copies are rows like any other. They are dropped before clustering; where fewer rows than the budget are left,
    /// the most different of them are taken back.
    /// </summary>
    public IReadOnlyList<NearCopy>? NearCopyOf { get; init; }

    /// <summary>
    /// Rows already accepted (unit rows of the same feature space). Clusters are then the pool's, candidates belong to
    /// the nearest, and sizes count rows of the pool.
    /// </summary>
    public Matrix? Pool { get; init; }

    /// <summary>Find for every dropped row the nearest kept one: O(dropped · kept · d).</summary>
    public bool FindNearestKept { get; init; } = true;
}
