using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Groups of similar rows in one feature space.</summary>
public sealed record ClusterSummary
{
    [Description("Clusters asked for (k).")]
    public required int Count { get; init; }

    [Description(
        "Exponential of the entropy of cluster sizes: clusters of equal size that would be as even. Of one seed; spread says what others give."
    )]
    public required double EffectiveCount { get; init; }

    [Description(
        "Rows in crowded clusters over rows measured: rows near a template they share with others. Of one seed, as above."
    )]
    public required double CrowdedShare { get; init; }

    [Description("A cluster is crowded when it has at least 5 rows and the mean cosine between them is at least this.")]
    public required double CrowdedCosine { get; init; }

    [Description("Both numbers at a common number of rows, with their spread over seeds and draws.")]
    public ClusterSpread? Spread { get; init; }

    [Description("How many clusters have how many rows; classes double in width.")]
    public required IReadOnlyList<SizeClass> Sizes { get; init; }

    [Description("The largest crowded clusters first, then the largest others.")]
    public required IReadOnlyList<ClusterExample> Largest { get; init; }
}

/// <summary>Numbers of clusters over several clusterings, each from a seed of its own and of rows drawn anew.</summary>
public sealed record ClusterSpread
{
    [Description("Rows in each draw: 1,000, or all where there are fewer; then only the seed changes.")]
    public required int Rows { get; init; }

    [Description("Clusterings.")]
    public required int Draws { get; init; }

    [Description("Mean of the effective count.")]
    public required double EffectiveCount { get; init; }

    [Description("Standard deviation of the effective count over the clusterings.")]
    public required double EffectiveCountDeviation { get; init; }

    [Description("Mean of the share of rows in crowded clusters.")]
    public required double CrowdedShare { get; init; }

    [Description("Standard deviation of that share over the clusterings.")]
    public required double CrowdedShareDeviation { get; init; }
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

    [Description("Mean cosine between its rows and its centroid; in views of meaning, of rows less their mean.")]
    public required double MeanSimilarity { get; init; }

    [Description("Mean cosine between different rows of the cluster; in views of meaning, of rows less their mean.")]
    public required double MeanCosine { get; init; }

    [Description("Whether it counts as crowded.")]
    public required bool Crowded { get; init; }

    [Description(
        "Words and pairs of words that set the cluster apart from other rows, the most telling first; only of audit."
    )]
    public IReadOnlyList<string> Terms { get; init; } = [];

    [Description("Rows nearest the centroid.")]
    public required IReadOnlyList<ExampleRow> Examples { get; init; }
}
