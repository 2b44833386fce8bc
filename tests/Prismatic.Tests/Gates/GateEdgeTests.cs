using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tests.Gates;

/// <summary>Where one more or one less decides; found by changing the code and seeing no test mind (docs/mutation.md).</summary>
public sealed class GateEdgeTests
{
    private static readonly GateRule Diversity = GateRules.Find("diversity")!;

    [Fact]
    public void A_change_as_large_as_chance_is_chance()
    {
        Gate gate = new() { Rule = Diversity, MaxDrop = new GateChange(0.05, IsShare: true) };
        // 2 * sqrt(3 * 3 + 4 * 4) = 10.
        var before = GateBaseline.Of("base", GateSamples.Report(100, spread: 4));
        Assert.Equal(GateState.Passed, GateCheck.Run(GateSamples.Report(90, spread: 3), [gate], before)[0].State);
        Assert.Equal(GateState.Failed, GateCheck.Run(GateSamples.Report(89.9, spread: 3), [gate], before)[0].State);
    }

    [Fact]
    public void A_gate_for_some_files_is_checked_where_one_of_many_is_among_them()
    {
        var report = GateSamples.Report(10);
        report = report with { Dataset = report.Dataset with { Files = ["a.csv", "b.jsonl"] } };
        Gate gate = new()
        {
            Rule = Diversity,
            Min = 5,
            Files = "*.jsonl",
        };
        Assert.Equal(GateState.Passed, GateCheck.Run(report, [gate])[0].State);
    }

    [Fact]
    public void What_a_baseline_does_not_hold_is_said()
    {
        var now = GateSamples.Report(10);
        now = now with { Views = [now.Views[0] with { Name = "gradients" }] };
        Gate gate = new() { Rule = Diversity, MaxDrop = new GateChange(0.05, IsShare: true) };
        var result = GateCheck.Run(now, [gate], GateBaseline.Of("base", GateSamples.Report(10)))[0];
        Assert.Equal((GateState.Unmeasured, "the baseline does not hold it"), (result.State, result.Sentence));
    }

    [Theory]
    [InlineData(12.3456, 20, "12.35 is below the least that passes, 20")]
    [InlineData(1.23456, 20, "1.2346 is below the least that passes, 20")]
    public void Numbers_are_told_with_as_many_digits_as_count(double value, double least, string expected) =>
        Assert.Equal(
            expected,
            GateCheck.Run(GateSamples.Report(value), [new Gate { Rule = Diversity, Min = least }])[0].Sentence
        );

    [Fact]
    public void What_is_missing_or_another_commands_is_named()
    {
        Gate gate = new()
        {
            Rule = Diversity,
            Of = "gradients",
            Min = 1,
        };
        var report = GateSamples.Report(10);
        Assert.Equal("the report does not hold diversity of gradients", GateCheck.Run(report, [gate])[0].Sentence);
        Gate whole = new() { Rule = GateRules.Find("templates")!, Max = 1 };
        Assert.Equal("the report does not hold templates", GateCheck.Run(report, [whole])[0].Sentence);
        Gate other = new() { Rule = GateRules.Find("different-answers")!, Min = 1 };
        Assert.Equal("outputs measures it, audit does not", GateCheck.Run(report, [other])[0].Sentence);
        Gate two = new() { Rule = Diversity, Min = 1 };
        var outputs = report with { Command = "outputs", Views = [] };
        Assert.Equal("audit and filter measure it, outputs does not", GateCheck.Run(outputs, [two])[0].Sentence);
    }

    [Fact]
    public void A_rule_that_names_no_rows_has_none() =>
        Assert.Empty(
            GateCheck.Run(GateSamples.Report(10), [new Gate { Rule = GateRules.Find("rows")!, Min = 99 }])[0].Rows
        );

    [Fact]
    public void What_filter_read_is_not_what_it_keeps()
    {
        var report = GateSamples.Report(10);
        Assert.Single(GateRules.Find("rows-without-text")!.Read(report));
        Assert.Empty(GateRules.Find("rows-without-text")!.Read(report with { Command = "filter" }));
    }

    [Fact]
    public void Crowding_is_known_at_common_rows_too() =>
        Assert.NotNull(GateRules.Find("crowding")!.Read(GateSamples.Report(10, common: (5, 5))).Single().AtCommonRows);

    [Fact]
    public void Names_have_a_letter_and_at_most_a_thousand()
    {
        Assert.False(GateValue.IsName(""));
        Assert.True(GateValue.IsName(new string('é', GateValue.LongestName)));
        Assert.False(GateValue.IsName(new string('é', GateValue.LongestName + 1)));
        var name = new string('n', GateValue.LongestName);
        Assert.Equal(name, GateFile.Read(Of($"\"rule\": \"diversity\", \"of\": \"{name}\", \"min\": 1"))[0].Of);
        var fault = Fault($"\"rule\": \"diversity\", \"of\": \"{name}n\", \"min\": 1");
        Assert.Contains("of more than 1000 characters", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_least_may_be_the_greatest_and_a_text_is_no_number()
    {
        Assert.Equal(5, GateFile.Read(Of("\"rule\": \"rows\", \"min\": 5, \"max\": 5"))[0].Max);
        Assert.EndsWith(
            "\"min\" that is no number",
            Fault("\"rule\": \"rows\", \"min\": \"5\""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_may_be_as_long_as_is_said()
    {
        var text = Of("\"rule\": \"rows\", \"min\": 5");
        Assert.Single(GateFile.Read(text.PadRight(GateFile.LongestText)));
        Assert.Throws<PrismaticException>(() => GateFile.Read(text.PadRight(GateFile.LongestText + 1)));
    }

    [Fact]
    public void Faults_point_at_the_gate_and_advise_no_programmer()
    {
        Assert.StartsWith("line 2, column 1: gate 1 names no rule", Fault("\"max\": 1\n"), StringComparison.Ordinal);
        Assert.StartsWith(
            "line 2, column 1: gate 1 has no limit",
            Fault("\"rule\": \"rows\""),
            StringComparison.Ordinal
        );
        var open = Assert.Throws<PrismaticException>(() => GateFile.Read("{")).Message;
        Assert.EndsWith("the end of the JSON payload", open, StringComparison.Ordinal);
        var line = Assert.Throws<PrismaticException>(() => GateText.Read("speed max 1")).Message;
        Assert.StartsWith("'speed max 1': gate 1 has a \"rule\"", line, StringComparison.Ordinal);
    }

    private static string Of(string fields) => $"{{\"gates\":[\n{{{fields}}}]}}";

    private static string Fault(string fields) =>
        Assert.Throws<PrismaticException>(() => GateFile.Read(Of(fields))).Message;
}
