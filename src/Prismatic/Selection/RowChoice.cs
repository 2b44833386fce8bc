using Prismatic.Numerics;

namespace Prismatic.Selection;

/// <summary>Which distinct rows are kept, and which clusters counted as sparse (null under the soft rule).</summary>
/// <remarks>Draws depend on the seed and the row's index alone, so that the order of the work never matters.</remarks>
internal sealed record RowChoice(bool[] Kept, bool[]? Sparse)
{
    private const ulong ClusterStream = 0x636C7573746572;

    /// <summary>
    /// Sampling without replacement, weight 1 / size of the cluster (Efraimidis and Spirakis 2006): the rows of the
    /// smallest -ln(u) / weight. A smaller budget keeps a subset of what a larger one keeps.
    /// </summary>
    public static RowChoice Soft(int[] labels, IReadOnlyList<int> sizes, int[] rows, int budget, ulong seed)
    {
        var keys = new double[labels.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = -Math.Log(Uniform(seed, rows[i])) * Math.Max(1, sizes[labels[i]]);
        }
        return new RowChoice(Smallest(keys, budget), null);
    }

    /// <summary>
    /// The paper's rule with exact ties: clusters in the order of (size, seeded hash), the first max(1, floor(share · k))
    /// are sparse. Their rows come first, the others after them, each group in seeded order, up to the budget.
    /// </summary>
    public static RowChoice Hard(
        int[] labels,
        IReadOnlyList<int> sizes,
        int[] rows,
        int budget,
        double share,
        ulong seed
    )
    {
        if (!(share > 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies above 0 and at most at 1.");
        }
        var sparse = SparseClusters(sizes, share, seed);
        var keys = new double[labels.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            // Uniform draws lie in (0, 1): all of the sparse clusters come before the first of the others.
            keys[i] = Uniform(seed, rows[i]) + (sparse[labels[i]] ? 0 : 1);
        }
        return new RowChoice(Smallest(keys, budget), sparse);
    }

    /// <summary>For each cluster whether it is among the sparsest.</summary>
    internal static bool[] SparseClusters(IReadOnlyList<int> sizes, double share, ulong seed)
    {
        var count = Math.Max(1, (int)Math.Floor(share * sizes.Count));
        var sparse = new bool[sizes.Count];
        var order = Enumerable
            .Range(0, sizes.Count)
            .OrderBy(cluster => sizes[cluster])
            .ThenBy(cluster => Pcg32.Hash(seed ^ ClusterStream, (ulong)cluster));
        foreach (var cluster in order.Take(count))
        {
            sparse[cluster] = true;
        }
        return sparse;
    }

    private static bool[] Smallest(double[] keys, int budget)
    {
        var kept = new bool[keys.Length];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        // Equal keys by index: Array.Sort alone would leave them in any order.
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        foreach (var i in order.AsSpan(0, Math.Min(budget, order.Length)))
        {
            kept[i] = true;
        }
        return kept;
    }

    /// <summary>In (0, 1), 53 bits.</summary>
    private static double Uniform(ulong seed, int row) =>
        ((Pcg32.Hash(seed, (ulong)row) >> 11) + 0.5) * (1.0 / (1UL << 53));
}
