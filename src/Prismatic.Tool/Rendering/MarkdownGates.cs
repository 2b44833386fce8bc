using Prismatic.Reports;
using static Prismatic.Tool.Rendering.MarkdownSections;
using static Prismatic.Tool.Rendering.MarkdownText;

namespace Prismatic.Tool.Rendering;

/// <summary>Gates in Markdown: those that fail open, with rows to look at; those that pass folded.</summary>
internal static class MarkdownGates
{
    private const int GatesShown = 40;
    private const int RowsShown = 3;

    /// <summary>The check as a whole, in a line.</summary>
    public static string Line(GatesSummary gates)
    {
        var baseline = gates.Baseline is { } name ? $"; changes are measured from {MarkdownRenderer.Name(name)}" : "";
        return $"{(gates.Passed ? "✅" : "❌")} **Gates: {Inline(GateWords.Verdict(gates))}**{baseline}";
    }

    public static IEnumerable<MarkdownSection> Of(GatesSummary gates)
    {
        yield return new("Gates that fail", [.. Missed(gates.Outcomes, fails: true)], IsFolded: false);
        yield return new("Gates that warn", [.. Missed(gates.Outcomes, fails: false)], IsFolded: false);
        var others = gates.Outcomes.Where(outcome => !outcome.IsMissed).ToList();
        yield return new(
            $"{Numbers.Count(others.Count(outcome => outcome.State == GateState.Passed), "gate")} passed",
            others.Count == 0 ? [] : [.. Table(others)]
        );
    }

    private static IEnumerable<string> Missed(IEnumerable<GateOutcome> outcomes, bool fails)
    {
        foreach (var outcome in outcomes.Where(outcome => outcome.IsMissed && outcome.Fails == fails).Take(GatesShown))
        {
            yield return $"- {(fails ? "❌" : "⚠️")} **{Name(outcome)}** {Inline(GateWords.Value(outcome))}, {Inline(GateWords.Limits(outcome))}: "
                + $"{Sentence(outcome.Sentence)}. {Sentence(outcome.Why)} {Sentence(outcome.Next)}";
            foreach (var row in outcome.Rows.Take(RowsShown))
            {
                yield return "  " + Row($"row {row.Row}", row.Excerpt);
            }
        }
    }

    private static IEnumerable<string> Table(List<GateOutcome> outcomes)
    {
        yield return "| gate | value | limits | change | result |";
        yield return "|---|--:|---|--:|---|";
        foreach (var outcome in outcomes.Take(GatesShown))
        {
            yield return $"| {Name(outcome)} | {Inline(GateWords.Value(outcome))} | {Inline(GateWords.Limits(outcome))} | "
                + $"{GateWords.Change(outcome)} | {GateWords.State(outcome)} |";
        }
        if (outcomes.Count > GatesShown)
        {
            yield return $"\n… and {outcomes.Count - GatesShown} gates more, in the page.";
        }
    }

    private static string Name(GateOutcome outcome) =>
        $"{MarkdownRenderer.Name(outcome.Id)} {MarkdownRenderer.Name(GateWords.Name(outcome))}";
}
