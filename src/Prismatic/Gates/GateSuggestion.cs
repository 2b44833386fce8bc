using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>A gate made of a number that was measured; or why there is none.</summary>
/// <param name="Rule">What was measured.</param>
/// <param name="Reading">The number.</param>
/// <param name="Margin">The limit, and how it was found.</param>
/// <param name="Gate">The gate; null where it would say nothing.</param>
public sealed record GateSuggestion(GateRule Rule, GateReading Reading, GateMargin Margin, Gate? Gate)
{
    /// <summary>One for every number of a report, in the order of the rules.</summary>
    public static IReadOnlyList<GateSuggestion> All(Report report) =>
        [
            .. GateRules.All.SelectMany(rule =>
                rule.Read(report)
                    .Where(reading => reading.Of is null || GateValue.IsName(reading.Of))
                    .Select(reading => Of(report, rule, reading))
            ),
        ];

    private static GateSuggestion Of(Report report, GateRule rule, GateReading reading)
    {
        var scale = GateScale.All.First(scale => scale.Rule == rule.Id);
        var rows = scale.Rows?.Invoke(report, reading.Of);
        var margin = GateMargin.Of(reading.Value, reading.Spread, rows, scale.Step, rule.LowIsBad);
        var saysSomething = rule.LowIsBad ? margin.Limit > scale.Least : margin.Limit < scale.Greatest;
        var gate = new Gate
        {
            Rule = rule,
            Of = reading.Of,
            Min = rule.LowIsBad ? margin.Limit : null,
            Max = rule.LowIsBad ? null : margin.Limit,
            Severity = IsJudged(report, reading.Of) ? scale.Severity : GateSeverity.Warning,
        };
        return new GateSuggestion(rule, reading, margin, saysSomething ? gate : null);
    }

    // How varied rows or answers should be in other views nobody knows yet; what is no view is a model.
    private static bool IsJudged(Report report, string? of) =>
        report.Views.Any(view => view.Name == of) ? VerdictRules.HasLimits(of!)
        : report.Outputs?.Views.FirstOrDefault(view => view.Name == of) is { } view ? OutputsRules.IsJudged(view)
        : true;
}
