using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Benchmarks.Pages;

/// <summary>A whole report with a map of very many rows beside an ECharts page of the same points alone: the table of docs/benchmarks/page.md.</summary>
internal static class PageBenchmark
{
    private const int Runs = 7;

    private static readonly string[] Switches =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-precise-memory-info",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        if (EChartsPage.Library() is not { } library)
        {
            return 4;
        }
        var folder = Directory.CreateTempSubdirectory("prismatic-pages");
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions
                {
                    ExecutablePath = args.FirstOrDefault() ?? "/usr/bin/chromium",
                    Args = Switches,
                }
            );
            Console.WriteLine(
                $"Chromium {browser.Version}, no graphics card, medians of {Runs} runs in turn (least to most)"
            );
            Console.WriteLine();
            Console.WriteLine(
                "| points | page | bytes | first paint, ms | all drawn and answering, ms | tip after pointing, ms | answered | heap, MB |"
            );
            Console.WriteLine("|--:|---|--:|--:|--:|--:|--:|--:|");
            foreach (var count in new[] { 10_000, 100_000 })
            {
                await CompareAsync(browser, folder.FullName, SampleMap.Crowds(count), library);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return 0;
    }

    private static async Task CompareAsync(IBrowser browser, string folder, PageMap map, string library)
    {
        // The points and texts that our page has room for, so that both show the same.
        var report = SampleReport.Create() with
        {
            Filter = null,
        };
        var block = MapBlock.Fit(
            map,
            MapBlock.MostBytes - 1000 - Encoding.UTF8.GetByteCount(HtmlRenderer.Render(report))
        );
        var shown = block.Map;
        (string Name, string File, string Canvas, string Tip)[] pages =
        [
            (
                "prismatic, the whole report",
                Write("ours.html", HtmlRenderer.Render(report, map)),
                "#map canvas",
                ".map-tip"
            ),
            (
                "ECharts, the points alone",
                Write("echarts.html", EChartsPage.Of(shown, block.Texts, library)),
                "#map canvas",
                ".tip"
            ),
        ];
        var places = Places(shown);
        var times = pages.Select(_ => new List<PageTimes>()).ToList();
        for (var run = 0; run <= Runs; run++)
        {
            foreach (var (page, i) in pages.Select((page, i) => (page, i)))
            {
                var measured = await PageTimes.OfAsync(browser, page.File, page.Canvas, page.Tip, places[i]);
                // The first run warms the browser up.
                if (run > 0)
                {
                    times[i].Add(measured);
                }
            }
        }
        for (var i = 0; i < pages.Length; i++)
        {
            Console.WriteLine(
                $"| {shown.Rows.Count:N0} | {pages[i].Name} | {new FileInfo(pages[i].File).Length:N0} | {Cell(times[i], t => t.Paint)} | {Cell(times[i], t => t.Ready)} | {Cell(times[i], t => t.Hover)} | {times[i].Average(t => t.Answered) * 100:F0} % | {Median(times[i], t => t.Memory) / 1e6:F0} |"
            );
        }

        string Write(string name, string text)
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, text);
            return file;
        }
    }

    // Where the same points lie on either canvas.
    private static List<List<(double, double)>> Places(PageMap map)
    {
        const double Side = 1440;
        const double Margin = 24;
        var wide = map.Points.Max(point => Math.Abs(point.X));
        var high = map.Points.Max(point => Math.Abs(point.Y));
        var height = (int)(Side * Math.Clamp(high / wide, 0.4, 0.62));
        var scale = Math.Min(((Side / 2) - Margin) / wide, ((height / 2.0) - Margin) / high);
        var chosen = map.Points.Where((_, i) => i % (map.Points.Count / 30) == 0).ToList();
        return
        [
            [.. chosen.Select(p => (0.5 + (p.X * scale / Side), 0.5 - (p.Y * scale / height)))],
            [.. chosen.Select(p => ((20 + ((p.X + 1) / 2 * 1058)) / 1098, (20 + ((0.65 - p.Y) / 1.3 * 580)) / 620))],
        ];
    }

    private static double Median(IEnumerable<PageTimes> times, Func<PageTimes, double> of) =>
        times.Select(of).Order().ElementAt(Runs / 2);

    private static string Cell(List<PageTimes> times, Func<PageTimes, double> of) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(times, of):F0} ({times.Min(of):F0} to {times.Max(of):F0})"
        );
}
