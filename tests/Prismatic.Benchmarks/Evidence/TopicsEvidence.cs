using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>Mixes of k = 1..10 topics at equal size: a table without a bar, since no view orders them all.</summary>
internal static class TopicsEvidence
{
    private const int Rows = 100;
    private const int Draws = 5;

    public static void Run()
    {
        using var extractor = Views.Trained();
        Console.WriteLine($"{Rows} rows a mix, mean Vendi score of order 1 over {Draws} draws.");
        Console.WriteLine();
        Console.WriteLine(
            $"| labels | view | {string.Join(" | ", Enumerable.Range(1, 10).Select(k => $"k = {k}"))} | Spearman with k |"
        );
        Console.WriteLine($"| --- | --- | {string.Join(" | ", Enumerable.Repeat("---:", 11))} |");
        foreach (var set in (string[])["banking77", "mmlu", "persona"])
        {
            var groups = RealRows
                .ByLabel(set)
                .Where(g => g.Value.Count >= Rows)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .ToList();
            var gradients = new double[10];
            var grams = new double[10];
            for (var draw = 0; draw < Draws; draw++)
            {
                var random = new Pcg32(31, (ulong)draw);
                var order = groups.ToArray();
                random.Shuffle<KeyValuePair<string, List<TextRow>>>(order);
                for (var k = 1; k <= 10; k++)
                {
                    var rows = Mix(order, k, random);
                    gradients[k - 1] += VendiScore.Of(Views.Gradients(extractor, rows)).Order1 / Draws;
                    grams[k - 1] += Views.NGramScore(rows) / Draws;
                }
            }
            Print(set, "gradients", gradients);
            Print(set, "n-grams", grams);
        }
    }

    private static List<TextRow> Mix(KeyValuePair<string, List<TextRow>>[] topics, int k, Pcg32 random)
    {
        var rows = new List<TextRow>();
        for (var topic = 0; topic < k; topic++)
        {
            var candidates = topics[topic].Value.ToArray();
            random.Shuffle<TextRow>(candidates);
            rows.AddRange(candidates.Take((Rows * (topic + 1) / k) - (Rows * topic / k)));
        }
        return rows;
    }

    private static void Print(string set, string view, double[] scores) =>
        Console.WriteLine(
            $"| {set} | {view} | {string.Join(" | ", scores.Select(s => s.ToString("F1")))} | "
                + $"{Views.Spearman([.. Enumerable.Range(1, 10).Select(k => (double)k)], scores):F2} |"
        );
}
