using Prismatic.Numerics;

namespace Prismatic.Trainer.Experiments;

/// <summary>A number with its 95 % interval.</summary>
internal readonly record struct Estimate(double Value, double Low, double High);

/// <summary>Rank correlation, and percentile bootstrap intervals (Efron and Tibshirani 1993).</summary>
internal static class RankStatistics
{
    /// <summary>Resamples of an interval.</summary>
    public const int Resamples = 4000;

    private const ulong Seed = 17;

    /// <summary>Spearman's rank correlation; ties share their mean rank. NaN where either side is constant.</summary>
    public static double Spearman(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count != b.Count)
        {
            throw new ArgumentException("As many of one as of the other.", nameof(b));
        }
        var (x, y) = (Ranks(a), Ranks(b));
        var mean = (a.Count + 1) / 2.0;
        var (cross, left, right) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            cross += (x[i] - mean) * (y[i] - mean);
            left += (x[i] - mean) * (x[i] - mean);
            right += (y[i] - mean) * (y[i] - mean);
        }
        return cross / Math.Sqrt(left * right);
    }

    /// <summary>Spearman with an interval over resampled pairs.</summary>
    public static Estimate SpearmanEstimate(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var random = new Pcg32(Seed, 1);
        var (x, y) = (new double[a.Count], new double[a.Count]);
        var values = new List<double>(Resamples);
        for (var i = 0; i < Resamples; i++)
        {
            for (var j = 0; j < x.Length; j++)
            {
                var pick = random.Next(x.Length);
                (x[j], y[j]) = (a[pick], b[pick]);
            }
            var value = Spearman(x, y);
            // A resample of one pair alone has no ranks to compare.
            if (double.IsFinite(value))
            {
                values.Add(value);
            }
        }
        return Interval(Spearman(a, b), values);
    }

    /// <summary>Mean with an interval over resampled values.</summary>
    public static Estimate MeanEstimate(IReadOnlyList<double> values)
    {
        var random = new Pcg32(Seed, 2);
        var means = new List<double>(Resamples);
        for (var i = 0; i < Resamples; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < values.Count; j++)
            {
                sum += values[random.Next(values.Count)];
            }
            means.Add(sum / values.Count);
        }
        return Interval(values.Average(), means);
    }

    /// <summary>Standard deviation of a sample; 0 for fewer than two.</summary>
    public static double Deviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return 0;
        }
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    /// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length; )
        {
            var end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]])
            {
                end++;
            }
            for (var i = first; i < end; i++)
            {
                ranks[order[i]] = (first + 1 + end) / 2.0;
            }
            first = end;
        }
        return ranks;
    }

    private static Estimate Interval(double value, List<double> resampled)
    {
        if (resampled.Count == 0)
        {
            return new Estimate(value, double.NaN, double.NaN);
        }
        resampled.Sort();
        double At(double share) => resampled[(int)Math.Round(share * (resampled.Count - 1))];
        return new Estimate(value, At(0.025), At(0.975));
    }
}
