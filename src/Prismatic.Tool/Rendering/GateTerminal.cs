using Prismatic.Gates;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>Gates on a terminal: the verdict, then each gate with its reason, those that fail with rows to look at.</summary>
internal static class GateTerminal
{
    private const int RowsShown = 3;

    public static void Write(IReadOnlyList<GateResult> results, IAnsiConsole console)
    {
        var failed = results.Count(result => result.Fails);
        var warned = results.Count(result => !result.Fails && result.State is GateState.Failed or GateState.Unmeasured);
        console.Write(
            Heading(
                (
                    failed > 0
                        ? $"Failed: {Numbers.Count(failed, "gate")} of {results.Count}"
                        : $"Passed: {Numbers.Count(results.Count, "gate")}"
                ) + (warned > 0 ? $", {Numbers.Count(warned, "warning")}" : "")
            )
        );
        foreach (var result in results)
        {
            var rule = result.Gate.Rule;
            var of = result.Of is { } name ? $" of {name}" : "";
            console.Write(Plain($"{Word(result), -8} {rule.Id} {rule.Name}{of}: {result.Sentence}"));
            if (result.State is GateState.Failed)
            {
                console.Write(Plain($"         {rule.Next}"));
                foreach (var row in result.Rows.Take(RowsShown))
                {
                    WriteExcerpt($"row {Numbers.Count(row.Row)}", row.Excerpt, console);
                }
            }
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
        console.Write(Plain($"Why: {rule.Why}"));
        console.Write(Plain($"When it fails: {rule.Next}"));
        var limit = rule.LowIsBad ? "\"min\": …, \"maxDrop\": \"5%\"" : "\"max\": …, \"maxRise\": \"5%\"";
        console.Write(Plain($"As a gate: {{ \"rule\": \"{rule.Name}\", {limit} }}"));
    }

    private static string Word(GateResult result) =>
        result.State switch
        {
            GateState.Passed => "pass",
            GateState.NotChecked => "skip",
            _ when result.Fails => "FAIL",
            _ => "warn",
        };
}
