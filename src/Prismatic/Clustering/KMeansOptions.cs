using Prismatic.Numerics;

namespace Prismatic.Clustering;

/// <summary>How to cluster. The defaults are those of the Prismatic paper, with a cap on the number of clusters.</summary>
public sealed record KMeansOptions
{
    /// <summary>Clusters wanted; null for one for every ten rows, at most <see cref="MaxClusterCount"/>.</summary>
    public int? ClusterCount { get; init; }

    /// <summary>Rounds of assigning and moving; fewer when nothing moves any more.</summary>
    public int Iterations { get; init; } = 20;

    /// <summary>Of the first centroids.</summary>
    public ulong Seed { get; init; }

    /// <summary>Cap of the default number of clusters: the work of a round grows with rows times clusters.</summary>
    public int MaxClusterCount { get; init; } = 4096;

    /// <summary>First centroids (k × d, unit rows) instead of seeded ones; k is then their number.</summary>
    public Matrix? InitialCentroids { get; init; }

    /// <summary>k for <paramref name="rowCount"/> rows, before rows that are equal reduce it.</summary>
    public int CountFor(int rowCount)
    {
        var wanted = ClusterCount ?? Math.Min((int)((rowCount + 9L) / 10), MaxClusterCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1, nameof(ClusterCount));
        return Math.Min(wanted, rowCount);
    }
}
