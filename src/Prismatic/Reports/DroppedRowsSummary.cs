using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>What a filter left out and why: every reason, the clusters that lost most, and rows to look at.</summary>
public sealed record DroppedRowsSummary
{
    [Description("Every reason, most frequent first; together all rows left out.")]
    public required IReadOnlyList<DropReasonDetail> Reasons { get; init; }

    [Description("Clusters with a row; of a pool where there was one.")]
    public required int Clusters { get; init; }

    [Description("Clusters that lost a row, copies counted with what they copy.")]
    public required int ClustersThatLost { get; init; }

    [Description("The clusters that lost most rows.")]
    public required IReadOnlyList<ClusterLoss> Largest { get; init; }

    [Description("Some rows of every reason, from as many clusters as there are, large ones first.")]
    public required IReadOnlyList<DroppedRowExample> Rows { get; init; }
}

/// <summary>One reason, and what decided.</summary>
public sealed record DropReasonDetail
{
    [Description("The reason, as in dropped.")]
    public required string Reason { get; init; }

    [Description("Rows left out for it.")]
    public required long Rows { get; init; }

    [Description("These over the rows read, 0 to 1.")]
    public required double Share { get; init; }

    [Description("The limit behind it, in words.")]
    public required string Limit { get; init; }
}

/// <summary>What became of the rows of one cluster.</summary>
public sealed record ClusterLoss
{
    [Description("Number of the cluster, as in the side files.")]
    public required int Cluster { get; init; }

    [Description("Its size, which rows were weighed by: different rows, or rows of the pool.")]
    public required int Size { get; init; }

    [Description("Rows kept.")]
    public required int Kept { get; init; }

    [Description("Rows left out.")]
    public required int Dropped { get; init; }
}

/// <summary>A row that was left out, and the row that stands for it.</summary>
public sealed record DroppedRowExample
{
    [Description("Row number in the data set, from 0.")]
    public required long Row { get; init; }

    [Description("Why, as in the side file of dropped rows.")]
    public required string Reason { get; init; }

    [Description("Its beginning, on one line.")]
    public required string Excerpt { get; init; }

    [Description("Its cluster; null without one.")]
    public int? Cluster { get; init; }

    [Description("Size of its cluster; null without one.")]
    public int? ClusterSize { get; init; }

    [Description("The kept row nearest to it; null where none was looked for.")]
    public long? NearestKept { get; init; }

    [Description("Cosine with that row.")]
    public double? NearestSimilarity { get; init; }

    [Description("The beginning of that row.")]
    public string? NearestExcerpt { get; init; }
}
