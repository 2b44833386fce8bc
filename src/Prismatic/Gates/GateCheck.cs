using System.Globalization;
using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>Holds a report to gates. Pure: the same reports and gates give the same results.</summary>
public static class GateCheck
{
    /// <summary>Standard deviations within which a change may be chance.</summary>
    public const double Noise = 2;

    /// <summary>Results of all gates, in their order, one for each view or model a gate is for.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="gates">The limits.</param>
    /// <param name="baseline">What changes are measured from; null for none.</param>
    public static IReadOnlyList<GateResult> Run(
        Report report,
        IReadOnlyList<Gate> gates,
        GateBaseline? baseline = null
    ) => [.. gates.SelectMany(gate => Run(report, gate, baseline))];

    private static IEnumerable<GateResult> Run(Report report, Gate gate, GateBaseline? baseline)
    {
        if (gate.Files is { } files && !report.Dataset.Places.Any(path => FilePattern.IsMatch(files, path)))
        {
            return [Result(gate, gate.Of, GateState.NotChecked, $"it is for {files}")];
        }
        GateReading[] readings = [.. gate.Rule.Read(report).Where(reading => gate.Of is null || reading.Of == gate.Of)];
        if (readings.Length == 0 && IsOfOtherCommand(gate.Rule, report.Command))
        {
            var others = string.Join(" and ", gate.Rule.Commands);
            var verb = gate.Rule.Commands.Count == 1 ? "measures" : "measure";
            return [Result(gate, gate.Of, GateState.NotChecked, $"{others} {verb} it, {report.Command} does not")];
        }
        if (readings.Length == 0)
        {
            var what = gate.Of is null ? gate.Rule.Name : $"{gate.Rule.Name} of {gate.Of}";
            return [Result(gate, gate.Of, GateState.Unmeasured, $"the report does not hold {what}")];
        }
        return readings.Select(reading => Check(gate, reading, baseline));
    }

    // A command that is not known, of a later program, is not taken for one that leaves things out.
    private static bool IsOfOtherCommand(GateRule rule, string command) =>
        !rule.Commands.Contains(command) && GateRules.All.Any(other => other.Commands.Contains(command));

    private static GateResult Check(Gate gate, GateReading reading, GateBaseline? baseline)
    {
        var pair = baseline?.Match(gate.Rule, reading);
        var (state, sentence) = Judge(gate, reading, baseline, pair);
        return Result(gate, reading.Of, state, sentence) with
        {
            Value = reading.Value,
            Spread = reading.Spread,
            Baseline = pair?.Past.Value,
            Change = pair is { } both ? GateBaseline.Difference(both) : null,
            Rows = reading.Rows ?? [],
        };
    }

    private static (GateState State, string Sentence) Judge(
        Gate gate,
        GateReading reading,
        GateBaseline? baseline,
        (GateReading Now, GateReading Past)? pair
    )
    {
        var value = reading.Value;
        if (value < gate.Min)
        {
            return (GateState.Failed, $"{Number(value)} is below the least that passes, {Number(gate.Min.Value)}");
        }
        if (value > gate.Max)
        {
            return (GateState.Failed, $"{Number(value)} is above the greatest that passes, {Number(gate.Max.Value)}");
        }
        if (gate is { MaxDrop: null, MaxRise: null })
        {
            return (GateState.Passed, $"{Number(value)} is within its limits");
        }
        return baseline is null
            ? gate is { Min: null, Max: null }
                ? (GateState.NotChecked, "it needs a baseline, and none was given")
                : (
                    GateState.Passed,
                    $"{Number(value)} is within its limits; without a baseline its change was not checked"
                )
            : pair is { } both
                ? Change(gate, both.Now, both.Past)
                : baseline.Of(gate.Rule, reading.Of).FirstOrDefault() is { } past
                    ? (
                        GateState.Unmeasured,
                        $"the baseline was measured otherwise ({past.Basis}; now {reading.Basis}); make it again, or give its data"
                    )
                    : (GateState.Unmeasured, "the baseline does not hold it");
    }

    private static (GateState State, string Sentence) Change(Gate gate, GateReading reading, GateReading past)
    {
        var change = reading.Value - past.Value;
        var told = $"{Number(reading.Value)} after {Number(past.Value)}";
        var isTooMuch =
            (gate.MaxDrop is { } drop && -change > drop.Of(past.Value))
            || (gate.MaxRise is { } rise && change > rise.Of(past.Value));
        if (!isTooMuch)
        {
            return (GateState.Passed, $"{told} is within the change that passes");
        }
        // Both estimates spread; of two exact numbers every change counts.
        var (a, b) = (reading.Spread ?? 0, past.Spread ?? 0);
        var noise = Noise * Math.Sqrt((a * a) + (b * b));
        return Math.Abs(change) <= noise
            ? (
                GateState.Passed,
                $"{told} is more than may change, but inside the spread of the estimate ({Number(noise)})"
            )
            : (GateState.Failed, $"{told} is more than may change");
    }

    private static GateResult Result(Gate gate, string? of, GateState state, string sentence) =>
        new()
        {
            Gate = gate,
            Of = of,
            State = state,
            Sentence = sentence,
        };

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.####" : "0.##", CultureInfo.InvariantCulture);
}
