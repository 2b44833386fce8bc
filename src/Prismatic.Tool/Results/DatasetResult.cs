using Prismatic.Reports;

namespace Prismatic.Tool.Results;

/// <summary>What a pull request does with a data file.</summary>
internal enum DatasetStatus
{
    Added,
    Modified,
    Renamed,
    Removed,
}

/// <summary>How much there is to say about a data set.</summary>
internal enum Weight
{
    /// <summary>Nothing.</summary>
    Quiet,

    /// <summary>It is new or gone, or a number moved, or nobody knows whether one did.</summary>
    Changed,

    /// <summary>A gate warns, the verdict is not the best one, or it was left out.</summary>
    Warned,

    /// <summary>A gate fails, or it could not be audited.</summary>
    Failed,
}

/// <summary>One data file that a pull request changes, and what its audit found.</summary>
internal sealed record DatasetResult
{
    // Spreads that a number may move by without anything having changed.
    private const double Spreads = 2;

    /// <summary>Path in the repository, with forward slashes.</summary>
    public required string Path { get; init; }

    public required DatasetStatus Status { get; init; }

    /// <summary>Its path before; null where it has not moved.</summary>
    public string? Previous { get; init; }

    /// <summary>How the audit ended: 0 passed, 1 a gate failed, greater: it was not audited.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Why it was not audited, or what else there is to know; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>What was measured; null where it was not audited.</summary>
    public Report? Report { get; init; }

    /// <summary>How much there is to say about it.</summary>
    public Weight Weight =>
        ExitCode != 0 || Report?.Gates?.Passed == false ? Weight.Failed
        : IsWarned ? Weight.Warned
        : HasChanged ? Weight.Changed
        : Weight.Quiet;

    /// <summary>Whether it is new or gone, or a number moved, or nobody knows whether one did.</summary>
    public bool HasChanged => Status != DatasetStatus.Modified || HasMoved;

    /// <summary>Whether there was something to audit, and nobody did.</summary>
    public bool IsUnaudited => Status != DatasetStatus.Removed && Report is null;

    private bool IsWarned =>
        IsUnaudited
        || Report is not null
            && (
                Report.Verdict.Level != DiversityLevel.Diverse
                || Report.Gates?.Outcomes.Any(outcome => outcome.IsMissed) == true
            );

    // Without numbers of the base nobody knows.
    private bool HasMoved =>
        Report?.Gates is not { Baseline: not null } gates
        || gates.Outcomes.Any(outcome =>
            outcome.Change is { } change && Math.Abs(change) > Spreads * Math.Abs(outcome.Spread ?? 0)
        );
}
