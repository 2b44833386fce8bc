using Prismatic.Numerics;

namespace Prismatic.Clustering;

/// <summary>Clusters of n rows; labels and centroids agree: every row bears the label of its nearest centroid.</summary>
public sealed record KMeansResult
{
    /// <summary>For each row its cluster, in [0, k).</summary>
    public required int[] Labels { get; init; }

    /// <summary>k × d, unit rows; k is less than asked for when there are fewer distinct rows.</summary>
    public required Matrix Centroids { get; init; }

    /// <summary>For each row the cosine with its own centroid.</summary>
    public required float[] Similarities { get; init; }

    /// <summary>Rows of each cluster; never 0.</summary>
    public required int[] Sizes { get; init; }

    /// <summary>Sum of similarities at each assignment, the last one included; only re-seeding can make it fall.</summary>
    public required IReadOnlyList<double> Objectives { get; init; }

    /// <summary>Rounds done; less than asked for when nothing moved any more.</summary>
    public required int Iterations { get; init; }

    /// <summary>k.</summary>
    public int ClusterCount => Sizes.Length;

    /// <summary>Sum of 1 - cosine over all rows: half the squared distance of unit vectors.</summary>
    public double Inertia => Labels.Length - Objectives[^1];
}
