using Prismatic.Gates;
using Prismatic.Reports;
using Scriban.Runtime;

namespace Prismatic.Tool.Rendering;

/// <summary>What became of gates, in words that every form of a report shares.</summary>
internal static class GateWords
{
    private const int NameLetters = 80;

    /// <summary>The check as a whole, such as "Failed: 1 gate of 3, 1 warning".</summary>
    public static string Verdict(GatesSummary gates)
    {
        var all = gates.Outcomes.Count;
        var failed = gates.Outcomes.Count(outcome => outcome.Fails);
        var warned = gates.Outcomes.Count(outcome => !outcome.Fails && outcome.IsMissed);
        var left = gates.Outcomes.Count(outcome => outcome.State == GateState.NotChecked);
        return (
                failed > 0
                    ? $"Failed: {Numbers.Count(failed, "gate")} of {all}"
                    : $"Passed: {Numbers.Count(all - warned - left, "gate")}"
            )
            + (warned > 0 ? $", {Numbers.Count(warned, "warning")}" : "")
            + (left > 0 ? $", {left} not checked" : "");
    }

    /// <summary>The rule, and what of the report it is about.</summary>
    public static string Name(GateOutcome outcome) =>
        Excerpt.Of(outcome.Rule, NameLetters) + (outcome.Of is { } of ? $" of {Excerpt.Of(of, NameLetters)}" : "");

    /// <summary>One word for what became of it.</summary>
    public static string State(GateOutcome outcome) =>
        outcome.State switch
        {
            GateState.Passed => "passed",
            GateState.NotChecked => "not checked",
            GateState.Unmeasured => "not measured",
            _ when outcome.Severity == GateSeverity.Error => "failed",
            _ => "warning",
        };

    /// <summary>The number with its spread; a dash where there is none.</summary>
    public static string Value(GateOutcome outcome) =>
        outcome.Value is { } value
            ? Number(outcome, value) + (outcome.Spread is { } spread ? $" ± {Number(outcome, spread)}" : "")
            : "-";

    /// <summary>The limits, such as "at least 60, falls by at most 5%".</summary>
    public static string Limits(GateOutcome outcome)
    {
        IEnumerable<string?> limits =
        [
            outcome.Min is { } min ? $"at least {Number(outcome, min)}" : null,
            outcome.Max is { } max ? $"at most {Number(outcome, max)}" : null,
            outcome.MaxDrop is { } drop ? $"falls by at most {Excerpt.Of(drop, NameLetters)}" : null,
            outcome.MaxRise is { } rise ? $"rises by at most {Excerpt.Of(rise, NameLetters)}" : null,
        ];
        return string.Join(", ", limits.OfType<string>());
    }

    /// <summary>The baseline's number; a dash where there is none.</summary>
    public static string Baseline(GateOutcome outcome) => outcome.Baseline is { } value ? Number(outcome, value) : "-";

    /// <summary>What fails first, then what warns, then what passed, then the rest; else in the order of the file.</summary>
    public static IReadOnlyList<GateOutcome> Worst(GatesSummary gates) => [.. gates.Outcomes.OrderBy(Rank)];

    /// <summary>Makes these words known to templates.</summary>
    public static void Import(ScriptObject globals)
    {
        globals.Import("gates_verdict", new Func<GatesSummary, string>(Verdict));
        globals.Import("gates_worst", new Func<GatesSummary, IReadOnlyList<GateOutcome>>(Worst));
        globals.Import("gate_name", new Func<GateOutcome, string>(Name));
        globals.Import("gate_state", new Func<GateOutcome, string>(State));
        globals.Import("gate_class", new Func<GateOutcome, string>(outcome => Classes[Rank(outcome)]));
        globals.Import("gate_value", new Func<GateOutcome, string>(Value));
        globals.Import("gate_limits", new Func<GateOutcome, string>(Limits));
        globals.Import("gate_baseline", new Func<GateOutcome, string>(Baseline));
        globals.Import("gate_change", new Func<GateOutcome, string>(Change));
    }

    // The colours of the verdict's levels stand for the same here.
    private static readonly string[] Classes = ["homogeneous", "mixed", "diverse", "soft"];

    private static int Rank(GateOutcome outcome) =>
        outcome switch
        {
            { Fails: true } => 0,
            { IsMissed: true } => 1,
            { State: GateState.Passed } => 2,
            _ => 3,
        };

    /// <summary>The change with its sign; empty without a baseline.</summary>
    public static string Change(GateOutcome outcome) =>
        outcome.Change is { } change ? Signed(GateRules.Find(outcome.Id), change) : "";

    /// <summary>A change of a rule's number, with its sign.</summary>
    public static string Signed(GateRule? rule, double change)
    {
        var amount = rule is null ? Numbers.Decimal(Math.Abs(change)) : Measure.Number(rule, Math.Abs(change));
        return change > 0 ? $"+{amount}"
            : change < 0 ? $"−{amount}"
            : $"±{amount}";
    }

    private static string Number(GateOutcome outcome, double value) =>
        GateRules.Find(outcome.Id) is { } rule ? Measure.Number(rule, value) : Numbers.Decimal(value);
}
