using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Groups of similar rows in one feature space.</summary>
public sealed record ClusterSummary
{
    [Description("Clusters asked for (k).")]
    public required int Count { get; init; }

    [Description("Exponential of the entropy of cluster sizes: clusters of equal size that would be as even.")]
    public required double EffectiveCount { get; init; }

    [Description("Rows that lie close to the centre of a cluster of several, over rows measured: near one template.")]
    public required double CrowdedShare { get; init; }

    [Description("How many clusters have how many rows; classes double in width.")]
    public required IReadOnlyList<SizeClass> Sizes { get; init; }

    [Description("The largest crowded clusters first, then the largest others.")]
    public required IReadOnlyList<ClusterExample> Largest { get; init; }
}

/// <summary>Clusters whose size lies in one class.</summary>
public sealed record SizeClass
{
    [Description("Smallest size of the class.")]
    public required int From { get; init; }

    [Description("Largest size of the class.")]
    public required int To { get; init; }

    [Description("Clusters of such a size.")]
    public required int Clusters { get; init; }

    [Description("Rows in them.")]
    public required int Rows { get; init; }
}

/// <summary>One cluster, with rows to look at.</summary>
public sealed record ClusterExample
{
    [Description("Rows in the cluster.")]
    public required int Rows { get; init; }

    [Description("Over all rows measured, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Mean cosine between its rows and its centroid.")]
    public required double MeanSimilarity { get; init; }

    [Description("Rows nearest the centroid.")]
    public required IReadOnlyList<ExampleRow> Examples { get; init; }
}
