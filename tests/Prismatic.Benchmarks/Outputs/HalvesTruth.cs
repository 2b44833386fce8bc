using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Numerics;
using Prismatic.Reports;
using Prismatic.Responses;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>Similarities between models, measured on two halves of the prompts: is it the same order of pairs?</summary>
internal static class HalvesTruth
{
    private const int Splits = 20;

    public static void Print(string? encoder)
    {
        var (set, views) = OutputSets.Open("alpacaeval_*.json.gz", encoder);
        Console.WriteLine(
            $"| view | {Splits} splits: Spearman of inter, {set.Models.Count * (set.Models.Count - 1) / 2} pairs | smallest | corrected | smallest | "
                + "range of inter | largest difference of a pair between halves | its standard error over prompts |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |");
        foreach (var space in views)
        {
            var (raw, corrected, difference) = (new List<double>(), new List<double>(), 0.0);
            for (var split = 0; split < Splits; split++)
            {
                int[] order = [.. Enumerable.Range(0, set.Prompts.Count)];
                new Pcg32(5, (ulong)split).Shuffle<int>(order);
                var first = Measure(set, space, [.. order.Take(order.Length / 2)]);
                var second = Measure(set, space, [.. order.Skip(order.Length / 2)]);
                raw.Add(Spearman(first, second, pair => pair.Similarity!.Value.Mean));
                corrected.Add(Spearman(first, second, pair => pair.Corrected!.Value));
                difference = Math.Max(
                    difference,
                    first.Zip(second, (a, b) => Math.Abs(a.Similarity!.Value.Mean - b.Similarity!.Value.Mean)).Max()
                );
            }
            var all = Measure(set, space, [.. Enumerable.Range(0, set.Prompts.Count)]);
            Console.WriteLine(
                $"| {space.Name} | {Spread(raw)} | {raw.Min():F3} | {Spread(corrected)} | {corrected.Min():F3} | "
                    + $"{all.Min(p => p.Similarity!.Value.Mean):F3} to {all.Max(p => p.Similarity!.Value.Mean):F3} | {difference:F3} | "
                    + $"{all.Max(p => p.Similarity!.Value.StandardError!.Value):F3} |"
            );
        }
    }

    private static double Spearman(ModelPair[] a, ModelPair[] b, Func<ModelPair, double> value) =>
        RankCorrelation.Of([.. a.Select(p => (float)value(p))], [.. b.Select(p => (float)value(p))]);

    private static string Spread(List<double> values)
    {
        var mean = values.Average();
        return $"{mean:F3} ± {Math.Sqrt(values.Average(v => (v - mean) * (v - mean))):F3}";
    }

    private static ModelPair[] Measure(ResponseSet set, FeatureSpace space, HashSet<int> prompts)
    {
        // Answers keep their places, which are those of the rows; prompts that take no part weigh nothing.
        var part = new ResponseSet(
            set.Prompts,
            set.Models,
            [.. set.Responses.Select(r => prompts.Contains(r.Prompt) ? r : r with { Weight = 0 })]
        );
        var table = new AnswerTable(part);
        var between = new BetweenModels(table, new AnswerVectors(table, space, 0, default), 0, default);
        return [.. between.Pairs().Where(pair => pair.A != pair.B)];
    }
}
