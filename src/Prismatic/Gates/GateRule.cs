using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>A number of a report that a gate can hold to a limit.</summary>
/// <param name="Id">Stable name, PRS and three digits; never given to another rule.</param>
/// <param name="Name">The same in words, for people who write gates.</param>
/// <param name="Measure">What the number is, with its range.</param>
/// <param name="Why">Why one would hold it to a limit, in a sentence.</param>
/// <param name="Next">What to do where it fails.</param>
/// <param name="LowIsBad">Whether lower is worse.</param>
/// <param name="Read">The numbers of a report, one for each view or model; none where it was not measured.</param>
public sealed record GateRule(
    string Id,
    string Name,
    string Measure,
    string Why,
    string Next,
    bool LowIsBad,
    Func<Report, IEnumerable<GateReading>> Read
)
{
    /// <summary>Commands whose reports hold the number. A gate of another command's rule is not checked.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Which rows are shown where it fails; why there are none, and where to look, of a rule that has none.</summary>
    public string Rows { get; init; } = "";
}

/// <summary>One number of a report.</summary>
/// <param name="Of">The view or model it is of; null for the whole.</param>
/// <param name="Value">Finite.</param>
/// <param name="Spread">Standard deviation or error of the estimate; null where the number is exact or its spread not known.</param>
/// <param name="Basis">What two numbers must have in common to be compared, such as the fingerprint of the view.</param>
/// <param name="Rows">Rows to look at: their numbers in the data set.</param>
public sealed record GateReading(
    string? Of,
    double Value,
    double? Spread = null,
    string Basis = "",
    IReadOnlyList<ExampleRow>? Rows = null
)
{
    /// <summary>The same at the number of rows that a baseline of another size has too; null where it was not measured.</summary>
    public GateReading? AtCommonRows { get; init; }
}
