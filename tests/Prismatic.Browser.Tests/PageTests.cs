using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Prismatic.Tool.Tests;

namespace Prismatic.Browser.Tests;

/// <summary>Pages as people meet them: in light and dark, on a telephone, on paper, without scripts, with a screen reader.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly ViewportSize Desk = new() { Width = 1280, Height = 900 };
    private static readonly ViewportSize Telephone = new() { Width = 390, Height = 844 };

    public static TheoryData<string, string> Looks =>
        [
            .. from page in Samples.Names.Select(row => row.Data)
            from look in new[] { "light", "dark", "phone" }
            select (page, look),
        ];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Axe_finds_no_violation(string name, string look)
    {
        await using var opened = await OpenAsync(name, look, bypassPolicy: true);
        await opened.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        var result = await opened.Page.RunAxe();
        Assert.NotEmpty(result.Passes);
        Assert.Empty(
            result.Violations.Select(v =>
                $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"
            )
        );
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_is_as_wide_as_its_window(string name, string look)
    {
        await using var opened = await OpenAsync(name, look);
        var (all, window) = (
            await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"),
            await opened.Page.EvaluateAsync<int>("() => window.innerWidth")
        );
        Assert.True(all <= window, $"{all} pixels in a window of {window}");
        Assert.Empty(opened.Wrongs);
        await PictureAsync(opened.Page, $"{name}-{look}");
    }

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public async Task Without_scripts_the_verdict_the_tables_and_the_charts_stand(string name)
    {
        await using var opened = await OpenPage.OpenAsync(
            browser.Instance,
            Samples.Page(name),
            new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = Desk }
        );
        Assert.True(await opened.Page.Locator(".verdict p").First.IsVisibleAsync());
        Assert.True(await opened.Page.Locator("table:visible").CountAsync() > 3);
        // Of what changed there is a map alone.
        Assert.Equal(name != "compare", await opened.Page.Locator("svg[role=img]:visible").CountAsync() > 1);
        Assert.Equal(0, await opened.Page.Locator("button:visible, input:visible").CountAsync());
        await PictureAsync(opened.Page, $"{name}-no-script");
    }

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public async Task Every_picture_has_a_name_and_every_table_a_heading_cell(string name)
    {
        await using var opened = await OpenAsync(name, "light");
        Assert.Equal(
            0,
            await opened.Page.Locator("svg:not([role=img][aria-label]):not([aria-hidden=true])").CountAsync()
        );
        Assert.Equal(0, await opened.Page.Locator("table:not(:has(th))").CountAsync());
    }

    private async Task<OpenPage> OpenAsync(string name, string look, bool bypassPolicy = false)
    {
        var opened = await OpenPage.OpenAsync(
            browser.Instance,
            Samples.Page(name),
            new BrowserNewContextOptions
            {
                ViewportSize = look == "phone" ? Telephone : Desk,
                ColorScheme = look == "dark" ? ColorScheme.Dark : ColorScheme.Light,
                // axe is injected as a script, which the page's own policy rightly refuses.
                BypassCSP = bypassPolicy,
            }
        );
        await MapPage.ReadyAsync(opened.Page);
        return opened;
    }

    // Pictures lie in artifacts, to be looked at.
    private static Task PictureAsync(IPage page, string name) =>
        page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Golden.Root, "artifacts", "pictures", $"{name}.png"),
                FullPage = true,
            }
        );
}
