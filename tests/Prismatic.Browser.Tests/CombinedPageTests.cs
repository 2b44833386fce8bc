using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Results;
using Prismatic.Tool.Tests;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Browser.Tests;

/// <summary>Reports on several data sets as one page: each lives in its frame as it does alone, and none gets out of it.</summary>
public sealed class CombinedPageTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("phone", 390)]
    public async Task Every_report_lives_in_its_frame(string look, int width)
    {
        await using var opened = await OpenAsync(Page(null), look, width);
        var page = opened.Page;
        Assert.Empty(opened.Wrongs);
        Assert.Equal(3, await page.Locator("main > section tbody tr").CountAsync());
        Assert.Equal(
            ["failed", "passed", "not audited"],
            await page.Locator("main > section tbody tr > td:nth-of-type(2)").AllInnerTextsAsync()
        );
        // The one that fails is open; the other when it is asked for.
        Assert.Equal(1, await page.Locator("iframe:visible").CountAsync());
        await page.Locator("summary").Nth(1).ClickAsync();
        Assert.Equal(2, await page.Locator("iframe:visible").CountAsync());
        for (var i = 0; i < 2; i++)
        {
            var frame = page.Locator("iframe").Nth(i).ContentFrame;
            await frame.Locator("#map canvas").WaitForAsync();
            Assert.True(await frame.Locator(".verdict p").First.IsVisibleAsync());
            // Its script runs, also where it may keep nothing.
            await frame.Locator("#theme").ClickAsync();
            Assert.Contains("light", await frame.Locator("#theme").InnerTextAsync(), StringComparison.Ordinal);
        }
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Golden.Root, "artifacts", "pictures", $"combined-{look}.png"),
            }
        );
        Assert.Empty(opened.Wrongs);
    }

    [Fact]
    public async Task Axe_finds_no_violation()
    {
        await using var opened = await OpenAsync(Page(null), "light", 1280, bypassPolicy: true);
        // What lies in the frames is looked at alone (PageTests): every report has landmarks of the same names, in a frame with its own title.
        var result = await opened.Page.RunAxe(new AxeRunOptions { Iframes = false });
        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {v.Nodes[0].Html}"));
    }

    [Fact]
    public async Task Without_scripts_the_table_and_the_reports_stand()
    {
        await using var opened = await OpenPage.OpenAsync(
            browser.Instance,
            Page(null),
            new BrowserNewContextOptions { JavaScriptEnabled = false }
        );
        Assert.True(
            await opened.Page.Locator("iframe").First.ContentFrame.Locator(".verdict p").First.IsVisibleAsync()
        );
        Assert.Empty(opened.Wrongs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_text_acts(int round)
    {
        await using var opened = await OpenAsync(Page(Attacks.From(round * Attacks.All.Count / 4)), "light", 1280);
        var page = opened.Page;
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        await page.Locator("iframe").Nth(1).ContentFrame.Locator("#map canvas").WaitForAsync();
        Assert.Equal(2, await page.Locator("iframe").CountAsync());
        Assert.Equal(3, page.Frames.Count);
        foreach (var frame in page.Frames)
        {
            Assert.Equal("undefined", await frame.EvaluateAsync<string>("() => typeof window.pwned"));
        }
        Assert.Empty(opened.Wrongs);
    }

    // A report that does not come from us, as one that was written over: it stays where it is, and is not let out.
    [Fact]
    public async Task A_page_that_is_not_ours_does_nothing()
    {
        const string Stranger =
            "<!doctype html><title>x</title><script>parent.pwned=1;top.location='https://evil.example/';alert(1)</script>"
            + "<img src=https://evil.example/x onerror=parent.pwned=1><form action=https://evil.example/ method=post><button>go</button></form>"
            + "<a href=https://evil.example/ target=_top>go</a>";
        await using var opened = await OpenAsync(
            CombinedPage.Render(Results(null), [Stranger, Stranger, null]),
            "light",
            1280
        );
        await opened.Page.Locator("iframe").First.ContentFrame.Locator("a").ClickAsync();
        await opened.Page.Locator("iframe").First.ContentFrame.Locator("button").ClickAsync();
        Assert.Equal("undefined", await opened.Page.EvaluateAsync<string>("() => typeof window.pwned"));
        Assert.Equal(2, await opened.Page.Locator("iframe").CountAsync());
        Assert.All(opened.Wrongs, wrong => Assert.StartsWith("console ", wrong, StringComparison.Ordinal));
        Assert.NotEmpty(opened.Wrongs);
    }

    private Task<OpenPage> OpenAsync(string html, string look, int width, bool bypassPolicy = false) =>
        OpenPage.OpenAsync(
            browser.Instance,
            html,
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 1000 },
                ColorScheme = look == "dark" ? ColorScheme.Dark : ColorScheme.Light,
                BypassCSP = bypassPolicy,
            }
        );

    private static string Page(Func<string, string>? text) =>
        CombinedPage.Render(Results(text), [Samples.Page("audit", text), Samples.Page("outputs", text), null]);

    private static PullRequestResults Results(Func<string, string>? text)
    {
        text ??= same => same;
        return new PullRequestResults
        {
            Repository = "owner/data",
            Number = 7,
            Head = new string('a', 40),
            Base = new string('b', 40),
            Key = "audit.yml/audit",
            RunId = 1,
            RunAttempt = 1,
            Comments = CommentMode.Auto,
            Datasets =
            [
                Dataset(text("data/train.parquet"), 1) with
                {
                    Report = SampleReport.Create(text),
                },
                Dataset(text("data/answers.jsonl"), 0) with
                {
                    Report = SampleOutputs.Create(text),
                },
                Dataset(text("data/large.parquet"), 0) with
                {
                    Note = text("Not audited: more than the budget"),
                },
            ],
        };
    }

    private static DatasetResult Dataset(string path, int exitCode) =>
        new()
        {
            Path = path,
            Status = DatasetStatus.Modified,
            ExitCode = exitCode,
        };
}
