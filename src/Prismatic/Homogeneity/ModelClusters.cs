namespace Prismatic.Homogeneity;

/// <summary>Clusters of models by average linkage (Sokal and Michener 1958).</summary>
public static class ModelClusters
{
    /// <summary>
    /// Joins the two clusters whose models are most alike on average, as long as that average is above a threshold. Of equals, the
    /// first ones are joined.
    /// </summary>
    /// <param name="count">Models.</param>
    /// <param name="similarity">Of two different models; null where they share nothing, which keeps their clusters apart.</param>
    /// <param name="threshold">Of the average.</param>
    /// <returns>For each model its cluster, numbered from 0 in the order of their first models.</returns>
    /// <remarks>O(models³).</remarks>
    public static int[] Of(int count, Func<int, int, double?> similarity, double threshold)
    {
        var clusters = Enumerable.Range(0, count).Select(model => new List<int> { model }).ToList();
        // Sums of similarities between two clusters; NaN where two of their models share nothing.
        var sums = Enumerable
            .Range(0, count)
            .Select(a => Enumerable.Range(0, count).Select(b => a < b ? similarity(a, b) ?? double.NaN : 0).ToList())
            .ToList();
        while (true)
        {
            var (best, first, second) = (threshold, -1, -1);
            for (var i = 0; i < clusters.Count; i++)
            {
                for (var j = i + 1; j < clusters.Count; j++)
                {
                    var average = sums[i][j] / (clusters[i].Count * clusters[j].Count);
                    if (average > best)
                    {
                        (best, first, second) = (average, i, j);
                    }
                }
            }
            if (first < 0)
            {
                break;
            }
            Join(sums, first, second);
            clusters[first].AddRange(clusters[second]);
            clusters.RemoveAt(second);
        }
        var result = new int[count];
        for (var cluster = 0; cluster < clusters.Count; cluster++)
        {
            clusters[cluster].ForEach(model => result[model] = cluster);
        }
        return result;
    }

    // The upper triangle holds what there is.
    private static void Join(List<List<double>> sums, int first, int second)
    {
        for (var other = 0; other < sums.Count; other++)
        {
            if (other != first && other != second)
            {
                sums[Math.Min(first, other)][Math.Max(first, other)] += sums[Math.Min(second, other)][
                    Math.Max(second, other)
                ];
            }
        }
        sums.RemoveAt(second);
        sums.ForEach(row => row.RemoveAt(second));
    }
}
