using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>A rule with the limits that a project holds it to. At least one limit is there.</summary>
public sealed record Gate
{
    /// <summary>What is held to limits.</summary>
    public required GateRule Rule { get; init; }

    /// <summary>View or model it is for; null for all that the report has.</summary>
    public string? Of { get; init; }

    /// <summary>Least value that passes.</summary>
    public double? Min { get; init; }

    /// <summary>Greatest value that passes.</summary>
    public double? Max { get; init; }

    /// <summary>Greatest fall below the baseline that passes.</summary>
    public GateChange? MaxDrop { get; init; }

    /// <summary>Greatest rise above the baseline that passes.</summary>
    public GateChange? MaxRise { get; init; }

    /// <summary>What becomes of the check where it does not hold.</summary>
    public GateSeverity Severity { get; init; }

    /// <summary>Pattern of names of files (* and ?) it is for; null for all data.</summary>
    public string? Files { get; init; }
}

/// <summary>A change that is allowed: an amount, or a share of the baseline.</summary>
/// <param name="Amount">Not negative; a share of 1 where <paramref name="IsShare"/>.</param>
/// <param name="IsShare">Whether it is a share of the baseline's value.</param>
public readonly record struct GateChange(double Amount, bool IsShare)
{
    /// <summary>In units of the measure.</summary>
    public double Of(double baseline) => IsShare ? Amount * Math.Abs(baseline) : Amount;
}
