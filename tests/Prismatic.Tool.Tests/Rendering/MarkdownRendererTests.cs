using Prismatic.Browser.Tests;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed class MarkdownRendererTests
{
    public static TheoryData<string> Forms => ["report", "outputs"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Attacks_in_every_text_change_no_structure(string form)
    {
        // Every section is there, however long its texts are.
        var expected = MarkdownReading.Shape(MarkdownRenderer.Render(Report(form, text => text)));
        Assert.All(
            Enumerable.Range(0, Attacks.All.Count),
            first =>
                Assert.Equal(
                    expected,
                    MarkdownReading.Shape(MarkdownRenderer.Render(Report(form, Short(Attacks.From(first)))))
                )
        );
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Attacks_change_no_card(string form)
    {
        var expected = MarkdownReading.Shape(CardRenderer.Render(Report(form, text => text)));
        Assert.All(
            Enumerable.Range(0, Attacks.All.Count),
            first =>
                Assert.Equal(
                    expected,
                    MarkdownReading.Shape(CardRenderer.Render(Report(form, Short(Attacks.From(first)))))
                )
        );
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_long_report_is_cut_between_sections_and_says_so(string form)
    {
        var text = MarkdownRenderer.Render(Report(form, plain => plain + new string('[', 20_000)));
        Assert.InRange(text.Length, 1, MarkdownRenderer.Longest);
        Assert.EndsWith("</details>\n", text, StringComparison.Ordinal);
        Assert.Equal(Count(text, "<details>"), Count(text, "</details>"));
        var many = Many(Report(form, plain => plain));
        var cut = MarkdownRenderer.Render(many);
        Assert.InRange(cut.Length, 1, MarkdownRenderer.Longest);
        Assert.Contains("Left out, since comments are limited in length: What weighs", cut, StringComparison.Ordinal);
        Assert.Equal(Count(cut, "<details>"), Count(cut, "</details>"));
    }

    [Fact]
    public void Shares_are_those_that_the_rules_call_so() =>
        Assert.Equal(
            GateRules.All.Where(rule => rule.Measure.Contains("0 to 1", StringComparison.Ordinal)).Select(r => r.Name),
            GateRules.All.Where(rule => Measure.Shares.Contains(rule.Name)).Select(rule => rule.Name)
        );

    [Theory]
    [InlineData(0, "░░░░░░░░░░")]
    [InlineData(0.001, "▇░░░░░░░░░")]
    [InlineData(0.5, "▇▇▇▇▇░░░░░")]
    [InlineData(1.2, "▇▇▇▇▇▇▇▇▇▇")]
    [InlineData(-1, "░░░░░░░░░░")]
    public void A_bar_is_as_long_as_its_share(double share, string bar) => Assert.Equal(bar, Sparks.Bar(share));

    [Fact]
    public void A_line_reaches_its_greatest_amount()
    {
        Assert.Equal("▁▅█", Sparks.Line([0, 50, 100]));
        Assert.Equal("▁▁", Sparks.Line([0, 0]));
        Assert.Equal("", Sparks.Line([]));
    }

    // A command line that is too long is left out, which is no attack.
    private static Func<string, string> Short(Func<string, string> text) =>
        plain => text(plain) is var whole && whole.Length > 1000 ? whole[..1000] : whole;

    private static Report Many(Report report) =>
        report with
        {
            Verdict = report.Verdict with
            {
                Reasons =
                [
                    .. Enumerable.Repeat(
                        new VerdictReason
                        {
                            Rule = new string('r', 150),
                            Value = 0.5,
                            Level = DiversityLevel.Mixed,
                        },
                        400
                    ),
                ],
            },
        };

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static Report Report(string form, Func<string, string> text) =>
        form == "report" ? SampleReport.Create(text) : SampleOutputs.Create(text);
}
