using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Prismatic.Reports;

/// <summary>What became of the limits that a project holds its data to.</summary>
public sealed record GatesSummary
{
    [Description("Whether no gate of severity error failed.")]
    public required bool Passed { get; init; }

    [Description(
        "What changes are measured from: the name of a report or of data, or a git revision with its commit; null without one."
    )]
    public string? Baseline { get; init; }

    [Description("What became of each gate, in the order of the file; one entry for each view or model it is for.")]
    public required IReadOnlyList<GateOutcome> Outcomes { get; init; }

    [Description(
        "The baseline's numbers that gates may ask for, so that other limits can be checked later without it; null without a baseline."
    )]
    public IReadOnlyList<BaselineNumber>? BaselineNumbers { get; init; }
}

/// <summary>What became of one gate.</summary>
public sealed record GateOutcome
{
    [Description("Stable name of the rule: PRS and three digits.")]
    public required string Id { get; init; }

    [Description("The same in words.")]
    public required string Rule { get; init; }

    [Description("View or model; null for the whole.")]
    public string? Of { get; init; }

    [Description("passed, failed, unmeasured (counts as failed) or notChecked.")]
    public required GateState State { get; init; }

    [Description("error: the check fails with it. warning: it is said only.")]
    public required GateSeverity Severity { get; init; }

    [Description("Why it passed or failed, in a sentence.")]
    public required string Sentence { get; init; }

    [Description("Why one would hold this number to a limit.")]
    public required string Why { get; init; }

    [Description("What to do where it fails.")]
    public required string Next { get; init; }

    [Description("The number; null where there is none.")]
    public double? Value { get; init; }

    [Description("Standard deviation or error of the number; null where it is exact or its spread not known.")]
    public double? Spread { get; init; }

    [Description("Least value that passes; null where there is no such limit.")]
    public double? Min { get; init; }

    [Description("Greatest value that passes; null where there is no such limit.")]
    public double? Max { get; init; }

    [Description("Greatest fall from the baseline that passes: a number, or a share such as 5%.")]
    public string? MaxDrop { get; init; }

    [Description("Greatest rise from the baseline that passes, the same.")]
    public string? MaxRise { get; init; }

    [Description("The baseline's number; null without one that was measured alike.")]
    public double? Baseline { get; init; }

    [Description(
        "The number less the baseline's, both at the rows they have in common where their sizes differ; null without a baseline."
    )]
    public double? Change { get; init; }

    [Description("Pattern of the files it is for; null for all.")]
    public string? Files { get; init; }

    [Description("Rows to look at; empty where it passed.")]
    public required IReadOnlyList<ExampleRow> Rows { get; init; }

    /// <summary>Whether the check as a whole fails by it.</summary>
    [JsonIgnore]
    public bool Fails => Severity == GateSeverity.Error && IsMissed;

    /// <summary>Whether it is to be told: it failed or could not be checked.</summary>
    [JsonIgnore]
    public bool IsMissed => State is GateState.Failed or GateState.Unmeasured;
}

/// <summary>One number of a baseline.</summary>
public sealed record BaselineNumber
{
    [Description("Stable name of the rule: PRS and three digits.")]
    public required string Id { get; init; }

    [Description("View or model; null for the whole.")]
    public string? Of { get; init; }

    [Description("The number.")]
    public required double Value { get; init; }

    [Description("Its spread; null where it is exact or its spread not known.")]
    public double? Spread { get; init; }

    [Description("What two numbers must have in common to be compared.")]
    public required string Basis { get; init; }
}

/// <summary>What became of a gate.</summary>
public enum GateState
{
    /// <summary>It holds.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>It does not hold.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It could not be checked: the report or its baseline lacks the number. Counts as failed where it was to be checked.</summary>
    [JsonStringEnumMemberName("unmeasured")]
    Unmeasured,

    /// <summary>It is for other data or another command, or needs a baseline and none was given.</summary>
    [JsonStringEnumMemberName("notChecked")]
    NotChecked,
}

/// <summary>How bad it is that a gate does not hold.</summary>
public enum GateSeverity
{
    /// <summary>The check fails.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>It is said, and the check passes.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,
}
