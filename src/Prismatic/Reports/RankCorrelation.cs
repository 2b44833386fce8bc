namespace Prismatic.Reports;

/// <summary>Spearman's rank correlation.</summary>
internal static class RankCorrelation
{
    /// <summary>In [-1, 1]; ties share their mean rank. 0 where one of the two is constant, or has fewer than two values.</summary>
    /// <remarks>O(n log n).</remarks>
    public static double Of(IReadOnlyList<float> a, IReadOnlyList<float> b)
    {
        if (a.Count != b.Count)
        {
            throw new ArgumentException("As many values in one as in the other.", nameof(b));
        }
        var (ranksA, ranksB) = (Ranks(a), Ranks(b));
        // Mean ranks sum to the same whatever the ties.
        var mean = (a.Count - 1) / 2.0;
        var (cross, squareA, squareB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < ranksA.Length; i++)
        {
            var (x, y) = (ranksA[i] - mean, ranksB[i] - mean);
            cross += x * y;
            squareA += x * x;
            squareB += y * y;
        }
        return squareA > 0 && squareB > 0 ? cross / Math.Sqrt(squareA * squareB) : 0;
    }

    /// <summary>From 0; ties share their mean rank.</summary>
    public static double[] Ranks(IReadOnlyList<float> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count)];
        Array.Sort(order, (x, y) => values[x] != values[y] ? values[x].CompareTo(values[y]) : x.CompareTo(y));
        var ranks = new double[order.Length];
        for (var start = 0; start < order.Length; )
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }
            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }
            start = end;
        }
        return ranks;
    }
}
