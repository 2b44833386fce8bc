using System.Text.Json;
using Prismatic.Homogeneity;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>Seventy models on nineteen prompts: what the whole takes, and what it finds.</summary>
internal static class ManyModels
{
    /// <summary>In a process of its own, so that its memory is its own.</summary>
    public static void Print()
    {
        Console.WriteLine(
            "| view | read s | view s | measured s | resident MB in all | inter | floor | clusters of several models |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var view in (string[])["ngrams", "hidden"])
        {
            Console.WriteLine(OwnProcess.Run<string>("outputs", "many", view));
        }
    }

    public static int Own(string view)
    {
        Responses.ResponseSet? set = null;
        Features.FeatureSpace? space = null;
        HomogeneityResult? result = null;
        var read = Seconds.Of(() => set = OutputSets.Read("llmfao_*.jsonl"));
        var made = Seconds.Of(() =>
            space = view == "ngrams" ? OutputSets.NGrams(set!) : OutputSets.Hidden(set!).First()
        );
        var measured = Seconds.Of(() =>
            result = HomogeneityAudit.RunAsync(set!, space!, Equivalence.Lexical(set!)).GetAwaiter().GetResult()
        );
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var clusters = result!
            .Between.Clusters.Select((cluster, model) => (cluster, model))
            .GroupBy(entry => entry.cluster, entry => set!.Models[entry.model])
            .Where(cluster => cluster.Count() > 1)
            .Select(cluster => string.Join(", ", cluster));
        Console.WriteLine(
            JsonSerializer.Serialize(
                $"| {view} | {read.Wall:F2} | {made.Wall:F2} | {measured.Wall:F2} | {process.PeakWorkingSet64 / 1048576.0:F0} | "
                    + $"{result.Between.Inter:F3} | {result.Between.Floor:F3} | {string.Join("; ", clusters)} |"
            )
        );
        return 0;
    }
}
