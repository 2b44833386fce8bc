using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Reports that earlier commits wrote.</summary>
public sealed class OlderReportTests
{
    private static readonly string Folder = Path.Combine(Golden.Root, "tests", "data", "reports");

    // Before clusters had a cosine that makes them crowded: to fill that in would be to make it up.
    private const string TooOld = "01-9cf9fac.json";

    public static TheoryData<string> Names =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.json")
                .Select(path => Path.GetFileName(path))
                .Where(name => name != TooOld)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_read_shown_and_held_to_gates(string name)
    {
        var report = ReportJson.Read(File.ReadAllText(Path.Combine(Folder, name)));
        Assert.NotEmpty(report.Verdict.Reasons);
        Assert.NotEmpty(GateRules.All.SelectMany(rule => rule.Read(report)));
        Assert.NotEmpty(HtmlRenderer.Render(report));
        Assert.NotEmpty(MarkdownRenderer.Render(report));
        Assert.NotEmpty(ReportGoldenTests.Plain(report));
        Assert.NotEmpty(ReportJson.Write(Privacy.WithoutTexts(report)));
    }

    [Fact]
    public void One_that_lacks_numbers_is_refused_in_one_line() =>
        Refused(File.ReadAllText(Path.Combine(Folder, TooOld)), "not a report");

    [Theory]
    [InlineData("{\"schemaVersion\":2,\"all\":\"new\"}", "schema version 2, this program reads 1")]
    [InlineData("{\"schemaVersion\":1e9}", "schema version 1e9")]
    [InlineData("{\"schemaVersion\":\"1\"}", "schema version")]
    [InlineData("{\"schemaVersion\":\"\\u001b[2J and a very long word that says nothing\"}", "schema version unknown")]
    [InlineData("{\"schemaVersion\":1}", "not a report")]
    [InlineData("{\"schemaVersion\":1,\"schemaVersion\":2}", "")]
    [InlineData("[[[[[[", "not a report")]
    public void What_is_newer_or_none_is_refused_in_one_line(string json, string told) => Refused(json, told);

    [Fact]
    public void A_field_that_is_not_known_is_passed_over()
    {
        var json = ReportJson.Write(SampleReport.Create());
        var more = json.Replace("\"toolVersion\"", "\"fromLater\": [{}], \"toolVersion\"", StringComparison.Ordinal);
        Assert.Equal(json, ReportJson.Write(ReportJson.Read(more)));
    }

    private static void Refused(string json, string told)
    {
        var fault = Assert.Throws<PrismaticException>(() => ReportJson.Read(json));
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
