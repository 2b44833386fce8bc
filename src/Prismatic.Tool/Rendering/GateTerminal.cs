using Prismatic.Gates;
using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>Gates on a terminal: the verdict, then each gate with its reason, those that fail with rows to look at.</summary>
internal static class GateTerminal
{
    private const int RowsShown = 3;
    private const int LeastJoined = 3;

    public static void Write(GatesSummary gates, IAnsiConsole console)
    {
        console.Write(Heading(GateWords.Verdict(gates)));
        if (gates.Baseline is { } baseline)
        {
            console.Write(Plain($"Changes are measured from {Excerpt.Of(baseline)}"));
        }
        // A file for several commands has many that this one does not know: once is enough.
        var skipped = gates
            .Outcomes.Where(outcome => outcome.State == GateState.NotChecked)
            .GroupBy(outcome => outcome.Sentence, StringComparer.Ordinal)
            .Where(group => group.Count() >= LeastJoined)
            .ToList();
        foreach (var outcome in gates.Outcomes.Except(skipped.SelectMany(group => group)))
        {
            console.Write(
                Plain(
                    $"{Word(outcome), -8} {outcome.Id} {GateWords.Name(outcome)}: {Excerpt.Of(outcome.Sentence, 500)}"
                )
            );
            if (outcome.State is GateState.Failed)
            {
                console.Write(Plain($"         {Excerpt.Of(outcome.Next, 500)}"));
                foreach (var row in outcome.Rows.Take(RowsShown))
                {
                    WriteExcerpt($"row {Numbers.Count(row.Row)}", row.Excerpt, console);
                }
            }
        }
        foreach (var group in skipped)
        {
            var names = string.Join(
                ", ",
                group.Select(outcome => outcome.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            );
            console.Write(
                Plain($"skip     {Numbers.Count(group.Count(), "gate")} ({names}): {Excerpt.Of(group.Key, 500)}")
            );
        }
    }

    /// <summary>All rules, a line each.</summary>
    public static void WriteRules(IReadOnlyList<GateRule> rules, IAnsiConsole console)
    {
        foreach (var rule in rules)
        {
            console.Write(Plain($"{rule.Id}  {rule.Name}: {rule.Measure}"));
        }
    }

    /// <summary>One rule.</summary>
    public static void Write(GateRule rule, IAnsiConsole console)
    {
        console.Write(Heading($"{rule.Id} {rule.Name}"));
        console.Write(Plain(rule.Measure));
        console.Write(Plain($"Measured by: {string.Join(", ", rule.Commands)}"));
        console.Write(Plain($"Why: {rule.Why}"));
        console.Write(Plain($"When it fails: {rule.Next}"));
        console.Write(Plain($"Rows to look at: {rule.Rows}"));
        var limit = rule.LowIsBad ? "\"min\": …, \"maxDrop\": \"5%\"" : "\"max\": …, \"maxRise\": \"5%\"";
        console.Write(Plain($"As a gate: {{ \"rule\": \"{rule.Name}\", {limit} }}"));
    }

    private static string Word(GateOutcome outcome) =>
        outcome.State switch
        {
            GateState.Passed => "pass",
            GateState.NotChecked => "skip",
            _ when outcome.Fails => "FAIL",
            _ => "warn",
        };
}
