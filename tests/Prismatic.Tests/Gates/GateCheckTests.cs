using CsCheck;
using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tests.Gates;

public sealed class GateCheckTests
{
    private static readonly GateRule Diversity = GateRules.Find("diversity")!;

    [Theory]
    [InlineData(50.0, GateState.Passed)]
    [InlineData(49.9, GateState.Failed)]
    [InlineData(60.0, GateState.Passed)]
    [InlineData(60.1, GateState.Failed)]
    public void A_limit_itself_passes(double value, GateState expected)
    {
        var gate = new Gate
        {
            Rule = Diversity,
            Min = 50,
            Max = 60,
        };
        var result = Assert.Single(GateCheck.Run(GateSamples.Report(value), [gate]));
        Assert.Equal(expected, result.State);
        Assert.Equal(expected == GateState.Failed, result.Fails);
        Assert.Equal(value, result.Value);
        Assert.NotEmpty(result.Rows);
    }

    [Theory]
    // 5 % of 100: 95 passes, less fails, where the estimates are exact.
    [InlineData(95, 0, GateState.Passed)]
    [InlineData(94, 0, GateState.Failed)]
    // Two estimates of spread 3 each: a change of 2 * sqrt(18) = 8.49 may be chance.
    [InlineData(92, 3, GateState.Passed)]
    [InlineData(91, 3, GateState.Failed)]
    [InlineData(300, 0, GateState.Passed)]
    public void A_fall_counts_beyond_its_limit_and_beyond_chance(double value, double spread, GateState expected)
    {
        var gate = new Gate { Rule = Diversity, MaxDrop = new GateChange(0.05, IsShare: true) };
        var result = Assert.Single(
            GateCheck.Run(GateSamples.Report(value, spread), [gate], Base(GateSamples.Report(100, spread)))
        );
        Assert.Equal(expected, result.State);
        Assert.Equal(100, result.Baseline);
    }

    [Fact]
    public void A_rise_counts_where_it_was_limited()
    {
        var gate = new Gate { Rule = Diversity, MaxRise = new GateChange(5, IsShare: false) };
        Assert.Equal(
            GateState.Passed,
            GateCheck.Run(GateSamples.Report(105), [gate], Base(GateSamples.Report(100)))[0].State
        );
        Assert.Equal(
            GateState.Failed,
            GateCheck.Run(GateSamples.Report(106), [gate], Base(GateSamples.Report(100)))[0].State
        );
        Assert.Equal(
            GateState.Passed,
            GateCheck.Run(GateSamples.Report(10), [gate], Base(GateSamples.Report(100)))[0].State
        );
    }

    [Fact]
    public void What_was_measured_otherwise_is_not_compared()
    {
        var gate = new Gate { Rule = Diversity, MaxDrop = new GateChange(0.05, IsShare: true) };
        var other = GateSamples.Report(100);
        other = other with { Views = [other.Views[0] with { Fingerprint = "ngrams-2" }] };
        var result = Assert.Single(GateCheck.Run(GateSamples.Report(100), [gate], Base(other)));
        Assert.Equal((GateState.Unmeasured, true), (result.State, result.Fails));
        Assert.Contains("make it again", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_report_does_not_hold_fails()
    {
        var gate = new Gate
        {
            Rule = Diversity,
            Of = "gradients",
            Min = 1,
        };
        Assert.True(Assert.Single(GateCheck.Run(GateSamples.Report(10), [gate])).Fails);
        Assert.False(
            Assert.Single(GateCheck.Run(GateSamples.Report(10), [gate with { Severity = GateSeverity.Warning }])).Fails
        );
        Assert.True(
            Assert
                .Single(GateCheck.Run(GateSamples.Report(10), [gate with { Rule = GateRules.Find("templates")! }]))
                .Fails
        );
    }

    [Fact]
    public void Without_a_baseline_changes_are_not_checked_and_that_is_said()
    {
        var gate = new Gate { Rule = Diversity, MaxDrop = new GateChange(0.05, IsShare: true) };
        Assert.Equal(GateState.NotChecked, GateCheck.Run(GateSamples.Report(10), [gate])[0].State);
        var both = GateCheck.Run(GateSamples.Report(10), [gate with { Min = 5 }])[0];
        Assert.Equal(GateState.Passed, both.State);
        Assert.Contains("not checked", both.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.parquet", GateState.Passed)]
    [InlineData("TRAIN-?.parquet", GateState.Passed)]
    [InlineData("data/**/train*", GateState.Passed)]
    [InlineData("**/train*", GateState.Passed)]
    [InlineData("data/**", GateState.Passed)]
    [InlineData("data/train*", GateState.NotChecked)]
    [InlineData("new/train*", GateState.NotChecked)]
    [InlineData("train*", GateState.Passed)]
    [InlineData("test*", GateState.NotChecked)]
    public void A_gate_may_be_for_some_files(string files, GateState expected)
    {
        var gate = new Gate
        {
            Rule = Diversity,
            Min = 5,
            Files = files,
        };
        var report = GateSamples.Report(10);
        var located = report with { Dataset = report.Dataset with { Paths = ["data/new/train-1.parquet"] } };
        Assert.Equal(expected, GateCheck.Run(located, [gate])[0].State);
        // Where only a name is known, folders cannot be held to a pattern that asks for one.
        if (!files.StartsWith("data/", StringComparison.Ordinal))
        {
            Assert.Equal(expected, GateCheck.Run(report, [gate])[0].State);
        }
    }

    [Fact]
    public void A_report_held_to_itself_passes_every_change_limit() =>
        Gen.Double[0, 1000]
            .Select(Gen.Double[0, 50], Gen.Double[0, 1])
            .Sample(
                (value, spread, share) =>
                {
                    var gate = new Gate
                    {
                        Rule = Diversity,
                        MaxDrop = new GateChange(share, IsShare: true),
                        MaxRise = new GateChange(share, IsShare: true),
                    };
                    var report = GateSamples.Report(value, spread);
                    Assert.Equal(GateState.Passed, GateCheck.Run(report, [gate], Base(report))[0].State);
                }
            );

    [Fact]
    public void A_worse_value_never_passes_where_a_better_one_fails() =>
        Gen.Double[0, 100]
            .Select(Gen.Double[0, 100], Gen.Double[0, 5], Gen.Double[0, 0.5])
            .Sample(
                (a, b, spread, share) =>
                {
                    var gate = new Gate { Rule = Diversity, MaxDrop = new GateChange(share, IsShare: true) };
                    var (low, high) = (Math.Min(a, b), Math.Max(a, b));
                    var state = GateCheck
                        .Run(GateSamples.Report(low, spread), [gate], Base(GateSamples.Report(80, spread)))[0]
                        .State;
                    var better = GateCheck
                        .Run(GateSamples.Report(high, spread), [gate], Base(GateSamples.Report(80, spread)))[0]
                        .State;
                    Assert.True(better == GateState.Passed || state == GateState.Failed);
                }
            );

    private static GateBaseline Base(Report report) => GateBaseline.Of("base", report);
}
