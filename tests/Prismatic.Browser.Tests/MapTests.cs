using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Browser.Tests;

/// <summary>The map of rows under the hands of a reader.</summary>
public sealed class MapTests(Browser browser) : IClassFixture<Browser>
{
    private const int Rows = 60;

    [Fact]
    public async Task Pointing_at_a_row_shows_what_it_says_and_belongs_to()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        await MapPage.PointAsync(opened.Page, (await MapPage.PointsAsync(opened.Page))[0]);
        var tip = await opened.Page.Locator(".map-tip").InnerTextAsync();
        Assert.Matches(@"row \d+ · group 1 · cluster 0, 20 rows · .*parquet", tip);
        Assert.Contains("says this", tip, StringComparison.Ordinal);
        await opened.Page.Mouse.MoveAsync(2, 2);
        Assert.True(await opened.Page.Locator(".map-tip").IsHiddenAsync());
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task A_line_around_rows_lists_them()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        var points = await MapPage.PointsAsync(opened.Page);
        var width = await opened.Page.EvaluateAsync<float>("() => document.querySelector('#map canvas').clientWidth");
        var wanted = points.Count(point => point.X < 0.4f * width);
        Assert.InRange(wanted, 1, Rows - 1);
        await opened.Page.GetByRole(AriaRole.Button, Named("Lasso")).ClickAsync();
        await MapPage.LassoAsync(opened.Page, 0.01f, 0.03f, 0.4f, 0.99f);
        Assert.Equal($"{wanted} rows chosen", await opened.Page.Locator(".map-list b").InnerTextAsync());
        Assert.Equal(wanted, await opened.Page.Locator(".map-list tbody tr").CountAsync());
        await opened.Page.GetByRole(AriaRole.Button, Named("Show all again")).ClickAsync();
        Assert.Equal(0, await opened.Page.Locator(".map-list tr").CountAsync());
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task Rows_that_were_chosen_can_be_saved()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        await opened.Page.GetByRole(AriaRole.Button, Named("List what is in view")).ClickAsync();
        var download = await opened.Page.RunAndWaitForDownloadAsync(() =>
            opened.Page.GetByRole(AriaRole.Button, Named("Save them")).ClickAsync()
        );
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(Rows, lines.Length);
        Assert.Equal(
            """{"row":0,"group":1,"cluster":0,"state":"dropped: crowded","file":"train.parquet","text":"row 0 says this"}""",
            lines[0]
        );
    }

    [Fact]
    public async Task The_wheel_zooms_a_map_that_was_pressed_and_scrolls_a_page_otherwise()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        var first = (await MapPage.PointsAsync(opened.Page))[0];
        await MapPage.PointAsync(opened.Page, first);
        var before = await MapPage.InkAsync(opened.Page);
        var top = await opened.Page.EvaluateAsync<double>("() => scrollY");
        await opened.Page.Mouse.WheelAsync(0, 60);
        await opened.Page.WaitForFunctionAsync("top => scrollY > top", top);
        Assert.Equal(before, await MapPage.InkAsync(opened.Page), 0.01);
        await opened.Page.Locator(MapPage.Canvas).FocusAsync();
        await MapPage.PointAsync(opened.Page, first);
        var still = await opened.Page.EvaluateAsync<double>("() => scrollY");
        for (var turn = 0; turn < 8; turn++)
        {
            await opened.Page.Mouse.WheelAsync(0, -300);
        }
        await opened.Page.Mouse.MoveAsync(2, 2);
        Assert.NotEqual(before, await MapPage.InkAsync(opened.Page), 1e-4);
        Assert.Equal(still, await opened.Page.EvaluateAsync<double>("() => scrollY"));
        await opened.Page.GetByRole(AriaRole.Button, Named("Whole map")).ClickAsync();
        Assert.Equal(Rows, await InViewAsync(opened.Page));
    }

    [Fact]
    public async Task Keys_do_what_the_mouse_does()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        var canvas = opened.Page.Locator(MapPage.Canvas);
        await canvas.FocusAsync();
        await canvas.PressAsync("n");
        Assert.Contains("row 0, group 1", await SaidAsync(opened.Page), StringComparison.Ordinal);
        await canvas.PressAsync("n");
        Assert.Contains("row 2, group 2", await SaidAsync(opened.Page), StringComparison.Ordinal);
        await canvas.PressAsync("p");
        Assert.Contains("row 0 says this", await SaidAsync(opened.Page), StringComparison.Ordinal);
        for (var time = 0; time < 6; time++)
        {
            await canvas.PressAsync("+");
        }
        await canvas.PressAsync("ArrowRight");
        Assert.InRange(await InViewAsync(opened.Page), 0, Rows - 1);
        await canvas.FocusAsync();
        await canvas.PressAsync("0");
        Assert.Equal(Rows, await InViewAsync(opened.Page));
        await canvas.PressAsync("Escape");
        Assert.Equal(0, await opened.Page.Locator(".map-list tr").CountAsync());
    }

    [Fact]
    public async Task Colours_follow_the_choice_and_an_entry_of_the_legend_shows_its_rows_alone()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        var choice = opened.Page.GetByLabel("Colour by");
        var all = await MapPage.InkAsync(opened.Page);
        foreach (var (name, entries) in new[] { ("kept or dropped", 2), ("file", 2), ("cluster", 0), ("group", 3) })
        {
            await choice.SelectOptionAsync(new SelectOptionValue { Label = name });
            Assert.Equal(entries, await opened.Page.Locator(".map-legend button").CountAsync());
        }
        var entry = opened.Page.Locator(".map-legend button").First;
        Assert.Contains("1: word 0 (20)", await entry.InnerTextAsync(), StringComparison.Ordinal);
        await entry.ClickAsync();
        Assert.InRange(await MapPage.InkAsync(opened.Page), all / 10, all * 0.7);
        await entry.ClickAsync();
        Assert.Equal(all, await MapPage.InkAsync(opened.Page), 0.001);
    }

    [Fact]
    public async Task Rows_are_found_by_words_and_by_number()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        var box = opened.Page.GetByPlaceholder("words or a number");
        await box.FillAsync("says this");
        Assert.Equal("60 of 60 beginnings", await opened.Page.Locator(".map-bar output").InnerTextAsync());
        await box.FillAsync("42");
        Assert.Equal("1 of 60 beginnings", await opened.Page.Locator(".map-bar output").InnerTextAsync());
        await box.FillAsync("");
        Assert.Equal("", await opened.Page.Locator(".map-bar output").InnerTextAsync());
    }

    [Fact]
    public async Task Rows_of_two_sets_bear_the_numbers_of_theirs()
    {
        var map = SampleMap.Create(Rows);
        await using var opened = await MapPage.OpenAsync(
            browser.Instance,
            map with
            {
                Numbers = [.. map.Rows.Select(row => row % 50)],
            }
        );
        await opened.Page.GetByRole(AriaRole.Button, Named("List what is in view")).ClickAsync();
        var numbers = await opened.Page.Locator(".map-list tbody td:first-child").AllInnerTextsAsync();
        Assert.Equal(map.Rows.Select(row => $"{row % 50}"), numbers);
    }

    [Fact]
    public async Task Paper_has_the_picture_and_a_screen_the_canvas()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Create(Rows));
        Assert.True(await opened.Page.Locator("#map svg").IsHiddenAsync());
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await opened.Page.Locator("#map svg").IsVisibleAsync());
        Assert.True(await opened.Page.Locator(MapPage.Canvas).IsHiddenAsync());
    }

    [Fact]
    public async Task A_list_of_chosen_rows_is_open_to_all()
    {
        await using var opened = await MapPage.OpenAsync(
            browser.Instance,
            SampleMap.Create(Rows),
            new BrowserNewContextOptions { BypassCSP = true }
        );
        await opened.Page.GetByRole(AriaRole.Button, Named("List what is in view")).ClickAsync();
        Assert.Empty((await opened.Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}"));
    }

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };

    private static Task<string> SaidAsync(IPage page) => page.Locator(".aloud").InnerTextAsync();

    // Presses the button that lists them.
    private static async Task<int> InViewAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, Named("List what is in view")).ClickAsync();
        var text = await SaidAsync(page);
        return int.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
