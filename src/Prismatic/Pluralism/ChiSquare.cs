namespace Prismatic.Pluralism;

/// <summary>The chi-squared distribution, as far as a 95 % point needs it.</summary>
internal static class ChiSquare
{
    private const int Terms = 10_000;

    /// <summary>The value that a chi-squared variable stays below with this probability. Error below 1e-9, relative.</summary>
    public static double Quantile(double probability, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        var (low, high) = (0.0, (double)degrees);
        while (Below(high, degrees) < probability)
        {
            high *= 2;
        }
        while (high - low > 1e-12 * high)
        {
            var middle = (low + high) / 2;
            (low, high) = Below(middle, degrees) < probability ? (middle, high) : (low, middle);
        }
        return high;
    }

    /// <summary>
    /// Probability that a chi-squared variable is at most <paramref name="value"/>: the lower incomplete gamma function
    /// P(k/2, x/2) by its series, all terms of which are positive.
    /// </summary>
    public static double Below(double value, int degrees)
    {
        if (value <= 0)
        {
            return 0;
        }
        var (a, x) = (degrees / 2.0, value / 2);
        // In logarithms relative to the first term, since exp(-x) alone leaves the range for many degrees.
        var (term, sum) = (1.0, 1.0);
        for (var i = 1; i < Terms && term > 1e-17 * sum; i++)
        {
            term *= x / (a + i);
            sum += term;
        }
        return Math.Min(1, Math.Exp((a * Math.Log(x)) - x - LogGamma(a + 1) + Math.Log(sum)));
    }

    // Exact where the argument is a whole or a half number, which it is for every number of degrees.
    private static double LogGamma(double argument)
    {
        var sum = 0.0;
        while (argument > 1)
        {
            argument -= 1;
            sum += Math.Log(argument);
        }
        return argument == 1 ? sum : sum + (Math.Log(Math.PI) / 2);
    }
}
