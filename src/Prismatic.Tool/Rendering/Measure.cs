using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>One number of a report as people read it, under the name that gates know it by.</summary>
/// <param name="Rule">What it is.</param>
/// <param name="Of">View or model; null for the whole.</param>
/// <param name="Value">With its spread.</param>
/// <param name="Change">Change from the baseline, with its sign; empty where nothing was measured alike.</param>
/// <param name="Share">Where it stands between 0 and 1: the share itself, or the part of the most there can be; null where there is no such thing.</param>
internal sealed record Measure(GateRule Rule, string? Of, string Value, string Change, double? Share)
{
    // Names of the rules whose number is a share; a test holds them to what the rules say of themselves.
    internal static readonly IReadOnlySet<string> Shares = new HashSet<string>(StringComparer.Ordinal)
    {
        "exact-duplicates",
        "duplicates",
        "contamination",
        "templates",
        "crowding",
        "distinct-2",
        "rewordings",
        "rows-without-text",
        "repeated-answers",
        "answers-across-prompts",
        "refusals",
        "unmapped-answers",
        "added-duplicates",
        "added-contamination",
    };

    /// <summary>All that a report holds, in the order of the rules.</summary>
    public static IEnumerable<Measure> All(Report report)
    {
        var baseline = GateBaseline.KeptIn(report);
        return GateRules.All.SelectMany(rule =>
            rule.Read(report)
                .Select(reading => new Measure(
                    rule,
                    reading.Of,
                    Text(rule, reading),
                    baseline?.Change(rule, reading) is { } change ? GateWords.Signed(rule, change) : "",
                    ShareOf(report, rule, reading)
                ))
        );
    }

    /// <summary>A number of a rule.</summary>
    public static string Number(GateRule rule, double value) =>
        Shares.Contains(rule.Name) ? Numbers.Percent(value)
        : rule.Name is "rows" ? Numbers.Count((long)value)
        : rule.Name is "diversity" or "different-answers" ? Numbers.Score(value)
        : Numbers.Decimal(value);

    private static string Text(GateRule rule, GateReading reading) =>
        reading.Spread is { } spread
            ? $"{Number(rule, reading.Value)} ± {Number(rule, spread)}"
            : Number(rule, reading.Value);

    private static double? ShareOf(Report report, GateRule rule, GateReading reading) =>
        Shares.Contains(rule.Name) ? reading.Value
        : rule.Name is "diversity"
            ? report.Views.FirstOrDefault(view => view.Name == reading.Of)?.Rarefied.ShareOfCeiling
        : null;
}
