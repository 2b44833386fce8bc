using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>What changes are measured from: numbers of a report, or those that another report kept of one.</summary>
public sealed class GateBaseline
{
    private readonly ILookup<(string Rule, string? Of), GateReading> _readings;

    private GateBaseline(string name, IEnumerable<(string Rule, GateReading Reading)> readings)
    {
        Name = name;
        Readings = [.. readings];
        _readings = Readings.ToLookup(pair => (pair.Rule, pair.Reading.Of), pair => pair.Reading);
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>All numbers with the ids of their rules, in the order of the rules.</summary>
    public IReadOnlyList<(string Rule, GateReading Reading)> Readings { get; }

    /// <summary>All numbers of a report.</summary>
    public static GateBaseline Of(string name, Report report) =>
        new(
            name,
            GateRules.All.SelectMany(rule => rule.Read(report).SelectMany(Alone).Select(reading => (rule.Id, reading)))
        );

    /// <summary>The numbers that a report kept of its baseline; null where it was made without one.</summary>
    public static GateBaseline? KeptIn(Report report) =>
        report.Gates is { Baseline: { } name, BaselineNumbers: { } numbers }
            ? new(
                name,
                numbers.Select(number =>
                    (number.Id, new GateReading(number.Of, number.Value, number.Spread, number.Basis))
                )
            )
            : null;

    /// <summary>The numbers of a rule for a view or model, of whatever basis.</summary>
    public IEnumerable<GateReading> Of(GateRule rule, string? of) => _readings[(rule.Id, of)];

    /// <summary>
    /// A number and the baseline's that were measured alike; null where there are none. Where sets differ in size, that is the
    /// one at the rows they have in common.
    /// </summary>
    public (GateReading Now, GateReading Past)? Match(GateRule rule, GateReading reading)
    {
        foreach (var now in Alone(reading))
        {
            if (Of(rule, reading.Of).FirstOrDefault(past => past.Basis == now.Basis) is { } past)
            {
                return (now, past);
            }
        }
        return null;
    }

    /// <summary>How much a number changed; null where nothing was measured alike.</summary>
    public double? Change(GateRule rule, GateReading reading) =>
        Match(rule, reading) is { } pair ? Difference(pair) : null;

    /// <summary>The number less the baseline's.</summary>
    internal static double Difference((GateReading Now, GateReading Past) pair) =>
        Digits(pair.Now.Value - pair.Past.Value);

    // Differences of rounded numbers have digits that mean nothing.
    internal static double Digits(double value) => Math.Round(value, 6) + 0.0;

    // A number, and the same at fewer rows.
    private static IEnumerable<GateReading> Alone(GateReading reading) =>
        reading.AtCommonRows is { } common ? [reading with { AtCommonRows = null }, common] : [reading];
}
