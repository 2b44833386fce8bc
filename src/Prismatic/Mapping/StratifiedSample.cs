using Prismatic.Numerics;

namespace Prismatic.Mapping;

/// <summary>A part of rows in which every stratum has its share, so that small groups are not lost.</summary>
public static class StratifiedSample
{
    /// <summary>Chooses at most <paramref name="most"/> rows.</summary>
    /// <param name="strata">For each row its stratum.</param>
    /// <param name="most">At least 1.</param>
    /// <param name="seed">Of the choice within a stratum: the rows with the least hashes.</param>
    /// <returns>
    /// Places, ascending; all where there are no more. Each stratum keeps its share to a row, and at least one row while there are no
    /// more strata than places; the largest remainders take what is left.
    /// </returns>
    /// <remarks>O(n log n).</remarks>
    public static int[] Of(IReadOnlyList<int> strata, int most, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (strata.Count <= most)
        {
            return [.. Enumerable.Range(0, strata.Count)];
        }
        var groups = Enumerable
            .Range(0, strata.Count)
            .GroupBy(row => strata[row])
            .OrderBy(group => group.Key)
            .Select(group => group.OrderBy(row => Pcg32.Hash(seed, (ulong)row)).ThenBy(row => row).ToArray())
            .ToList();
        var quotas = Quotas([.. groups.Select(group => group.Length)], strata.Count, most);
        return [.. groups.SelectMany((group, i) => group.Take(quotas[i])).Order()];
    }

    private static int[] Quotas(int[] sizes, int rows, int most)
    {
        var least = sizes.Length <= most ? 1 : 0;
        var quotas = Array.ConvertAll(sizes, size => Math.Max(least, (int)((long)size * most / rows)));
        var left = most - quotas.Sum();
        // Those whose share was cut most come first; where single rows took too many places, the largest give them back.
        foreach (var i in Enumerable.Range(0, sizes.Length).OrderByDescending(i => (long)sizes[i] * most % rows))
        {
            // A stratum that was raised to one row has more than its share already.
            if (left > 0 && quotas[i] == (long)sizes[i] * most / rows && quotas[i] < sizes[i])
            {
                quotas[i]++;
                left--;
            }
        }
        while (left < 0)
        {
            foreach (
                var i in Enumerable.Range(0, sizes.Length).OrderByDescending(i => quotas[i]).TakeWhile(_ => left < 0)
            )
            {
                if (quotas[i] > least)
                {
                    quotas[i]--;
                    left++;
                }
            }
        }
        return quotas;
    }
}
