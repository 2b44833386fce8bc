using System.Diagnostics;
using System.Globalization;
using Prismatic.Benchmarks.Evidence;

namespace Prismatic.Benchmarks;

/// <summary>The built tool as a process: start-up, and whole runs over GSM8K with their peak memory.</summary>
internal static class ToolBenchmark
{
    internal static string Tool { get; } =
        Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Prismatic.Tool", "release", "Prismatic.Tool")
        );

    /// <summary>From process start to the first gradient: a run over one short row, its output file included.</summary>
    public static int Startup()
    {
        using var folder = new Scratch();
        var row = folder.File("row.jsonl");
        File.WriteAllText(row, "{\"prompt\": \"What is 2 + 3?\", \"response\": \"2 + 3 = 5.\"}\n");
        Console.WriteLine("| command | runs | median s | fastest s | slowest s | peak MB |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        Repeat("--version", ["--version"]);
        Repeat("gradients of one row", ["gradients", row, "-o", folder.File("out.parquet"), "--quiet"]);
        return 0;
    }

    /// <summary>Audit and filter of growing parts of GSM8K.</summary>
    public static int Gsm8k()
    {
        using var folder = new Scratch();
        var lines = File.ReadAllLines(Path.Combine(RealRows.Folder, "math", "gsm8k_train.jsonl"));
        Console.WriteLine("| command | rows | seconds | rows/s | peak MB | feature matrices MB | rest MB |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var count in (int[])[lines.Length / 4, lines.Length / 2, lines.Length])
        {
            var part = folder.File($"gsm8k-{count}.jsonl");
            File.WriteAllLines(part, lines.Take(count));
            var (json, html, output) = (folder.File("r.json"), folder.File("r.html"), folder.File("kept.parquet"));
            Whole("audit", count, 2, ["audit", part, "--json", json, "--html", html, "--quiet"]);
            Whole("filter --keep 50%", count, 1, ["filter", part, "-o", output, "--keep", "50%", "--quiet"]);
        }
        return 0;
    }

    private static void Repeat(string name, string[] args)
    {
        const int runs = 9;
        Run(args);
        var measured = Enumerable.Range(0, runs).Select(_ => Run(args)).OrderBy(r => r.Seconds).ToList();
        Console.WriteLine(
            $"| {name} | {runs} | {measured[runs / 2].Seconds:F2} | {measured[0].Seconds:F2} | {measured[^1].Seconds:F2} | "
                + $"{measured.Max(r => r.PeakMegabytes):F0} |"
        );
    }

    private static void Whole(string name, int rows, int views, string[] args)
    {
        var (seconds, peak) = Run(args);
        var matrices = views * rows * 1024.0 * 4 / 1048576;
        Console.WriteLine(
            $"| {name} | {rows} | {seconds:F1} | {rows / seconds:F0} | {peak:F0} | {matrices:F0} | {peak - matrices:F0} |"
        );
    }

    private static (double Seconds, double PeakMegabytes) Run(string[] args)
    {
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo(Tool, args) { RedirectStandardOutput = true, UseShellExecute = false };
        // Without a folder for caches everything is computed every time.
        foreach (var name in (string[])["PRISMATIC_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"])
        {
            start.Environment.Remove(name);
        }
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        long peak = 0;
        while (!process.WaitForExit(20))
        {
            peak = Math.Max(peak, Peak(process.Id));
        }
        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, peak / 1024.0)
            : throw new InvalidOperationException($"{string.Join(' ', args)} ended with {process.ExitCode}");
    }

    // The high-water mark of resident memory, in kilobytes, as Linux keeps it.
    private static long Peak(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status")
                .First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    private sealed class Scratch : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-benchmark-").FullName;

        public string File(string name) => Path.Combine(_folder, name);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
