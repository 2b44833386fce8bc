using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>A page may run and look like what this program wrote, and do nothing else.</summary>
public sealed partial class PagePolicyTests
{
    public static TheoryData<string> Pages => ["report", "outputs"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_policy_allows_its_own_script_and_style_by_hash_and_nothing_else(string name)
    {
        var html = Page(name);
        var policy = WebUtility.HtmlDecode(Policy().Match(html).Groups[1].Value);
        Assert.Equal(
            $"default-src 'none'; script-src 'sha256-{Hash(Between(html, "<script>", "</script>"))}'; "
                + $"style-src 'sha256-{Hash(Between(html, "<style>", "</style>"))}'; "
                + "img-src data:; base-uri 'none'; form-action 'none'",
            policy
        );
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_names_no_place_to_fetch_from_and_carries_no_inline_style_or_handler(string name)
    {
        var html = Page(name);
        Assert.DoesNotMatch(@"https?://|url\(|@import|\ssrc=", html);
        Assert.DoesNotMatch(@"<[^<>]*\s(style|on[a-z]+)=", html);
        Assert.DoesNotMatch(@"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", PageScript.Script);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_part_of_the_page_is_linked_from_its_contents_once(string name)
    {
        var html = Page(name);
        var parts = Parts().Matches(html).Select(match => match.Groups[1].Value).ToList();
        var links = Links().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(parts);
        Assert.Equal(parts, links);
        Assert.Equal(parts.Count, parts.Distinct().Count());
        Assert.Equal(parts.Count + 1, Regex.Count(html, "<section class=\"(part|verdict)"));
    }

    [Fact]
    public void The_report_in_the_page_is_the_report()
    {
        var report = SampleReport.Create(text => text + "</script><!--&\u2028\u2029");
        var json = Between(HtmlRenderer.Render(report), "id=\"report-json\">", "</script>");
        Assert.DoesNotMatch("[<>&\u2028\u2029]", json);
        Assert.Equal(ReportJson.Write(report), ReportJson.Write(ReportJson.Read(json)));
    }

    [Fact]
    public void A_report_too_long_for_its_page_is_left_out_and_the_page_says_so()
    {
        var report = SampleReport.Create();
        var files = Enumerable.Range(0, 40_000).Select(i => $"a-rather-long-name-of-a-file-{i}.parquet").ToList();
        var html = HtmlRenderer.Render(report with { Dataset = report.Dataset with { Files = files } });
        Assert.DoesNotContain("report-json\">", html, StringComparison.Ordinal);
        Assert.Contains("too long to lie in it", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 0, 500_000);
    }

    private static string Page(string name) =>
        HtmlRenderer.Render(name == "report" ? SampleReport.Create() : SampleOutputs.Create());

    private static string Between(string html, string start, string end)
    {
        var from = html.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return html[from..html.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<section class=\"part\" aria-labelledby=\"([^\"]*)\">")]
    private static partial Regex Parts();

    [GeneratedRegex("<li><a href=\"#([^\"]*)\">")]
    private static partial Regex Links();
}
