using System.Text.RegularExpressions;
using CsCheck;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed partial class AnnotationTests
{
    private static readonly Gen<string> Hostile = Gen.String[Gen.Char["a%:,\r\n=;0AD2C53 "], 0, 20];

    [Fact]
    public void The_runner_reads_back_what_was_said() =>
        Hostile.Sample(text =>
            !GitHubAnnotations.Data(text).Contains('\n')
            && !GitHubAnnotations.Data(text).Contains('\r')
            && Read(GitHubAnnotations.Data(text)) == text
        );

    [Fact]
    public void The_runner_reads_back_properties() =>
        Hostile.Sample(text =>
            GitHubAnnotations.Property(text).IndexOfAny([':', ',', '\n', '\r']) < 0
            && Read(GitHubAnnotations.Property(text)) == text
        );

    [Fact]
    public void Every_finding_is_one_line_with_file_and_title()
    {
        var report = SampleReport.Create(text => text + "\n::warning::x");
        var findings = ReportFinding.All(SarifTests.Failed(report));
        var lines = GitHubAnnotations.Lines(findings, ["a,b:c.jsonl"], showsTexts: true).ToList();
        Assert.Equal(findings.Count, lines.Count);
        Assert.All(lines, line => Assert.Matches(LinePattern(), line));
        Assert.StartsWith(
            "::error file=a%2Cb%3Ac.jsonl,title=PRS005 crowding::crowding of ngrams",
            lines[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void No_more_of_a_level_than_a_host_shows()
    {
        var report = SampleReport.Create();
        var all = ReportFinding.All(SarifTests.Failed(report));
        var many = all.SelectMany(finding => Enumerable.Repeat(finding, 30)).ToList();
        var lines = GitHubAnnotations.Lines(many, [], showsTexts: false).ToList();
        Assert.Equal(10 * all.Select(finding => finding.Level).Distinct().Count(), lines.Count);
    }

    private static string Read(string text) =>
        EscapePattern().Replace(text, escape => ((char)Convert.ToInt32(escape.Value[1..], 16)).ToString());

    [GeneratedRegex("%(25|0D|0A|3A|2C)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapePattern();

    [GeneratedRegex(
        "^::(error|warning|notice) file=[^:,\n]*,title=PRS[0-9]{3} [a-z0-9-]+::[^\r\n]+$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LinePattern();
}
