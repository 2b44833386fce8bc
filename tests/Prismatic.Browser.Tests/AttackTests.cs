using Microsoft.Playwright;

namespace Prismatic.Browser.Tests;

/// <summary>Texts of a data set are written by strangers: in a real browser none runs, asks for anything, or changes the page.</summary>
public sealed class AttackTests(Browser browser) : IClassFixture<Browser>
{
    // Every text of a page gets another attack; over the rounds every attack stands in many places.
    private const int Rounds = 8;

    // On a busy machine a page needs seconds to come to rest under the bar that stays at its top.
    private const float Patience = 30_000;

    private const string Structure =
        "() => [...document.querySelectorAll('*')].map(e => e.tagName + ' ' + e.getAttributeNames().sort().join(' ')).join('\\n')";

    public static TheoryData<string, int> Cases =>
        [
            .. from page in Samples.Names.Select(row => row.Data)
            from round in Enumerable.Range(0, Rounds)
            select (page, round),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_text_acts(string name, int round)
    {
        var attacked = Samples.Page(name, Attacks.From(round * Attacks.All.Count / Rounds));
        await using var plain = await OpenPage.OpenAsync(browser.Instance, Samples.Page(name));
        await using var opened = await OpenPage.OpenAsync(browser.Instance, attacked);
        await MapPage.ReadyAsync(plain.Page);
        await MapPage.ReadyAsync(opened.Page);
        Assert.Equal(await StructureOf(plain), await StructureOf(opened));
        await Use(opened.Page);
        Assert.Equal("undefined", await opened.Page.EvaluateAsync<string>("() => typeof window.pwned"));
        Assert.Empty(opened.Wrongs);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_text_acts_where_scripts_are_off(string name, int round)
    {
        var attacked = Samples.Page(name, Attacks.From(round * Attacks.All.Count / Rounds));
        await using var opened = await OpenPage.OpenAsync(
            browser.Instance,
            attacked,
            new BrowserNewContextOptions { JavaScriptEnabled = false }
        );
        Assert.Empty(opened.Wrongs);
        Assert.Equal(1, await opened.Page.Locator("h1").CountAsync());
    }

    [Fact]
    public async Task An_attack_that_is_let_in_is_seen()
    {
        await using var opened = await OpenPage.OpenAsync(
            browser.Instance,
            "<!doctype html><title>x</title><img src=//evil.example/x onerror=pwned=1><script>alert(1)</script>"
        );
        await opened.Page.WaitForFunctionAsync("() => window.pwned === 1");
        Assert.Contains(opened.Wrongs, wrong => wrong.StartsWith("dialog", StringComparison.Ordinal));
        Assert.Contains(opened.Wrongs, wrong => wrong.StartsWith("request", StringComparison.Ordinal));
    }

    [Fact]
    public void The_corpus_is_as_large_as_the_documents_say() => Assert.True(Attacks.All.Count >= 200);

    private static Task<string> StructureOf(OpenPage opened) => opened.Page.EvaluateAsync<string>(Structure);

    // What a reader does: open everything, press everything, search for everything, point at everything.
    private static async Task Use(IPage page)
    {
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        foreach (var button in await page.Locator("button:visible").AllAsync())
        {
            await button.ClickAsync(new LocatorClickOptions { Timeout = Patience });
        }
        foreach (var box in await page.Locator("input[type=search]:visible").AllAsync())
        {
            await box.FillAsync("<img src=x onerror=pwned=1>");
            await box.FillAsync("");
        }
        foreach (var canvas in await page.Locator("canvas:visible").AllAsync())
        {
            await canvas.HoverAsync();
            await canvas.FocusAsync();
            await canvas.PressAsync("n");
            await canvas.HoverAsync(
                new LocatorHoverOptions
                {
                    Position = new Position { X = 5, Y = 5 },
                }
            );
        }
    }
}
