using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tests.Gates;

/// <summary>What a report keeps of a check.</summary>
public sealed class GateRecordTests
{
    private static readonly GateRule Diversity = GateRules.Find("diversity")!;

    [Fact]
    public void One_gate_that_fails_fails_the_check_and_one_that_warns_does_not()
    {
        var report = GateSamples.Report(50);
        Gate passes = new() { Rule = Diversity, Min = 10 };
        Gate fails = new() { Rule = Diversity, Min = 60 };
        Assert.True(Of(report, passes).Passed);
        Assert.False(Of(report, passes, fails).Passed);
        Assert.False(Of(report, fails, passes).Passed);
        Assert.True(Of(report, passes, fails with { Severity = GateSeverity.Warning }).Passed);
    }

    [Fact]
    public void Limits_are_told_as_they_were_written()
    {
        var outcome = Of(
            GateSamples.Report(50),
            new Gate
            {
                Rule = Diversity,
                Min = 10,
                Max = 90,
                MaxDrop = new GateChange(0.055, IsShare: true),
                MaxRise = new GateChange(12.5, IsShare: false),
            }
        ).Outcomes[0];
        Assert.Equal((10.0, 90.0, "5.5%", "12.5"), (outcome.Min, outcome.Max, outcome.MaxDrop, outcome.MaxRise));
        outcome = Of(GateSamples.Report(50), new Gate { Rule = Diversity, Max = 90 }).Outcomes[0];
        Assert.Equal((null, 90.0, null, null), (outcome.Min, outcome.Max, outcome.MaxDrop, outcome.MaxRise));
    }

    [Fact]
    public void Rows_to_look_at_are_kept_of_what_failed_alone()
    {
        Assert.Empty(Of(GateSamples.Report(50), new Gate { Rule = Diversity, Min = 10 }).Outcomes[0].Rows);
        var row = Assert.Single(Of(GateSamples.Report(50), new Gate { Rule = Diversity, Min = 60 }).Outcomes[0].Rows);
        Assert.Equal(3, row.Row);
    }

    [Fact]
    public void Digits_that_mean_nothing_go_and_nothing_is_below_zero_by_a_sign_alone() =>
        Assert.False(double.IsNegative(GateBaseline.Digits(-1e-9)));

    private static GatesSummary Of(Report report, params Gate[] gates) =>
        GateRecord.Of(GateCheck.Run(report, gates), null);
}
