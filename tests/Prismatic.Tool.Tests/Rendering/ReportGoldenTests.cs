using System.Globalization;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed class ReportGoldenTests
{
    public static TheoryData<string> Cultures => ["", "de-DE", "ar-SA", "fa-IR", "tr-TR"];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Json_is_the_same_under_any_culture(string culture) =>
        Under(culture, () => Golden.Verify("report.json", ReportJson.Write(SampleReport.Create())));

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Html_is_the_same_under_any_culture(string culture) =>
        Under(culture, () => Golden.Verify("report.html", HtmlRenderer.Render(SampleReport.Create())));

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Plain_terminal_text_is_the_same_under_any_culture(string culture) =>
        Under(culture, () => Golden.Verify("report.txt", Plain(SampleReport.Create())));

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Forms_for_others_are_the_same_under_any_culture(string culture) =>
        Under(
            culture,
            () =>
            {
                Golden.Verify("report.md", MarkdownRenderer.Render(SampleReport.Create()));
                Golden.Verify("outputs.md", MarkdownRenderer.Render(SampleOutputs.Create()));
                var report = SampleReport.Create();
                var findings = ReportFinding.All(SarifTests.Failed(report));
                Golden.Verify("report.sarif", SarifRenderer.Render(report, findings, report.Dataset.Files, true));
                Golden.Verify(
                    "annotations.txt",
                    string.Join('\n', GitHubAnnotations.Lines(findings, report.Dataset.Files, true))
                );
                Golden.Verify("card.md", CardRenderer.Render(Privacy.WithoutTexts(SampleReport.Create())));
            }
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void A_report_on_answers_is_the_same_under_any_culture(string culture) =>
        Under(
            culture,
            () =>
            {
                Golden.Verify("outputs.json", ReportJson.Write(SampleOutputs.Create()));
                Golden.Verify("outputs.html", HtmlRenderer.Render(SampleOutputs.Create()));
                Golden.Verify("outputs.txt", Plain(SampleOutputs.Create()));
            }
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void A_comparison_is_the_same_under_any_culture(string culture) =>
        Under(
            culture,
            () =>
            {
                Golden.Verify("compare.json", ReportJson.Write(SampleCompare.Create()));
                Golden.Verify("compare.html", HtmlRenderer.Render(SampleCompare.Create()));
                Golden.Verify("compare.txt", Plain(SampleCompare.Create()));
            }
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void A_terminal_shows_one_table_under_any_culture(string culture) =>
        Under(
            culture,
            () =>
            {
                var gates = SampleGates.Create(text => text);
                Golden.Verify(
                    "terminal-audit.txt",
                    Compact(SampleReport.Create() with { Filter = null, Gates = gates })
                );
                Golden.Verify("terminal-filter.txt", Compact(SampleReport.Create() with { Gates = null }));
                Golden.Verify("terminal-outputs.txt", Compact(SampleOutputs.Create()));
                Golden.Verify("terminal-compare.txt", Compact(SampleCompare.Create()));
            }
        );

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(160)]
    public void A_terminal_is_no_wider_than_it_is(int width) =>
        Assert.All(
            Compact(SampleReport.Create() with { Gates = SampleGates.Create(text => text) }, width).Split('\n'),
            line => Assert.True(line.Length <= width, $"{line.Length}: {line}")
        );

    [Fact]
    public void Json_survives_a_round_trip()
    {
        var compare = ReportJson.Write(SampleCompare.Create());
        Assert.Equal(compare, ReportJson.Write(ReportJson.Read(compare)));
        var json = ReportJson.Write(SampleReport.Create());
        Assert.Equal(json, ReportJson.Write(ReportJson.Read(json)));
        var outputs = ReportJson.Write(SampleOutputs.Create());
        Assert.Equal(outputs, ReportJson.Write(ReportJson.Read(outputs)));
    }

    [Fact]
    public void A_report_of_another_version_is_refused_with_both_versions()
    {
        var json = ReportJson.Write(SampleReport.Create() with { SchemaVersion = 99 });
        var fault = Assert.Throws<PrismaticException>(() => ReportJson.Read(json));
        Assert.Contains("99", fault.Message, StringComparison.Ordinal);
        Assert.Contains("1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"schemaVersion\":1}")]
    public void What_is_no_report_is_refused(string json) =>
        Assert.Throws<PrismaticException>(() => ReportJson.Read(json));

    internal static string Plain(Report report)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        TerminalRenderer.Write(report, new Terminal { Out = writer, Error = TextWriter.Null }.Results());
        return writer.ToString();
    }

    // As a terminal without colours would show it.
    private static string Compact(Report report, int width = 80)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = writer,
            Error = TextWriter.Null,
            OutIsTerminal = true,
            Width = width,
        };
        TerminalRenderer.Write(report, terminal.Results());
        return Run.ControlSequence().Replace(writer.ToString(), "");
    }

    private static void Under(string culture, Action check)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            check();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
