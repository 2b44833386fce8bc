using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Prismatic.Tool.Tests;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Browser.Tests;

/// <summary>Real reports in a browser, and the pictures of docs/reading-a-report.md; PRISMATIC_ACCEPT=1 puts these into docs/pictures.</summary>
public sealed partial class WalkThroughTests(Browser browser, WalkThrough reports)
    : IClassFixture<Browser>,
        IClassFixture<WalkThrough>
{
    // Large pictures make a repository heavy.
    private const long MostBytes = 200_000;

    private static readonly string Document = Path.Combine(Golden.Root, "docs", "reading-a-report.md");

    [Fact]
    public async Task An_audit_says_its_verdict_and_its_gates_first()
    {
        await using var opened = await OpenAsync(reports.Audit);
        Assert.StartsWith("Mixed", await opened.Page.Locator(".verdict .badge").InnerTextAsync(), Ignoring);
        Assert.True(await opened.Page.Locator(".gates li.is-homogeneous").CountAsync() > 0);
        await TopAsync(opened.Page, "verdict", ".cards");
        await PartAsync(opened.Page, "gates", "gates");
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task Its_map_shows_rows_and_lists_those_in_a_line()
    {
        await using var opened = await OpenAsync(reports.Audit);
        await opened.Page.EvaluateAsync(
            "() => document.querySelector('#map canvas').scrollIntoView({ block: 'center', behavior: 'instant' })"
        );
        var points = await MapPage.PointsAsync(opened.Page);
        await MapPage.PointAsync(opened.Page, points[points.Count / 2]);
        await ShotAsync(opened.Page.Locator("#map"), "map");
        await opened.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Lasso" }).ClickAsync();
        await MapPage.LassoAsync(opened.Page, 0.02f, 0.05f, 0.3f, 0.95f);
        var chosen = await opened.Page.Locator(".map-list tbody tr").CountAsync();
        Assert.InRange(chosen, 10, points.Count - 10);
        await ShotAsync(opened.Page.Locator("#map"), "map-rows");
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task Its_parts_show_templates_duplicates_and_views()
    {
        await using var opened = await OpenAsync(reports.Audit);
        await PartAsync(opened.Page, "templates-and-phrases", "templates");
        await PartAsync(opened.Page, "duplicates", "duplicates");
        await ClipAsync(opened.Page.Locator(".view:has(svg)").Last, "view", 1500);
        await PartAsync(opened.Page, "how-it-was-computed", "computed");
        Assert.Empty(opened.Wrongs);
    }

    [Theory]
    [InlineData("dark", 1100)]
    [InlineData("phone", 390)]
    public async Task It_suits_every_screen(string look, int width)
    {
        await using var opened = await OpenAsync(reports.Audit, width, look == "dark");
        Assert.True(
            await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width,
            "wider than its window"
        );
        await TopAsync(opened.Page, look, look == "dark" ? ".cards" : ".gates");
    }

    [Fact]
    public async Task A_filter_shows_why_rows_went()
    {
        await using var opened = await OpenAsync(reports.Filter);
        await PartAsync(opened.Page, "dropped-rows", "dropped");
        await opened
            .Page.GetByLabel("Colour by")
            .SelectOptionAsync(new SelectOptionValue { Label = "kept or dropped" });
        Assert.True(await opened.Page.Locator(".map-legend button").CountAsync() >= 2);
        await ShotAsync(opened.Page.Locator("#map"), "map-filter");
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task Answers_of_models_are_compared_and_shown_prompt_by_prompt()
    {
        await using var opened = await OpenAsync(reports.Outputs);
        await PartAsync(opened.Page, "similarity", "similarity");
        await opened.Page.GetByLabel("Colour by").SelectOptionAsync(new SelectOptionValue { Label = "model" });
        Assert.Equal(3, await opened.Page.Locator(".map-legend button").CountAsync());
        await ShotAsync(opened.Page.Locator("#map"), "map-answers");
        await opened
            .Page.Locator("[aria-labelledby=prompt-by-prompt] details")
            .First.EvaluateAsync("d => d.open = true");
        await PartAsync(opened.Page, "prompt-by-prompt", "prompts");
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task Two_versions_of_a_set_are_compared()
    {
        await using var opened = await OpenAsync(reports.Compare);
        await TopAsync(opened.Page, "compare", ".cards");
        await opened.Page.GetByLabel("Colour by").SelectOptionAsync(new SelectOptionValue { Label = "change" });
        Assert.Equal(2, await opened.Page.Locator(".map-legend button").CountAsync());
        await ShotAsync(opened.Page.Locator("#map"), "map-compare");
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task A_hundred_thousand_rows_fit()
    {
        await using var opened = await MapPage.OpenAsync(browser.Instance, SampleMap.Crowds(100_000));
        await ShotAsync(opened.Page.Locator("#map"), "map-100k", ScreenshotType.Jpeg);
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public void The_document_shows_pictures_that_are_there_and_light_and_no_others()
    {
        var shown = Pictures()
            .Matches(File.ReadAllText(Document))
            .Select(match => match.Groups["name"].Value)
            .ToHashSet();
        var folder = Path.Combine(Golden.Root, "docs", "pictures");
        Assert.NotEmpty(shown);
        Assert.All(shown, name => Assert.InRange(new FileInfo(Path.Combine(folder, name)).Length, 1, MostBytes));
        var others = string.Join(
            '\n',
            Directory.GetFiles(Path.Combine(Golden.Root, "docs"), "*.md").Select(File.ReadAllText)
        );
        Assert.All(
            Directory.GetFiles(folder).Select(path => Path.GetFileName(path)),
            name => Assert.Contains($"pictures/{name}", others, StringComparison.Ordinal)
        );
    }

    private static StringComparison Ignoring => StringComparison.OrdinalIgnoreCase;

    private async Task<OpenPage> OpenAsync(string html, int width = 1100, bool dark = false)
    {
        var opened = await OpenPage.OpenAsync(
            browser.Instance,
            html,
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 1000 },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            }
        );
        await MapPage.ReadyAsync(opened.Page);
        // The bar that stays at the top would lie over what is pictured.
        await opened.Page.EvaluateAsync("() => { document.querySelector('.contents').style.position = 'static'; }");
        return opened;
    }

    // From the top of the page to the end of an element, at most two screens.
    private static async Task TopAsync(IPage page, string name, string until)
    {
        var end = await page.Locator(until)
            .First.EvaluateAsync<float>("e => e.getBoundingClientRect().bottom + scrollY");
        var size = page.ViewportSize!;
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = PathOf(name, "png"),
                FullPage = true,
                Clip = new Clip
                {
                    X = 0,
                    Y = 0,
                    Width = size.Width,
                    Height = Math.Min(end + 16, 1800),
                },
            }
        );
    }

    private static Task PartAsync(IPage page, string part, string name) =>
        ClipAsync(page.Locator($"section[aria-labelledby={part}]"), name, 900);

    // The upper end of an element.
    private static async Task ClipAsync(ILocator locator, string name, float most)
    {
        var box = await locator.EvaluateAsync<float[]>(
            "e => { const b = e.getBoundingClientRect(); return [b.left, b.top + scrollY, b.width, b.height]; }"
        );
        await locator.Page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = PathOf(name, "png"),
                FullPage = true,
                Clip = new Clip
                {
                    X = box[0],
                    Y = box[1],
                    Width = box[2],
                    Height = Math.Min(box[3], most),
                },
            }
        );
    }

    private static Task ShotAsync(ILocator locator, string name, ScreenshotType type = ScreenshotType.Png) =>
        locator.ScreenshotAsync(
            new LocatorScreenshotOptions
            {
                Path = PathOf(name, type == ScreenshotType.Png ? "png" : "jpg"),
                Type = type,
                Quality = type == ScreenshotType.Png ? null : 70,
            }
        );

    private static string PathOf(string name, string extension) =>
        Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1"
            ? Path.Combine(Golden.Root, "docs", "pictures", $"{name}.{extension}")
            : Path.Combine(Golden.Root, "artifacts", "pictures", $"walk-{name}.{extension}");

    [GeneratedRegex(
        @"\(pictures/(?<name>[a-z0-9-]+\.(png|jpg))\)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Pictures();
}
