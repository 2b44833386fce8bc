using Markdig;
using Microsoft.Playwright;
using Prismatic.Tool.Tests;
using Prismatic.Tool.Tests.Contract;

namespace Prismatic.Browser.Tests;

/// <summary>
/// The comment in a pull request as people see it: Markdown with tables, in the style sheet that is made from GitHub's. Skipped where
/// that cannot be fetched. PRISMATIC_ACCEPT=1 puts the picture into docs/pictures.
/// </summary>
public sealed class CommentPictureTests(Browser browser, PullRequestSample sample)
    : IClassFixture<Browser>,
        IClassFixture<PullRequestSample>
{
    private const string Styles = "github-markdown-css@5.9.0";
    private const string StyleFile = "github-markdown.css";

    // Machines that run tests have seldom a font with the marks we use; this one has them.
    private const string Fonts = "twemoji-colr-font@15.0.3";
    private const string FontFile = "twemoji.woff2";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .UseTaskLists()
        .Build();

    [Theory]
    [InlineData("light", 900)]
    [InlineData("dark", 900)]
    [InlineData("phone", 390)]
    public async Task It_says_what_fails_first_and_folds_the_rest(string look, int width)
    {
        var missing =
            await NodePackages.FilesAsync(Styles, inside: null, StyleFile)
            ?? await NodePackages.FilesAsync(Fonts, inside: null, FontFile);
        Assert.SkipWhen(missing is not null, missing ?? "");
        await using var opened = await OpenPage.OpenAsync(
            browser.Instance,
            await PageAsync(),
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 1000 },
                ColorScheme = look == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            }
        );
        var page = opened.Page;
        Assert.Equal("Prismatic: ❌ 1 of 4 data sets fails", await page.Locator("h2").First.InnerTextAsync());
        Assert.Equal(4, await page.Locator("table").First.Locator("tbody tr").CountAsync());
        Assert.Equal("1. ❌ data/word-\u200bproblems.parquet", await page.Locator("h2").Nth(1).InnerTextAsync());
        Assert.True(await page.GetByText("Gates that fail").IsVisibleAsync());
        Assert.Equal(0, await page.Locator("details[open]").CountAsync());
        Assert.True(await page.Locator("details").CountAsync() > 5);
        Assert.True(
            await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width,
            "wider than its window"
        );
        await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = PathOf(look),
                FullPage = true,
                Clip = new Clip
                {
                    X = 0,
                    Y = 0,
                    Width = width,
                    Height = 1300,
                },
            }
        );
        Assert.Empty(opened.Wrongs);
    }

    private async Task<string> PageAsync()
    {
        var font = Convert.ToBase64String(await File.ReadAllBytesAsync(NodePackages.PathOf(FontFile)));
        var styles = await File.ReadAllTextAsync(NodePackages.PathOf(StyleFile));
        return $$"""
            <!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark"><title>comment</title>
            <style>
            {{styles}}
            @font-face { font-family: marks; src: url(data:font/woff2;base64,{{font}}); unicode-range: U+26A0, U+2705, U+274C, U+FE0F, U+1F534, U+1F7E1, U+1F7E2; }
            body { margin: 0; }
            .markdown-body { padding: 16px; font-family: marks, sans-serif; }
            </style>
            <article class="markdown-body">{{Markdown.ToHtml(sample.Markdown, Pipeline)}}</article>
            """;
    }

    private static string PathOf(string look) =>
        look == "light" && Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1"
            ? Path.Combine(Golden.Root, "docs", "pictures", "comment.png")
            : Path.Combine(Golden.Root, "artifacts", "pictures", $"comment-{look}.png");
}
