using Prismatic.Homogeneity;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>Answers to one prompt must be more alike than answers to different ones; dealt to prompts at random they must not.</summary>
internal static class OrderTruth
{
    public static void Print(string? encoder)
    {
        Console.WriteLine(
            "| answers | view | intra | inter | floor | intra, corrected | inter, corrected | prompts above the floor | dealt at random: intra or inter less floor |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (
            var (name, pattern) in ((string, string)[])
                [
                    ("NoveltyBench, 1 model × 10", "noveltybench_*.jsonl"),
                    ("creative writing, 1 model × 10", "tot_*.json"),
                    ("Arena-Hard, 2 models × 1", "arenahard_*.jsonl"),
                    ("AlpacaEval, 8 models × 1", "alpacaeval_*.json.gz"),
                ]
        )
        {
            var (set, views) = OutputSets.Open(pattern, encoder);
            var dealt = OutputSets.Dealt(set, 3);
            foreach (var space in views)
            {
                var own = HomogeneityAudit.RunAsync(set, space, Equivalence.Exact(set)).GetAwaiter().GetResult();
                var random = HomogeneityAudit.RunAsync(dealt, space, Equivalence.Exact(dealt)).GetAwaiter().GetResult();
                Row(name, space.Name, own, random);
            }
        }
    }

    private static void Row(string name, string view, HomogeneityResult result, HomogeneityResult random)
    {
        var floor = result.Between.Floor!.Value;
        var intra = result.Models.Count == 1 ? result.Models[0].Similarity : null;
        var inter = result.Between.Inter;
        var interError = Estimate.Of(result.Between.Prompts.Select(prompt => (double?)prompt.Inter))?.StandardError;
        double[] values =
        [
            .. intra is null
                ? result.Between.Prompts.Select(prompt => prompt.Inter)
                : result.Prompts.Select(prompt => prompt.Similarity).OfType<double>(),
        ];
        var chance = (
            random.Models.Count == 1
                ? random.Models[0].Similarity
                : Estimate.Of(random.Between.Prompts.Select(prompt => (double?)prompt.Inter))
        )!.Value;
        Console.WriteLine(
            $"| {name} | {view} | {Text(intra?.Mean)}{(intra?.StandardError is { } e ? $" ± {e:F3}" : "")} | {Text(inter)}{(interError is { } f ? $" ± {f:F3}" : "")} | "
                + $"{floor:F3} | {Text(result.Models.Count == 1 ? result.Models[0].CorrectedSimilarity : null)} | "
                + $"{Text(result.Between.CorrectedInter)} | {values.Count(v => v > floor) / (double)values.Length:P1} | "
                + $"{chance.Mean - random.Between.Floor!.Value:+0.0000;-0.0000} ± {chance.StandardError:F4} |"
        );
    }

    private static string Text(double? value) => value is { } number ? $"{number:F3}" : "";
}
