using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>On what scale a rule's number lies, for limits that are found and not chosen.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Least">A least value that passes at or below it says nothing.</param>
/// <param name="Greatest">A greatest value that passes at or above it says nothing.</param>
/// <param name="Step">Least distance of a limit from the number.</param>
/// <param name="Severity">Of a gate that nobody has thought about yet.</param>
/// <param name="Rows">Of how many rows or answers the number is a share; null where it is none.</param>
internal sealed record GateScale(
    string Rule,
    double Least,
    double Greatest,
    double Step,
    GateSeverity Severity,
    Func<Report, string?, long?>? Rows = null
)
{
    private const double Endless = double.PositiveInfinity;

    // One row in a hundred, a twentieth of the way from unrelated to the same.
    private const double ShareStep = 0.01;
    private const double AlikeStep = 0.05;

    /// <summary>One for each rule, in their order.</summary>
    public static IReadOnlyList<GateScale> All { get; } =
    [
        Share("PRS001", GateSeverity.Error, (report, _) => report.Dataset.RowsWithText),
        Share("PRS002", GateSeverity.Error, (report, _) => report.Dataset.MeasuredRows),
        Share("PRS003", GateSeverity.Error, (report, _) => report.Dataset.MeasuredRows),
        Share("PRS004", GateSeverity.Error, (report, _) => report.Templates?.Rows),
        // Over clusterings of several draws: their spread is the error.
        Share("PRS005", GateSeverity.Error, (_, _) => null),
        new("PRS006", 1, Endless, 0, GateSeverity.Error),
        // Wording depends on the length of rows too.
        new("PRS007", 0, Endless, 0, GateSeverity.Warning),
        new("PRS008", 1, Endless, 0, GateSeverity.Warning),
        new("PRS009", 0, 1, ShareStep, GateSeverity.Warning),
        Share("PRS010", GateSeverity.Warning, (report, _) => report.Meaning?.ComparedRows),
        // A gain that is not clear of nothing has nothing to fall from.
        new("PRS011", 0, Endless, 0, GateSeverity.Warning),
        Share("PRS012", GateSeverity.Error, (report, _) => report.Dataset.Rows),
        new("PRS013", 0, Endless, 0, GateSeverity.Error),
        new("PRS101", 1, Endless, 0, GateSeverity.Error),
        Share("PRS102", GateSeverity.Error, (_, _) => null),
        new("PRS103", -Endless, 1, AlikeStep, GateSeverity.Error),
        new("PRS104", -Endless, 1, AlikeStep, GateSeverity.Error),
        Share("PRS105", GateSeverity.Error, (report, _) => report.Outputs?.Answers),
        Share("PRS106", GateSeverity.Warning, AnswersOf),
        new("PRS107", -Endless, 1, AlikeStep, GateSeverity.Warning),
        Share(
            "PRS108",
            GateSeverity.Warning,
            (report, of) => report.People?.Models.FirstOrDefault(model => model.Model == of)?.Answers
        ),
        Share("PRS201", GateSeverity.Error, (report, _) => report.Compare?.Repeats.Looked),
        Share(
            "PRS202",
            GateSeverity.Error,
            (report, of) => report.Compare?.Against?.FirstOrDefault(other => other.Name == of)?.Looked
        ),
        new("PRS203", 0, Endless, 0, GateSeverity.Error),
    ];

    private static GateScale Share(string rule, GateSeverity severity, Func<Report, string?, long?> rows) =>
        new(rule, 0, 1, ShareStep, severity, rows);

    private static long? AnswersOf(Report report, string? of) =>
        report.Outputs?.Models.FirstOrDefault(model => model.Name == of)?.Answers;
}
