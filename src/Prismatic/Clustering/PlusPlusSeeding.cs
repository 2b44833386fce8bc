using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Clustering;

/// <summary>
/// k-means++ (Arthur and Vassilvitskii 2007) on the sphere: each first centroid is a row drawn with probability
/// proportional to 1 - cosine with the nearest centroid so far, half the squared distance.
/// </summary>
/// <remarks>
/// The draw is exact, but the distances of all rows are only brought up to date once a batch, by a blocked product: rows
/// are proposed by the old distances and accepted with probability new / old, where new counts the batch so far. One
/// seeding costs about one round of k-means instead of k passes over the rows.
/// </remarks>
internal static class PlusPlusSeeding
{
    // Rows nearer than this to a centroid count as equal to it: the noise of float products of unit rows.
    internal const float Distinct = 1e-6f;
    private const int LargestBatch = 64;

    /// <summary>Indices of at most <paramref name="count"/> distinct rows; fewer when there are no more.</summary>
    public static int[] Choose(RowView rows, int count, ulong seed, NearestRows nearest, CancellationToken cancellation)
    {
        var random = new Pcg32(seed, 0x6B6D);
        var n = rows.RowCount;
        var chosen = new List<int>(count) { random.Next(n) };
        var distances = new float[n];
        Array.Fill(distances, float.MaxValue);
        var (labels, similarities) = (new int[n], new float[n]);
        var cumulative = new double[n];
        var measured = 0;
        while (true)
        {
            var batch = rows.Select([.. chosen.Skip(measured)]);
            measured = chosen.Count;
            nearest.Find(rows, batch, labels, similarities, cancellation);
            var total = Accumulate(similarities, distances, cumulative);
            if (chosen.Count >= count || total <= 0)
            {
                return [.. chosen];
            }
            // Small batches first, while every new centroid changes the distances of most rows.
            var wanted = Math.Min(Math.Min(LargestBatch, measured), count - measured);
            Propose(rows, wanted, random, distances, cumulative, chosen);
        }
    }

    private static double Accumulate(float[] similarities, float[] distances, double[] cumulative)
    {
        var total = 0.0;
        for (var i = 0; i < distances.Length; i++)
        {
            var distance = 1 - similarities[i];
            distances[i] = Math.Min(distances[i], distance < Distinct ? 0 : distance);
            total += distances[i];
            cumulative[i] = total;
        }
        return total;
    }

    /// <summary>Adds at least one and at most <paramref name="wanted"/> rows.</summary>
    private static void Propose(
        RowView rows,
        int wanted,
        Pcg32 random,
        float[] distances,
        double[] cumulative,
        List<int> chosen
    )
    {
        var first = chosen.Count;
        // When most proposals fail, the distances are too old: better measure again.
        for (var failures = 0; chosen.Count - first < wanted && failures < wanted; )
        {
            var row = Draw(cumulative, random.NextDouble());
            var distance = distances[row];
            for (var other = first; other < chosen.Count; other++)
            {
                distance = Math.Min(distance, 1 - TensorPrimitives.Dot(rows[row], rows[chosen[other]]));
            }
            if (distance >= Distinct && random.NextDouble() * distances[row] < distance)
            {
                chosen.Add(row);
            }
            else
            {
                failures++;
            }
        }
    }

    private static int Draw(double[] cumulative, double uniform)
    {
        var target = uniform * cumulative[^1];
        // The first row whose cumulative weight exceeds the target; rows of weight 0 never do so first.
        var (low, high) = (0, cumulative.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cumulative[middle] > target)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }
}
