using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>What a filter kept and dropped. Kept and dropped rows add up to the rows read.</summary>
public sealed record FilterSummary
{
    [Description("The feature space rows were chosen by.")]
    public required string Features { get; init; }

    [Description("The rule: soft or hard.")]
    public required string Rule { get; init; }

    [Description("Rows asked for.")]
    public required long Budget { get; init; }

    [Description("Rows written.")]
    public required long KeptRows { get; init; }

    [Description("Rows left out.")]
    public required long DroppedRows { get; init; }

    [Description("Rows of the pool that was already accepted; null without one.")]
    public long? PoolRows { get; init; }

    [Description("Why rows were left out.")]
    public required IReadOnlyList<DropReason> Dropped { get; init; }

    [Description(
        "Reasons with their limits, clusters that lost rows, and rows to look at; null in reports of earlier programs."
    )]
    public DroppedRowsSummary? Explorer { get; init; }

    [Description("What became of near-copies; null when they were not looked for.")]
    public NearCopySummary? NearCopies { get; init; }

    [Description("Rarefied score of the rows before, at the number of rows given there.")]
    public required RarefiedScore Before { get; init; }

    [Description("Rarefied score of the kept rows, at the same number of rows.")]
    public required RarefiedScore After { get; init; }
}

/// <summary>Rows that repeat another with other numbers or names.</summary>
public sealed record NearCopySummary
{
    [Description("Least cosine of a near-copy, numbers and names masked.")]
    public required double Threshold { get; init; }

    [Description("Near-copies of an earlier row or of a row of the pool.")]
    public required long Found { get; init; }

    [Description("Near-copies kept after all, the most different first, because the budget was not met without them.")]
    public required long TakenBack { get; init; }
}

/// <summary>Rows left out for one reason.</summary>
public sealed record DropReason
{
    [Description("The reason; where the side file names a row in it, its kind.")]
    public required string Reason { get; init; }

    [Description("Rows.")]
    public required long Rows { get; init; }
}
