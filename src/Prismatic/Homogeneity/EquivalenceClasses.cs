using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Parts answers into classes of equivalent ones.</summary>
public static class EquivalenceClasses
{
    /// <summary>
    /// Greedy and in order, as NoveltyBench does: an answer joins the first class whose first member it is equivalent to, else it opens one.
    /// </summary>
    /// <param name="groups">Answers, by their places in the set; those of different groups are never compared.</param>
    /// <param name="equivalence">Which answers are the same.</param>
    /// <param name="threads">Workers of rules without a model; 0 for one a core.</param>
    /// <param name="cancellation">Checked once a group, or once a batch.</param>
    /// <returns>For each group the class of each of its answers; classes count from 0 in the order in which they open.</returns>
    /// <remarks>Comparisons: answers times classes, at most. A classifier is asked once for each place in the groups.</remarks>
    public static async Task<IReadOnlyList<int[]>> OfAsync(
        IReadOnlyList<int[]> groups,
        Equivalence equivalence,
        int threads = 0,
        CancellationToken cancellation = default
    )
    {
        int[][] classes = [.. groups.Select(group => new int[group.Length])];
        if (equivalence.IsLocal)
        {
            void Part(int start, int count)
            {
                for (var i = start; i < start + count; i++)
                {
                    PartOne(groups[i], classes[i], equivalence);
                }
            }
            RowBlocks.Run(groups.Count, 1, threads, Part, cancellation);
            return classes;
        }
        await AskInStepsAsync(groups, classes, equivalence, cancellation).ConfigureAwait(false);
        return classes;
    }

    /// <summary>Answers of each class.</summary>
    public static int[] Sizes(IReadOnlyList<int> classes)
    {
        var sizes = new int[classes.Count == 0 ? 0 : classes.Max() + 1];
        foreach (var c in classes)
        {
            sizes[c]++;
        }
        return sizes;
    }

    private static void PartOne(int[] group, int[] classes, Equivalence equivalence)
    {
        var firsts = new List<int>();
        for (var i = 0; i < group.Length; i++)
        {
            var found = firsts.FindIndex(first => equivalence.AreEquivalent(first, group[i]));
            classes[i] = found >= 0 ? found : firsts.Count;
            if (found < 0)
            {
                firsts.Add(group[i]);
            }
        }
    }

    // The i-th answers of all groups are asked about together: as few and as large batches as the order allows.
    private static async Task AskInStepsAsync(
        IReadOnlyList<int[]> groups,
        int[][] classes,
        Equivalence equivalence,
        CancellationToken cancellation
    )
    {
        List<int>[] firsts = [.. groups.Select(_ => new List<int>())];
        for (var step = 0; step < groups.Select(group => group.Length).DefaultIfEmpty().Max(); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] asking = [.. Enumerable.Range(0, groups.Count).Where(g => step < groups[g].Length)];
            (int, int)[] pairs = [.. asking.SelectMany(g => firsts[g].Select(first => (first, groups[g][step])))];
            var answers = await equivalence.AskAsync(pairs, cancellation).ConfigureAwait(false);
            var next = 0;
            foreach (var g in asking)
            {
                var found = Array.IndexOf(answers, true, next, firsts[g].Count);
                classes[g][step] = found < 0 ? firsts[g].Count : found - next;
                next += firsts[g].Count;
                if (found < 0)
                {
                    firsts[g].Add(groups[g][step]);
                }
            }
        }
    }
}
