using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Numerics;
using Prismatic.Reports;
using Prismatic.Responses;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>distinct_k by each rule against the classes that NoveltyBench's own classifier gave the same answers.</summary>
internal static class NoveltyTruth
{
    private const int Resamples = 1000;

    // Cosines on the scale above the floor, at which a threshold is looked for.
    private static readonly double[] Grid = [.. Enumerable.Range(1, 49).Select(i => i * 0.02)];

    public static void Print(string? encoder)
    {
        var (set, views) = OutputSets.Open("noveltybench_*.jsonl", encoder);
        int[][] groups = [.. Enumerable.Range(0, set.Prompts.Count).Select(prompt => set.Of(prompt, 0).ToArray())];
        var truth = Classes(groups, Equivalence.Labels(set));
        Console.WriteLine(
            $"{set.Models[0]}, {groups.Length} prompts, {groups.Min(g => g.Length)} to {groups.Max(g => g.Length)} answers; labelled classes a prompt "
                + $"{truth.Average(Distinct):F2}; always one class is off by {truth.Average(c => Distinct(c) - 1.0):F2} on average, always "
                + $"ten by {truth.Average(c => 10.0 - Distinct(c)):F2}.\n"
        );
        Console.WriteLine(
            "| rule | threshold | classes a prompt | Spearman | mean absolute error | pairs labelled the same that it joins | pairs it joins that are labelled the same |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        Row("exact", "", Classes(groups, Equivalence.Exact(set)), truth);
        Row("normalised", "", Classes(groups, Equivalence.Normalised(set)), truth);
        Row("lexical", $"{Equivalence.RougeThreshold}", Classes(groups, Equivalence.Lexical(set)), truth);
        Fitted(
            "lexical",
            threshold => Equivalence.Lexical(set, threshold),
            groups,
            truth,
            threshold => $"{threshold:0.##}"
        );
        foreach (var space in views)
        {
            Cosine(set, space, groups, truth);
        }
    }

    private static void Cosine(ResponseSet set, FeatureSpace space, int[][] groups, IReadOnlyList<int[]> truth)
    {
        var audit = HomogeneityAudit.RunAsync(set, space, Equivalence.Exact(set)).GetAwaiter().GetResult();
        var floor = audit.Models[0].Floor!.Value;
        var standard = FloorCorrection.Raw(new HomogeneityOptions().CorrectedThreshold, floor);
        Row(
            $"cosine, {space.Name}",
            $"{standard:F3} (7/9 above a floor of {floor:F3})",
            Classes(groups, Equivalence.Cosine(set, space, standard)),
            truth
        );
        Fitted(
            $"cosine, {space.Name}",
            corrected => Equivalence.Cosine(set, space, FloorCorrection.Raw(corrected, floor)),
            groups,
            truth,
            corrected => $"{FloorCorrection.Raw(corrected, floor):F3} ({corrected:0.##} above the floor)"
        );
        // What needs no threshold: the less alike, the more classes.
        var similarities = groups.Select((_, i) => (float)-audit.Prompts[i].Similarity!.Value).ToArray();
        var effective = groups.Select((_, i) => (float)audit.Prompts[i].EffectiveAnswers!.Value).ToArray();
        float[] labelled = [.. truth.Select(c => (float)Distinct(c))];
        Console.WriteLine(
            $"| 1 - intra, {space.Name} | none | | {Correlation(similarities, labelled)} | | | |\n"
                + $"| effective answers, {space.Name} | none | {effective.Average():F2} | {Correlation(effective, labelled)} | "
                + $"{effective.Zip(labelled, (a, b) => Math.Abs(a - b)).Average():F2} | | |"
        );
    }

    // The threshold with the smallest error on every other prompt, used on the rest, and the other way round.
    private static void Fitted(
        string name,
        Func<double, Equivalence> rule,
        int[][] groups,
        IReadOnlyList<int[]> truth,
        Func<double, string> text
    )
    {
        int[] order = [.. Enumerable.Range(0, groups.Length)];
        new Pcg32(1).Shuffle<int>(order);
        var classes = Grid.Select(threshold => Classes(groups, rule(threshold))).ToList();
        var result = new int[groups.Length][];
        var chosen = new double[2];
        foreach (var half in (int[])[0, 1])
        {
            var fitted = order.Where((_, i) => i % 2 == half).ToList();
            var best = Enumerable
                .Range(0, Grid.Length)
                .MinBy(t => fitted.Sum(i => Math.Abs(Distinct(classes[t][i]) - Distinct(truth[i]))));
            chosen[half] = Grid[best];
            foreach (var i in order.Where((_, i) => i % 2 != half))
            {
                result[i] = classes[best][i];
            }
        }
        Row($"{name}, fitted on other prompts", $"{text(chosen[0])}; {text(chosen[1])}", result, truth);
    }

    private static void Row(string name, string threshold, IReadOnlyList<int[]> classes, IReadOnlyList<int[]> truth)
    {
        float[] ours = [.. classes.Select(c => (float)Distinct(c))];
        float[] labelled = [.. truth.Select(c => (float)Distinct(c))];
        var (both, joined, same) = (0, 0, 0);
        for (var group = 0; group < classes.Count; group++)
        {
            for (var i = 0; i < classes[group].Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var (isJoined, isSame) = (
                        classes[group][i] == classes[group][j],
                        truth[group][i] == truth[group][j]
                    );
                    joined += isJoined ? 1 : 0;
                    same += isSame ? 1 : 0;
                    both += isJoined && isSame ? 1 : 0;
                }
            }
        }
        Console.WriteLine(
            $"| {name} | {threshold} | {ours.Average():F2} | {Correlation(ours, labelled)} | "
                + $"{ours.Zip(labelled, (a, b) => Math.Abs(a - b)).Average():F2} | {(double)both / same:P0} | "
                + $"{(joined == 0 ? "" : $"{(double)both / joined:P0}")} |"
        );
    }

    // With its standard deviation over prompts drawn anew.
    private static string Correlation(float[] ours, float[] labelled)
    {
        var drawn = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var random = new Pcg32(2, (ulong)i);
            int[] prompts = [.. ours.Select(_ => random.Next(ours.Length))];
            drawn[i] = RankCorrelation.Of([.. prompts.Select(p => ours[p])], [.. prompts.Select(p => labelled[p])]);
        }
        var mean = drawn.Average();
        var spread = Math.Sqrt(drawn.Average(value => (value - mean) * (value - mean)));
        return $"{RankCorrelation.Of(ours, labelled):F2} ± {spread:F2}";
    }

    private static IReadOnlyList<int[]> Classes(int[][] groups, Equivalence rule) =>
        EquivalenceClasses.OfAsync(groups, rule).GetAwaiter().GetResult();

    private static int Distinct(int[] classes) => classes.Max() + 1;
}
