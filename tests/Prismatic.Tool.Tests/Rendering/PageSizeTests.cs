using System.Text;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Texts and names come from strangers, and a page stays within its limit whatever they hold.</summary>
public sealed class PageSizeTests
{
    private const string Cut = "Texts and names of more than ";

    [Theory]
    [InlineData(10, null)]
    [InlineData(600, null)]
    [InlineData(9_000, Cut + "1,000 letters")]
    [InlineData(90_000, Cut + "1,000 letters")]
    public void A_page_says_what_it_leaves_out(int length, string? notice)
    {
        Func<string, string> longer = text => text + new string('字', length);
        string[] pages =
        [
            HtmlRenderer.Render(SampleReport.Create(longer), SampleMap.Create()),
            HtmlRenderer.Render(SampleOutputs.Create(longer)),
            HtmlRenderer.Render(SampleCompare.Create(longer)),
        ];
        Assert.All(pages, page => Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, MapBlock.MostBytes));
        Assert.All(pages, page => Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal));
        Assert.Equal(notice is not null, pages[0].Contains(notice ?? Cut, StringComparison.Ordinal));
        Assert.Contains("字", pages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_behind_the_page_go_before_texts()
    {
        var page = HtmlRenderer.Render(SampleReport.Create(text => text + new string('a', 4_000)));
        Assert.DoesNotContain("id=\"report-json\"", page, StringComparison.Ordinal);
        Assert.Contains("too long to lie in it", page, StringComparison.Ordinal);
        Assert.Contains(new string('a', 4_000), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_texts_none_is_left()
    {
        var report = SampleReport.Create();
        var agreement = report.Agreement![0];
        var rows = Enumerable
            .Range(0, 17_000)
            .Select(row => agreement.CrowdedInFirst[0] with { Row = row, Excerpt = new string('z', 300) })
            .ToList();
        var page = HtmlRenderer.Render(report with { Agreement = [agreement with { CrowdedInFirst = rows }] });
        Assert.Contains("Texts of rows are left out here", page, StringComparison.Ordinal);
        Assert.DoesNotContain("zzz", page, StringComparison.Ordinal);
    }
}
