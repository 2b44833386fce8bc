using System.Globalization;
using System.Runtime.InteropServices;
using Prismatic.Tool.Rendering;

namespace Prismatic.Benchmarks.Packages;

/// <summary>
/// Packs the tool for every platform, installs it, and times its start beside that of the smallest .NET program, compiled at start and ahead of
/// time: docs/benchmarks/package.md.
/// </summary>
internal static class PackageBenchmark
{
    private const long LargestBytes = 30_000_000;
    private const int Installs = 3;

    private static readonly (string Name, int Runs, string[] Arguments)[] Starts =
    [
        ("`--version`", 9, ["--version"]),
        ("`doctor`", 7, ["doctor"]),
        ("`audit`, 100 rows", 7, ["audit", Sample, "--sample", "100", "--quiet"]),
        (
            "`audit --features ngrams`, 100 rows",
            7,
            ["audit", Sample, "--sample", "100", "--quiet", "--features", "ngrams"]
        ),
    ];

    private static string Sample => Path.Combine(Programs.Root, "docs", "samples", "word-problems.parquet");

    /// <summary>Measures and prints; 1 where a package is larger than it may be.</summary>
    public static int Run()
    {
        var place = Directory.CreateTempSubdirectory("prismatic-package-").FullName;
        try
        {
            var packages = Path.Combine(place, "packages");
            var seconds = Programs.Dotnet(
                Programs.Root,
                "pack",
                "src/Prismatic.Tool",
                "-c",
                "Release",
                "-o",
                packages,
                $"-p:ArtifactsPath={Path.Combine(place, "artifacts")}"
            );
            Console.WriteLine($"Packed for all platforms in {Text(seconds)} s.\n");
            var largest = Sizes(packages);
            var ahead = AheadOfTime(place);
            Install(place, packages);
            StartTimes(place, ahead);
            return largest > LargestBytes ? 1 : 0;
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static long Sizes(string folder)
    {
        Console.WriteLine("| package | bytes | of the limit |");
        Console.WriteLine("| --- | ---: | ---: |");
        var files = new DirectoryInfo(folder).GetFiles("*.nupkg").OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var file in files)
        {
            Console.WriteLine(
                $"| {file.Name[..^".nupkg".Length]} | {Numbers.Count(file.Length)} | {Numbers.Percent((double)file.Length / LargestBytes)} |"
            );
        }
        Console.WriteLine();
        return files.Max(file => file.Length);
    }

    // The files of this platform, as they would be packed if they were compiled ahead of time, and as they are.
    private static (string Plain, string Ahead) AheadOfTime(string place)
    {
        string Published(string name, bool isAhead)
        {
            var folder = Path.Combine(place, name);
            Programs.Dotnet(
                Programs.Root,
                "publish",
                "src/Prismatic.Tool",
                "-c",
                "Release",
                "-r",
                RuntimeInformation.RuntimeIdentifier,
                "--self-contained",
                "false",
                $"-p:PublishReadyToRun={isAhead}",
                $"-p:ArtifactsPath={Path.Combine(place, name + "-artifacts")}",
                "-o",
                folder
            );
            return folder;
        }

        var (plain, ahead) = (Published("plain", false), Published("ahead", true));
        Console.WriteLine(
            $"Published for {RuntimeInformation.RuntimeIdentifier}: {Numbers.Count(Bytes(plain))} bytes, compiled ahead of time {Numbers.Count(Bytes(ahead))}.\n"
        );
        return (plain, ahead);

        static long Bytes(string folder) =>
            new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
    }

    private static void Install(string place, string packages)
    {
        var times = Enumerable
            .Range(0, Installs)
            .Select(i =>
                Programs.Dotnet(
                    place,
                    new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(place, $"cache{i}") },
                    "tool",
                    "install",
                    "Prismatic.Tool",
                    "--tool-path",
                    Path.Combine(place, $"tools{i}"),
                    "--source",
                    packages
                )
            )
            .Order()
            .ToList();
        Console.WriteLine(
            $"Installed from a folder into an empty one, with an empty cache of packages: {Range(times)} s, {Installs} runs.\n"
        );
    }

    private static void StartTimes(string place, (string Plain, string Ahead) published)
    {
        var hello = Programs.Smallest(Path.Combine(place, "smallest"));
        var name = OperatingSystem.IsWindows() ? "prismatic.exe" : "prismatic";
        string[] tool = [Path.Combine(place, "tools0", name), Program(published.Plain), Program(published.Ahead)];
        Console.WriteLine(
            "Median (fastest to slowest) in seconds, in turn, without caches; in brackets: times the smallest .NET program.\n"
        );
        Console.WriteLine("| command | runs | smallest program | as installed | published | compiled ahead of time |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (command, runs, arguments) in Starts)
        {
            var times = Enumerable.Range(0, tool.Length + 1).Select(_ => new List<double>()).ToArray();
            // The first of each reads files from the disk, and is not counted.
            for (var run = -1; run < runs; run++)
            {
                for (var i = 0; i < times.Length; i++)
                {
                    var seconds = i == 0 ? Programs.Time(hello, place) : Programs.Time(tool[i - 1], place, arguments);
                    if (run >= 0)
                    {
                        times[i].Add(seconds);
                    }
                }
            }
            Array.ForEach(times, list => list.Sort());
            var least = Median(times[0]);
            Console.WriteLine(
                $"| {command} | {runs} | {Range(times[0])} | "
                    + string.Join(" | ", times[1..].Select(list => $"{Range(list)} [{Text(Median(list) / least)}]"))
                    + " |"
            );
        }

        static string Program(string folder) =>
            Path.Combine(folder, OperatingSystem.IsWindows() ? "Prismatic.Tool.exe" : "Prismatic.Tool");
    }

    private static double Median(List<double> sorted) => sorted[sorted.Count / 2];

    private static string Range(List<double> sorted) =>
        $"{Text(Median(sorted))} ({Text(sorted[0])} to {Text(sorted[^1])})";

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
