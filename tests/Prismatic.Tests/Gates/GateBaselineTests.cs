using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tests.Gates;

public sealed class GateBaselineTests
{
    private static readonly GateRule Diversity = GateRules.Find("diversity")!;

    [Fact]
    public void Sets_of_another_size_are_compared_at_the_rows_they_have_in_common()
    {
        var small = GateSamples.Report(40, rows: 100);
        var large = GateSamples.Report(90, rows: 256, common: (45, 100));
        var result = GateCheck.Run(large, [Falls(0.1)], GateBaseline.Of("small", small))[0];
        Assert.Equal((GateState.Passed, 90.0, 40.0, 5.0), (result.State, result.Value, result.Baseline, result.Change));
        // The other way round: the baseline was measured at the rows of the smaller set too.
        result = GateCheck.Run(small, [Falls(0.1)], GateBaseline.Of("large", large))[0];
        Assert.Equal(
            (GateState.Failed, 40.0, 45.0, -5.0),
            (result.State, result.Value, result.Baseline, result.Change)
        );
        // Without numbers at common rows nothing can be said, and that fails.
        result = GateCheck.Run(GateSamples.Report(90, rows: 256), [Falls(0.1)], GateBaseline.Of("small", small))[0];
        Assert.Equal((GateState.Unmeasured, null, null), (result.State, result.Baseline, result.Change));
        Assert.Contains("measured otherwise", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_keeps_enough_of_its_baseline_to_be_checked_without_it()
    {
        var baseline = GateBaseline.Of("main", GateSamples.Report(100, spread: 1));
        var now = GateSamples.Report(90, spread: 1);
        Gate[] gates =
        [
            Falls(0.05),
            Falls(0.2),
            new() { Rule = GateRules.Find("rows")!, MaxDrop = new GateChange(0, false) },
        ];
        var results = GateCheck.Run(now, gates, baseline);
        var kept = GateBaseline.KeptIn(now with { Gates = GateRecord.Of(results, baseline) })!;
        Assert.Equal("main", kept.Name);
        Assert.Equal(
            results.Select(result => (result.State, result.Sentence, result.Change)),
            GateCheck.Run(now, gates, kept).Select(result => (result.State, result.Sentence, result.Change))
        );
        Assert.Null(GateBaseline.KeptIn(now));
        Assert.Null(GateBaseline.KeptIn(now with { Gates = GateRecord.Of(GateCheck.Run(now, gates), null) }));
    }

    [Fact]
    public void A_gate_of_another_command_is_not_checked_and_one_that_was_left_out_fails()
    {
        Gate different = new() { Rule = GateRules.Find("different-answers")!, Min = 2 };
        Gate templates = new() { Rule = GateRules.Find("templates")!, Max = 1 };
        var audit = GateSamples.Report(50);
        Assert.Equal(GateState.NotChecked, GateCheck.Run(audit, [different])[0].State);
        Assert.Equal(GateState.Unmeasured, GateCheck.Run(audit, [templates])[0].State);
        Assert.Equal(GateState.NotChecked, GateCheck.Run(audit with { Command = "filter" }, [templates])[0].State);
        Assert.Equal(GateState.Unmeasured, GateCheck.Run(audit with { Command = "of later" }, [templates])[0].State);
    }

    private static Gate Falls(double share) =>
        new() { Rule = Diversity, MaxDrop = new GateChange(share, IsShare: true) };
}
