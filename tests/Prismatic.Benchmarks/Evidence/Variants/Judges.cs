using Prismatic.Clustering;
using Prismatic.Numerics;
using Prismatic.Trainer.Evaluation;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>Scores as more rows are replaced.</summary>
/// <param name="Falls">Draws in which the score falls at every step.</param>
/// <param name="Draws">All draws.</param>
/// <param name="Ratio">Mean of the last score over the first.</param>
internal sealed record Monotone(int Falls, int Draws, double Ratio)
{
    public bool Always => Falls == Draws;
}

/// <summary>What one variant does on one kind of rows.</summary>
internal static class Judges
{
    private static readonly double[] Shares = [0, 0.05, 0.2, 0.5, 0.75];

    /// <summary>Copies of rows that stay, byte for byte.</summary>
    public static Monotone ExactCopies(TextPool pool, Variant variant) =>
        Replace(pool, variant, draw => [.. pool.CopySources[draw].Select(s => pool.Originals[draw][s])]);

    /// <summary>The same with other numbers and names.</summary>
    public static Monotone NearCopies(TextPool pool, Variant variant) =>
        Replace(pool, variant, draw => pool.NearCopies[draw]);

    /// <summary>Each row gives way to its own content in the one template.</summary>
    public static Monotone Templates(TextPool pool, Variant variant) =>
        Replace(pool, variant, draw => pool.Templated[draw]);

    /// <summary>Mean score of rewrites over that of the rows they were made of.</summary>
    public static double Contrast(IReadOnlyList<int[]> originals, IReadOnlyList<int[]> rewrites, Variant variant) =>
        originals.Zip(rewrites, (o, r) => variant.Score(r) / variant.Score(o)).Average();

    /// <summary>Score of the longest fifth over that of the shortest, less 1.</summary>
    public static double LengthExcess(TextSet set, IReadOnlyList<int> tokens, Variant variant)
    {
        int[] rows = [.. set.Rows.OrderBy(row => tokens[row]).ThenBy(row => row)];
        var fifth = rows.Length / 5;
        return (variant.Score(rows[^fifth..]) / variant.Score(rows[..fifth])) - 1;
    }

    /// <summary>Scores of the sources, as many rows of each.</summary>
    public static double[] SourceScores(TextPool pool, Variant variant) =>
        [.. Groups(pool.Sources).Select(rows => variant.Score(rows))];

    /// <summary>Rows of each label.</summary>
    public static IEnumerable<int[]> Groups(TextSet set) =>
        set.Labels.Zip(set.Rows).GroupBy(p => p.First, p => p.Second).OrderBy(g => g.Key).Select(g => g.ToArray());

    /// <summary>Agreement of k-means, at the true number of labels, with the labels: mean over seeds.</summary>
    public static (double Normalised, double Adjusted) Topics(TextSet set, Variant variant, int seeds)
    {
        var rows = variant.Rows(set.Rows);
        var k = set.Labels.Distinct().Count();
        var (normalised, adjusted) = (0.0, 0.0);
        for (var seed = 0; seed < seeds; seed++)
        {
            var labels = KMeans.Fit(rows, new KMeansOptions { ClusterCount = k, Seed = (ulong)seed }).Labels;
            normalised += ClusterAgreement.Normalised(labels, set.Labels) / seeds;
            adjusted += ClusterAgreement.Adjusted(labels, set.Labels) / seeds;
        }
        return (normalised, adjusted);
    }

    // The last rows are replaced first, so each share keeps what replaced rows of the smaller one.
    private static Monotone Replace(TextPool pool, Variant variant, Func<int, int[]> replacements)
    {
        var (falls, ratio) = (0, 0.0);
        for (var draw = 0; draw < pool.Sizes.Draws; draw++)
        {
            var (own, other) = (pool.Originals[draw], replacements(draw));
            double[] scores =
            [
                .. Shares.Select(share =>
                {
                    var kept = (int)Math.Round(own.Length * (1 - share));
                    return variant.Score([.. own[..kept], .. other[kept..]]);
                }),
            ];
            falls += Enumerable.Range(1, scores.Length - 1).All(i => scores[i] < scores[i - 1]) ? 1 : 0;
            ratio += scores[^1] / scores[0] / pool.Sizes.Draws;
        }
        return new Monotone(falls, pool.Sizes.Draws, ratio);
    }
}
