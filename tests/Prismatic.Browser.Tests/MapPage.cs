using System.Globalization;
using Microsoft.Playwright;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Browser.Tests;

/// <summary>A report whose map is drawn, and where its points lie on the screen.</summary>
internal static class MapPage
{
    /// <summary>The canvas.</summary>
    public const string Canvas = "#map canvas";

    /// <summary>Opens an audit's page with a map and waits until it is drawn.</summary>
    public static async Task<OpenPage> OpenAsync(
        IBrowser browser,
        PageMap map,
        BrowserNewContextOptions? options = null
    )
    {
        var opened = await OpenPage.OpenAsync(
            browser,
            HtmlRenderer.Render(SampleReport.Create() with { Filter = null }, map),
            options
                ?? new BrowserNewContextOptions
                {
                    ViewportSize = new ViewportSize { Width = 1280, Height = 1000 },
                }
        );
        await ReadyAsync(opened.Page);
        // Its middle, so that no bar of the page lies over it.
        await opened.Page.EvaluateAsync(
            "() => document.querySelector('#map canvas').scrollIntoView({ block: 'center', behavior: 'instant' })"
        );
        return opened;
    }

    /// <summary>Waits until all scripts of a page are done.</summary>
    public static Task ReadyAsync(IPage page) => page.WaitForSelectorAsync("html[data-ready]");

    /// <summary>Places of points from the corner of the canvas in pixels, in the order of the picture, which draws every one.</summary>
    public static async Task<List<(float X, float Y)>> PointsAsync(IPage page)
    {
        var text = await page.EvaluateAsync<string>(
            """
            () => {
              const picture = document.querySelector("#map svg");
              const scale = document.querySelector("#map canvas").clientWidth / picture.viewBox.baseVal.width;
              const paths = [...picture.querySelectorAll("path")].map((path) => path.getAttribute("d")).join("");
              return [...paths.matchAll(/M(\d+) (\d+)/g)].map((m) => m[1] * scale + " " + m[2] * scale).join(",");
            }
            """
        );
        return
        [
            .. text.Split(',')
                .Select(pair => pair.Split(' '))
                .Select(pair =>
                    (
                        float.Parse(pair[0], CultureInfo.InvariantCulture),
                        float.Parse(pair[1], CultureInfo.InvariantCulture)
                    )
                ),
        ];
    }

    /// <summary>Moves the mouse over a place of the canvas.</summary>
    public static Task PointAsync(IPage page, (float X, float Y) place) =>
        page.Locator(Canvas)
            .HoverAsync(
                new LocatorHoverOptions
                {
                    Position = new Position { X = place.X, Y = place.Y },
                }
            );

    /// <summary>Draws a line around a part of the canvas, in shares of its sides.</summary>
    public static async Task LassoAsync(IPage page, float left, float top, float right, float bottom)
    {
        var box = (await page.Locator(Canvas).BoundingBoxAsync())!;
        (float X, float Y)[] corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        await MoveAsync(corners[0]);
        await page.Mouse.DownAsync();
        foreach (var corner in corners.Skip(1))
        {
            await MoveAsync(corner);
        }
        await page.Mouse.UpAsync();

        Task MoveAsync((float X, float Y) share) =>
            page.Mouse.MoveAsync(
                box.X + (box.Width * share.X),
                box.Y + (box.Height * share.Y),
                new MouseMoveOptions { Steps = 3 }
            );
    }

    /// <summary>Share of the canvas' pixels that differ from its ground.</summary>
    public static Task<double> InkAsync(IPage page) =>
        page.EvaluateAsync<double>(
            """
            () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
              const canvas = document.querySelector("#map canvas");
              const ground = getComputedStyle(canvas).backgroundColor.match(/\d+/g).map(Number);
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              let ink = 0;
              for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - ground[0]) + Math.abs(data[i + 1] - ground[1]) + Math.abs(data[i + 2] - ground[2]) > 60) ink++;
              done(ink / (data.length / 4));
            })))
            """
        );
}
