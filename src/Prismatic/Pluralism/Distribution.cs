namespace Prismatic.Pluralism;

/// <summary>Shares of options, and how many answers they come from where that is known.</summary>
public sealed class Distribution
{
    private Distribution(double[] shares, double? size) => (Values, Size) = (shares, size);

    /// <summary>Of every option; not negative, sum 1.</summary>
    public IReadOnlyList<double> Shares => Values;

    /// <summary>
    /// Answers, people or the effective number of either; null where the shares are the truth and not a sample of it.
    /// </summary>
    public double? Size { get; }

    internal double[] Values { get; }

    /// <summary>Shares of counts; whole or weighted.</summary>
    /// <param name="counts">Of every option.</param>
    /// <param name="size">How many independent answers they stand for; their sum where not given.</param>
    /// <exception cref="ArgumentException">No options, a count that is negative or not finite, or all are 0.</exception>
    public static Distribution OfCounts(IReadOnlyList<double> counts, double? size = null)
    {
        var sum = Sum(counts);
        return new Distribution([.. counts.Select(count => count / sum)], Checked(size ?? sum));
    }

    /// <summary>Shares as they are, scaled so that they sum to 1.</summary>
    /// <param name="shares">Of every option.</param>
    /// <param name="size">How many answers they come from; null where they are exact.</param>
    /// <exception cref="ArgumentException">No options, a share that is negative or not finite, or all are 0.</exception>
    public static Distribution OfShares(IReadOnlyList<double> shares, double? size = null)
    {
        var sum = Sum(shares);
        return new Distribution([.. shares.Select(share => share / sum)], size is null ? null : Checked(size.Value));
    }

    /// <summary>The same with the options in another order: place i holds what stood at order[i].</summary>
    internal Distribution In(IReadOnlyList<int> order) => new([.. order.Select(i => Values[i])], Size);

    /// <summary>
    /// Whole numbers in these shares that sum to the size, rounded, at least 1: the largest remainders are rounded up,
    /// of equal ones the first.
    /// </summary>
    internal int[] WholeCounts()
    {
        var total = (int)Math.Clamp(Math.Round(Size!.Value, MidpointRounding.AwayFromZero), 1, int.MaxValue);
        // Shares that came from counts are a rounding error off them.
        double[] exact = [.. Values.Select(share => Math.Round(share * total, 9))];
        int[] counts = [.. exact.Select(value => (int)value)];
        var missing = total - counts.Sum();
        foreach (var i in Enumerable.Range(0, counts.Length).OrderByDescending(i => exact[i] - counts[i]).Take(missing))
        {
            counts[i]++;
        }
        return counts;
    }

    private static double Sum(IReadOnlyList<double> values)
    {
        if (values.Count == 0 || values.Any(value => !double.IsFinite(value) || value < 0))
        {
            throw new ArgumentException("options with finite values that are not negative are needed", nameof(values));
        }
        var sum = values.Sum();
        return sum > 0 && double.IsFinite(sum)
            ? sum
            : throw new ArgumentException("at least one value above 0 is needed, and a finite sum", nameof(values));
    }

    private static double Checked(double size) =>
        size > 0 && double.IsFinite(size)
            ? size
            : throw new ArgumentException("a size is a finite number above 0", nameof(size));
}
