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
        while (true)
        {
            var (best, first, second) = (threshold, -1, -1);
            for (var i = 0; i < clusters.Count; i++)
            {
                for (var j = i + 1; j < clusters.Count; j++)
                {
                    if (Average(clusters[i], clusters[j], similarity) is { } average && average > best)
                    {
                        (best, first, second) = (average, i, j);
                    }
                }
            }
            if (first < 0)
            {
                break;
            }
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

    private static double? Average(List<int> a, List<int> b, Func<int, int, double?> similarity)
    {
        var sum = 0.0;
        foreach (var x in a)
        {
            foreach (var y in b)
            {
                if (similarity(x, y) is not { } value)
                {
                    return null;
                }
                sum += value;
            }
        }
        return sum / (a.Count * b.Count);
    }
}
