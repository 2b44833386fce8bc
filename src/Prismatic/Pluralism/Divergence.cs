namespace Prismatic.Pluralism;

/// <summary>How far two distributions over the same options are apart, and how spread one is.</summary>
/// <remarks>Shares are not negative and sum to 1; what they come from is checked by <see cref="Distribution"/>.</remarks>
public static class Divergence
{
    /// <summary>
    /// Jensen-Shannon divergence to base 2: 0.5 KL(p, m) + 0.5 KL(q, m) with m = (p + q) / 2. In [0, 1]: 0 for equal
    /// distributions, 1 for those that share no option.
    /// </summary>
    /// <remarks>Lin 1991. No epsilon is added: m is positive wherever p or q is.</remarks>
    public static double JensenShannon(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        Check(p, q);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            sum += JensenShannonTerm(p[i], q[i]);
        }
        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>
    /// Jensen-Shannon distance: the root of the divergence, in [0, 1]. With <paramref name="natural"/> logarithms it
    /// ends at sqrt(ln 2) = 0.8326, which is what SciPy and what was built on it state by default.
    /// </summary>
    public static double JensenShannonDistance(ReadOnlySpan<double> p, ReadOnlySpan<double> q, bool natural = false) =>
        Math.Sqrt(JensenShannon(p, q) * (natural ? Math.Log(2) : 1));

    /// <summary>Shannon entropy in bits, in [0, log2 of the number of options].</summary>
    public static double Entropy(ReadOnlySpan<double> p)
    {
        var sum = 0.0;
        foreach (var share in p)
        {
            sum += EntropyTerm(share);
        }
        return Math.Max(0, sum);
    }

    /// <summary>
    /// Earth mover's distance between distributions over ordered options: the sum of |difference of the cumulative
    /// shares|, over the number of steps m - 1. In [0, 1]: 1 when all of one stands at one end and all of the other at
    /// the other end. Every step from an option to the next counts the same. 0 for one option.
    /// </summary>
    public static double EarthMovers(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        Check(p, q);
        var (sum, difference) = (0.0, 0.0);
        for (var i = 0; i < p.Length - 1; i++)
        {
            difference += p[i] - q[i];
            sum += Math.Abs(difference);
        }
        return p.Length < 2 ? 0 : Math.Min(1, sum / (p.Length - 1));
    }

    /// <summary>What one option adds to the divergence.</summary>
    internal static double JensenShannonTerm(double p, double q) => (Part(p, q) + Part(q, p)) / 2;

    /// <summary>What one option adds to the entropy.</summary>
    internal static double EntropyTerm(double share) => share > 0 ? -share * Math.Log2(share) : 0;

    private static double Part(double p, double q) => p > 0 ? p * Math.Log2(2 * p / (p + q)) : 0;

    private static void Check(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        if (p.Length == 0 || p.Length != q.Length)
        {
            throw new ArgumentException("distributions over the same options are needed, and at least one option");
        }
    }
}
