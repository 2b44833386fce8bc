using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Responses;

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
            foreach (var space in views)
            {
                Row(name, set, space);
                if (set.Models.Count == 1)
                {
                    Row("... the same, as 2 models × 5", OutputSets.Halved(set), space);
                }
            }
        }
    }

    private static void Row(string name, ResponseSet set, FeatureSpace space)
    {
        var result = HomogeneityAudit.RunAsync(set, space, Equivalence.Exact(set)).GetAwaiter().GetResult();
        var dealt = OutputSets.Dealt(set, 3);
        var random = HomogeneityAudit.RunAsync(dealt, space, Equivalence.Exact(dealt)).GetAwaiter().GetResult();
        var floor = result.Between.Floor!.Value;
        var (intra, inter) = (Intra(result), Inter(result));
        var values = inter is null
            ? result.Prompts.Select(prompt => prompt.Similarity).OfType<double>().ToList()
            : result.Between.Prompts.Select(prompt => prompt.Inter).ToList();
        var chance = (Inter(random) ?? Intra(random))!.Value;
        Console.WriteLine(
            $"| {name} | {space.Name} | {Text(intra)} | {Text(inter)} | {floor:F3} | {FloorCorrection.Of(intra?.Mean, floor):F3} | "
                + $"{FloorCorrection.Of(inter?.Mean, floor):F3} | {values.Count(v => v > floor) / (double)values.Count:P1} | "
                + $"{chance.Mean - random.Between.Floor!.Value:+0.0000;-0.0000} ± {chance.StandardError:F4} |"
        );
    }

    private static Estimate? Intra(HomogeneityResult result) =>
        result.Models.Count == 1 ? result.Models[0].Similarity : result.Between.Switching.Intra;

    private static Estimate? Inter(HomogeneityResult result) =>
        Estimate.Of(result.Between.Prompts.Select(prompt => (double?)prompt.Inter));

    private static string Text(Estimate? estimate) =>
        estimate is { } known ? $"{known.Mean:F3} ± {known.StandardError:F3}" : "";
}
