using System.Diagnostics;
using Prismatic.Trainer.Experiments;

namespace Prismatic.Benchmarks;

/// <summary>The reduced experiment, timed: both studies from nothing, tables printed.</summary>
internal static class ExperimentBenchmark
{
    public static int Run()
    {
        // A folder of its own, so that no student or feature of an earlier run is taken over.
        var folder = Directory.CreateTempSubdirectory("prismatic-experiment").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            var code = new ExperimentCommand { Reduced = true, Output = folder }.OnExecute();
            foreach (var page in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
            {
                Console.WriteLine(File.ReadAllText(page));
            }
            Console.WriteLine($"{clock.Elapsed.TotalMinutes:F1} minutes on {Environment.ProcessorCount} cores");
            return code;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
