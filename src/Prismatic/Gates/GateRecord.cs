using System.Globalization;
using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>Results of a check as a part of its report.</summary>
public static class GateRecord
{
    /// <summary>Writes results down.</summary>
    /// <param name="results">In the order of the gates.</param>
    /// <param name="baseline">What changes were measured from; null for none.</param>
    public static GatesSummary Of(IReadOnlyList<GateResult> results, GateBaseline? baseline) =>
        new()
        {
            Passed = !results.Any(result => result.Fails),
            Baseline = baseline?.Name,
            Outcomes = [.. results.Select(Of)],
            BaselineNumbers = baseline is null
                ? null
                : [.. baseline.Readings.Select(pair => Of(pair.Rule, pair.Reading))],
        };

    private static GateOutcome Of(GateResult result)
    {
        var (gate, rule) = (result.Gate, result.Gate.Rule);
        return new GateOutcome
        {
            Id = rule.Id,
            Rule = rule.Name,
            Of = result.Of,
            State = result.State,
            Severity = gate.Severity,
            Sentence = result.Sentence,
            Why = rule.Why,
            Next = rule.Next,
            Value = result.Value,
            Spread = Digits(result.Spread),
            Min = gate.Min,
            Max = gate.Max,
            MaxDrop = Told(gate.MaxDrop),
            MaxRise = Told(gate.MaxRise),
            Baseline = result.Baseline,
            Change = result.Change,
            Files = gate.Files,
            Rows = result.State is GateState.Failed or GateState.Unmeasured ? result.Rows : [],
        };
    }

    private static BaselineNumber Of(string rule, GateReading reading) =>
        new()
        {
            Id = rule,
            Of = reading.Of,
            Value = reading.Value,
            Spread = Digits(reading.Spread),
            Basis = reading.Basis,
        };

    private static double? Digits(double? value) => value is { } known ? GateBaseline.Digits(known) : null;

    private static string? Told(GateChange? change) =>
        change is { } known
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(known.IsShare ? 100 * known.Amount : known.Amount):0.####}"
            ) + (known.IsShare ? "%" : "")
            : null;
}
