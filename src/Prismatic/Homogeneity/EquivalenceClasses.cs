using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Parts answers into classes of equivalent ones.</summary>
public static class EquivalenceClasses
{
    private const int BlockSize = 256;

    /// <summary>
    /// Greedy and in order, as NoveltyBench does: an answer joins the first class whose first member it is equivalent to, else it opens one.
    /// </summary>
    /// <param name="groups">Answers, by their places in the set; those of different groups are never compared.</param>
    /// <param name="equivalence">Which answers are the same.</param>
    /// <param name="threads">Workers of rules without a model; 0 for one a core.</param>
    /// <param name="cancellation">Checked once a group, or once a batch.</param>
    /// <returns>For each group the class of each of its answers; classes count from 0 in the order in which they open.</returns>
    /// <remarks>
    /// Comparisons: answers times classes, at most; none where equivalence is sameness of a text or label. A classifier is asked once for
    /// each place in the groups.
    /// </remarks>
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
            int[] small = [.. Enumerable.Range(0, groups.Count).Where(i => !IsLarge(groups[i], equivalence))];
            void Part(int start, int count)
            {
                for (var i = start; i < start + count; i++)
                {
                    PartOne(groups[small[i]], classes[small[i]], equivalence);
                }
            }
            RowBlocks.Run(small.Length, 1, threads, Part, cancellation);
            foreach (var i in Enumerable.Range(0, groups.Count).Except(small))
            {
                PartLarge(groups[i], classes[i], equivalence, threads, cancellation);
            }
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

    private static bool IsLarge(int[] group, Equivalence equivalence) =>
        equivalence.Keys is null && group.Length > BlockSize;

    private static void PartOne(int[] group, int[] classes, Equivalence equivalence)
    {
        if (equivalence.Keys is { } keys)
        {
            AnswerKeys.Number(group.Select(answer => keys[answer])).CopyTo(classes, 0);
            return;
        }
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

    // A block of answers is compared with the classes there are side by side, then in order with those that it opened itself.
    private static void PartLarge(
        int[] group,
        int[] classes,
        Equivalence equivalence,
        int threads,
        CancellationToken cancellation
    )
    {
        var firsts = new List<int>();
        for (var start = 0; start < group.Length; start += BlockSize)
        {
            var (from, known) = (start, firsts.Count);
            var count = Math.Min(BlockSize, group.Length - start);
            void Find(int i, int _) =>
                classes[from + i] = firsts.FindIndex(first => equivalence.AreEquivalent(first, group[from + i]));
            RowBlocks.Run(count, 1, threads, Find, cancellation);
            for (var i = start; i < start + count; i++)
            {
                if (classes[i] < 0)
                {
                    var answer = group[i];
                    var found = firsts.FindIndex(known, first => equivalence.AreEquivalent(first, answer));
                    classes[i] = found >= 0 ? found : firsts.Count;
                    if (found < 0)
                    {
                        firsts.Add(answer);
                    }
                }
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
