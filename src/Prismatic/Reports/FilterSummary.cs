using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>What a filter kept and dropped. Kept and dropped rows add up to the rows read.</summary>
public sealed record FilterSummary
{
    [Description("The feature space rows were chosen by.")]
    public required string Features { get; init; }

    [Description("The rule: soft or reference.")]
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

    [Description("Rarefied score of the rows before, at the number of rows given there.")]
    public required RarefiedScore Before { get; init; }

    [Description("Rarefied score of the kept rows, at the same number of rows.")]
    public required RarefiedScore After { get; init; }
}

/// <summary>Rows left out for one reason.</summary>
public sealed record DropReason
{
    [Description("The reason, as it stands in the side file.")]
    public required string Reason { get; init; }

    [Description("Rows.")]
    public required long Rows { get; init; }
}
