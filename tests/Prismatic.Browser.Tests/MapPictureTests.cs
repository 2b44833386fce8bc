using System.Text;
using Microsoft.Playwright;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Tests;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Browser.Tests;

/// <summary>The map of very many rows, as people see it.</summary>
public sealed class MapPictureTests(Browser browser) : IClassFixture<Browser>
{
    private const int Many = 100_000;

    private static readonly Lazy<PageMap> Crowds = new(() => SampleMap.Crowds(Many));

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("phone", 390)]
    public async Task A_hundred_thousand_rows_are_drawn_and_can_be_pointed_at(string look, int width)
    {
        await using var opened = await MapPage.OpenAsync(
            browser.Instance,
            Crowds.Value,
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 1000 },
                ColorScheme = look == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            }
        );
        Assert.InRange(await MapPage.InkAsync(opened.Page), 0.1, 0.9);
        await MapPage.PointAsync(opened.Page, (await MapPage.PointsAsync(opened.Page))[0]);
        Assert.Contains("row ", await opened.Page.Locator(".map-tip").InnerTextAsync(), StringComparison.Ordinal);
        await opened
            .Page.Locator("#map")
            .ScreenshotAsync(
                new LocatorScreenshotOptions
                {
                    Path = Path.Combine(Golden.Root, "artifacts", "pictures", $"map-{look}.png"),
                }
            );
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task All_of_them_are_listed_by_a_line_around_them_and_none_is_drawn_outside()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, Crowds.Value);
        await opened
            .Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "List what is in view" })
            .ClickAsync();
        var shown = await opened.Page.Locator(".map-list b").InnerTextAsync();
        Assert.Contains(" rows chosen", shown, StringComparison.Ordinal);
        var note = await opened.Page.Locator("#map + p").InnerTextAsync();
        Assert.Contains(shown.Split(' ')[0], note, StringComparison.Ordinal);
        Assert.Equal(200, await opened.Page.Locator(".map-list tbody tr").CountAsync());
    }

    [Fact]
    public void Such_a_page_stays_below_two_megabytes() =>
        Assert.InRange(
            Encoding.UTF8.GetByteCount(HtmlRenderer.Render(SampleReport.Create(), Crowds.Value)),
            MapBlock.MostBytes / 2,
            MapBlock.MostBytes
        );
}
