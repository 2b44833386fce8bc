using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>What a gate saw.</summary>
public sealed record GateResult
{
    /// <summary>The gate.</summary>
    public required Gate Gate { get; init; }

    /// <summary>View or model; null for the whole.</summary>
    public string? Of { get; init; }

    /// <summary>What became of it.</summary>
    public required GateState State { get; init; }

    /// <summary>Why, in a sentence without a full stop.</summary>
    public required string Sentence { get; init; }

    /// <summary>The number; null where there is none.</summary>
    public double? Value { get; init; }

    /// <summary>Its spread; null where not known.</summary>
    public double? Spread { get; init; }

    /// <summary>The baseline's number that was measured alike; null without one.</summary>
    public double? Baseline { get; init; }

    /// <summary>The number less the baseline's, at common rows where sizes differ; null without a baseline.</summary>
    public double? Change { get; init; }

    /// <summary>Rows to look at.</summary>
    public IReadOnlyList<ExampleRow> Rows { get; init; } = [];

    /// <summary>Whether the check as a whole fails by it.</summary>
    public bool Fails => Gate.Severity == GateSeverity.Error && State is GateState.Failed or GateState.Unmeasured;
}
