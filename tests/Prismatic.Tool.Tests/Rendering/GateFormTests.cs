using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>What is said of gates where all pass, where some warn, and where there are very many; found by mutation (docs/mutation.md).</summary>
public sealed class GateFormTests
{
    private static readonly GatesSummary Sample = SampleGates.Create(same => same);

    [Theory]
    [InlineData("F", "Failed: 1 gate of 1")]
    [InlineData("P", "Passed: 1 gate")]
    [InlineData("PPP", "Passed: 3 gates")]
    [InlineData("PPW", "Passed: 2 gates, 1 warning")]
    [InlineData("PN", "Passed: 1 gate, 1 not checked")]
    [InlineData("PPPWNN", "Passed: 3 gates, 1 warning, 2 not checked")]
    [InlineData("FPWN", "Failed: 1 gate of 4, 1 warning, 1 not checked")]
    public void The_whole_is_told_by_its_counts(string states, string expected) =>
        Assert.Equal(expected, GateWords.Verdict(Of(states)));

    [Theory]
    [InlineData(0.02, "+2.0 %")]
    [InlineData(-0.02, "−2.0 %")]
    [InlineData(0, "±0 %")]
    public void A_change_has_its_sign(double change, string expected) =>
        Assert.Equal(expected, GateWords.Signed(GateRules.Find("templates"), change));

    [Fact]
    public void Markdown_says_at_once_whether_all_passed()
    {
        Assert.StartsWith("✅ **Gates: Passed: 2 gates**", MarkdownGates.Line(Of("PP")), StringComparison.Ordinal);
        Assert.StartsWith("❌ **Gates: Failed", MarkdownGates.Line(Of("PF")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PPF", "2 gates passed", 4)]
    [InlineData("PNN", "1 gate passed", 5)]
    [InlineData("F", "0 gates passed", 0)]
    public void Those_that_pass_are_a_table_of_their_own(string states, string title, int lines)
    {
        var section = MarkdownGates.Of(Of(states)).Last();
        Assert.Equal((title, lines), (section.Title, section.Lines.Count));
    }

    [Fact]
    public void A_table_ends_and_says_what_it_left_out()
    {
        var lines = MarkdownGates.Of(Of(new string('P', 40))).Last().Lines;
        Assert.Equal(42, lines.Count);
        lines = MarkdownGates.Of(Of(new string('P', 45))).Last().Lines;
        Assert.Equal(43, lines.Count);
        Assert.Contains("5 gates more", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_without_rows_or_texts_names_none()
    {
        var rule = GateRules.Find("templates")!;
        var finding = new ReportFinding(rule, FindingLevel.Warning, null, "it is high", []);
        Assert.Equal($"templates: it is high. {rule.Next}", finding.Message(showsTexts: true));
        ExampleRow[] rows =
        [
            new() { Row = 3, Excerpt = "" },
            new() { Row = 4, Excerpt = Privacy.Hidden },
            new() { Row = 5, Excerpt = "a" },
        ];
        Assert.EndsWith(
            " Rows to look at: 3, 4, 5 (a).",
            (finding with { Rows = rows }).Message(showsTexts: true),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_sign_of_deletion_is_shown() => Assert.Equal("a␡b", VisibleText.Of("a\u007Fb"));

    [Theory]
    [InlineData("a ``` b", "````")]
    [InlineData("plain", "```")]
    public void A_fence_is_longer_than_any_in_the_text(string text, string fence) =>
        Assert.Equal($"{fence}sh\n{text}\n{fence}", MarkdownText.Block(text, "sh"));

    private static GatesSummary Of(string states) =>
        Sample with
        {
            Passed = !states.Contains('F'),
            Baseline = null,
            Outcomes =
            [
                .. states.Select(state =>
                    Sample.Outcomes[0] with
                    {
                        State =
                            state == 'P' ? GateState.Passed
                            : state == 'N' ? GateState.NotChecked
                            : GateState.Failed,
                        Severity = state == 'W' ? GateSeverity.Warning : GateSeverity.Error,
                    }
                ),
            ],
        };
}
