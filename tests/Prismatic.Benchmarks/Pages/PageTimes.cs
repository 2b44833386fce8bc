using System.Text.Json;
using Microsoft.Playwright;

namespace Prismatic.Benchmarks.Pages;

/// <summary>What a browser needed for a page, in milliseconds from the moment it was asked for.</summary>
/// <param name="Paint">First paint of content.</param>
/// <param name="Ready">All points are drawn and the page answers.</param>
/// <param name="Hover">Median time from a movement of the pointer to the end of the frame that answers it.</param>
/// <param name="Answered">Share of such movements, each to a point, that a tip answered.</param>
/// <param name="Memory">Bytes of the script's heap.</param>
internal sealed record PageTimes(double Paint, double Ready, double Hover, double Answered, double Memory)
{
    private const int Places = 30;

    // A frame's end is where the first task after it begins.
    private const string Script = """
        async ([canvas, tip, places]) => {
          const frame = () => new Promise((done) => requestAnimationFrame(() => { const m = new MessageChannel(); m.port1.onmessage = done; m.port2.postMessage(0); }));
          const element = document.querySelector(canvas);
          const box = element.getBoundingClientRect();
          const times = [];
          let answered = 0;
          for (const [x, y] of places) {
            const event = { clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true };
            const start = performance.now();
            element.dispatchEvent(new PointerEvent("pointermove", event));
            element.dispatchEvent(new MouseEvent("mousemove", event));
            await frame();
            times.push(performance.now() - start);
            await frame();
            const shown = document.querySelector(tip);
            if (shown && !shown.hidden && getComputedStyle(shown).visibility !== "hidden" && shown.textContent.includes("row")) answered++;
          }
          times.sort((a, b) => a - b);
          const ready = performance.getEntriesByName("prismatic-ready")[0] || performance.getEntriesByName("page-ready")[0];
          return {
            paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
            ready: ready.startTime,
            hover: times[times.length >> 1],
            answered: answered / places.length,
            memory: performance.memory ? performance.memory.usedJSHeapSize : 0,
          };
        }
        """;

    /// <summary>Opens a page in a fresh context and measures it.</summary>
    /// <param name="browser">Without a graphics card.</param>
    /// <param name="file">The page.</param>
    /// <param name="canvas">Selects what points are drawn on.</param>
    /// <param name="tip">Selects what a tip is shown in.</param>
    /// <param name="at">Places of points, in shares of the canvas.</param>
    public static async Task<PageTimes> OfAsync(
        IBrowser browser,
        string file,
        string canvas,
        string tip,
        IReadOnlyList<(double X, double Y)> at
    )
    {
        await using var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        await page.WaitForSelectorAsync("html[data-ready]", new PageWaitForSelectorOptions { Timeout = 120_000 });
        await page.EvaluateAsync(
            "canvas => document.querySelector(canvas).scrollIntoView({ block: 'center', behavior: 'instant' })",
            canvas
        );
        var places = at.Take(Places).Select(place => new[] { place.X, place.Y }).ToArray();
        var measured = await page.EvaluateAsync<JsonElement>(Script, new object[] { canvas, tip, places });
        return new PageTimes(Of("paint"), Of("ready"), Of("hover"), Of("answered"), Of("memory"));

        double Of(string name) => measured.GetProperty(name).GetDouble();
    }
}
