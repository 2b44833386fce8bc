using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Prismatic.Benchmarks.Evidence;

namespace Prismatic.Benchmarks;

/// <summary>What the gradient store saves: cold, warm, 1 % of the rows changed, killed with -9 half-way.</summary>
internal static partial class CacheBenchmark
{
    private const int Rows = 2000;
    private const int Changed = Rows / 100;

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("prismatic-cache-").FullName;
        try
        {
            Measure(folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(RealRows.Folder, "math", "gsm8k_train.jsonl"));
        var (data, edited) = (Path.Combine(folder, "rows.jsonl"), Path.Combine(folder, "edited.jsonl"));
        File.WriteAllLines(data, lines.Take(Rows));
        // Every hundredth row is another one.
        File.WriteAllLines(edited, lines.Take(Rows).Select((line, i) => i % 100 == 50 ? lines[Rows + i] : line));
        Console.WriteLine("| run | seconds | from the cache | computed | output |");
        Console.WriteLine("| --- | ---: | ---: | ---: | --- |");
        Kill(data, folder);
        var fresh = Line("no cache", data, null, folder);
        Line("cold", data, "a", folder, fresh);
        Line("warm", data, "a", folder, fresh);
        var other = Line($"no cache, {Changed} rows changed", edited, null, folder);
        Line($"warm, {Changed} rows changed", edited, "a", folder, other);
        Line("after kill -9 at about half", data, "b", folder, fresh);
        var bytes = Directory
            .GetFiles(folder, "*.parquet", SearchOption.AllDirectories)
            .Where(f => f.Contains(Path.Combine("a", "vectors"), StringComparison.Ordinal))
            .Sum(f => new FileInfo(f).Length);
        Console.WriteLine();
        Console.WriteLine($"{bytes / (double)(Rows + Changed):F0} bytes a row in the cache.");
    }

    private static string Line(string name, string data, string? cache, string folder, string? expected = null)
    {
        var output = Path.Combine(folder, "out.parquet");
        using var process = Start(data, output, cache, folder);
        var clock = Stopwatch.StartNew();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"gradients ended with {process.ExitCode}: {said}");
        }
        var counts = Counts().Match(said);
        var (found, computed) = counts.Success
            ? (counts.Groups["found"].Value, counts.Groups["computed"].Value)
            : ("0", $"{Rows:N0}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(output)))[..12];
        var verdict =
            expected is null ? hash
            : expected == hash ? "the same bytes"
            : "OTHER BYTES";
        Console.WriteLine($"| {name} | {seconds:F1} | {found} | {computed} | {verdict} |");
        return hash;
    }

    private static void Kill(string data, string folder)
    {
        using var process = Start(data, Path.Combine(folder, "killed.parquet"), "b", folder);
        var said = process.StandardError.ReadToEndAsync();
        const long Half = Rows / 2 * 2084;
        while (!process.HasExited && Written(Path.Combine(folder, "b", "vectors")) < Half)
        {
            Thread.Sleep(20);
        }
        if (process.HasExited)
        {
            throw new InvalidOperationException(
                $"it ended with {process.ExitCode} before it was killed: {said.Result}"
            );
        }
        process.Kill();
        process.WaitForExit();
    }

    private static long Written(string cache) =>
        Directory.Exists(cache)
            ? Directory.GetFiles(cache, "*.part", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length)
            : 0;

    private static Process Start(string data, string output, string? cache, string folder)
    {
        string[] where = cache is null ? ["--no-cache"] : ["--cache", Path.Combine(folder, cache)];
        var start = new ProcessStartInfo(
            ToolBenchmark.Tool,
            ["gradients", data, "-o", output, "--no-progress", .. where]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    [GeneratedRegex(
        "(?<found>[0-9,]+) vectors? from the cache, (?<computed>[0-9,]+) computed",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Counts();
}
