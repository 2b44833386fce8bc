using System.Diagnostics;
using System.Text.Json;
using Prismatic.Tool.Rendering;

namespace Prismatic.Benchmarks.Pages;

/// <summary>The same points as a page of Apache ECharts, which is fetched from npm: one file, all of it inside, zoom, lasso and tips.</summary>
internal static class EChartsPage
{
    private const string Version = "6.1.0";

    /// <summary>The library's script; null with the reason on the console where it cannot be fetched.</summary>
    public static string? Library()
    {
        var folder = Path.Combine(Path.GetTempPath(), "prismatic-echarts-" + Version);
        var script = Path.Combine(folder, "package", "dist", "echarts.min.js");
        if (!File.Exists(script))
        {
            Directory.CreateDirectory(folder);
            foreach (
                var (program, arguments) in new[]
                {
                    ("npm", $"pack --silent echarts@{Version}"),
                    ("tar", $"xzf echarts-{Version}.tgz package/dist/echarts.min.js"),
                }
            )
            {
                using var process = Process.Start(
                    new ProcessStartInfo(program, arguments)
                    {
                        WorkingDirectory = folder,
                        RedirectStandardOutput = true,
                        UseShellExecute = false,
                    }
                );
                process!.WaitForExit();
                if (process.ExitCode != 0)
                {
                    Console.WriteLine(
                        $"ECharts {Version} could not be fetched: {program} ended with {process.ExitCode}"
                    );
                    return null;
                }
            }
        }
        return File.ReadAllText(script);
    }

    /// <summary>The page.</summary>
    /// <param name="map">Its points and texts are drawn.</param>
    /// <param name="texts">Most beginnings of rows: as many as our page holds.</param>
    /// <param name="library">The library's script.</param>
    public static string Of(PageMap map, int texts, string library)
    {
        var series = Enumerable
            .Range(0, map.Described.Count)
            .Select(group => new
            {
                name = $"Group {group + 1}",
                type = "scatter",
                large = true,
                symbolSize = 3,
                data = Enumerable
                    .Range(0, map.Rows.Count)
                    .Where(point => map.Groups[point] == group)
                    .Select(point =>
                        new[]
                        {
                            Math.Round(map.Points[point].X, 5),
                            Math.Round(map.Points[point].Y, 5),
                            map.Rows[point],
                        }
                    ),
            });
        var said = map.Texts.OrderBy(text => text.Key).Take(texts).ToDictionary(text => text.Key, text => text.Value);
        return $$"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Map of rows</title>
            <h1>Map of rows</h1><div id="map" style="width:1098px;height:620px"></div>
            <script>{{library}}</script>
            <script>
            const texts = {{JsonSerializer.Serialize(said)}};
            const chart = echarts.init(document.getElementById("map"));
            chart.on("finished", () => {
              if (document.documentElement.dataset.ready) return;
              performance.mark("page-ready");
              document.documentElement.dataset.ready = "true";
            });
            chart.setOption({
              animation: false,
              xAxis: { min: -1, max: 1, show: false }, yAxis: { min: -0.65, max: 0.65, show: false },
              grid: { left: 20, right: 20, top: 20, bottom: 20 },
              legend: {}, toolbox: { feature: { dataZoom: {}, brush: { type: ["polygon", "clear"] } } },
              brush: { toolbox: ["polygon", "clear"] },
              dataZoom: [{ type: "inside", xAxisIndex: 0 }, { type: "inside", yAxisIndex: 0 }],
              tooltip: { className: "tip", formatter: (p) => "row " + p.value[2] + "<br>" + echarts.format.encodeHTML(texts[p.value[2]] || "") },
              series: {{JsonSerializer.Serialize(series)}},
            });
            </script></html>
            """;
    }
}
