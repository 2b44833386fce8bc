namespace Prismatic.Homogeneity;

/// <summary>A mean over prompts with its error.</summary>
/// <param name="Mean">The mean; each prompt counts once.</param>
/// <param name="StandardError">Standard deviation over prompts by the root of their number; null for one prompt.</param>
/// <param name="Prompts">Prompts that have a value.</param>
public readonly record struct Estimate(double Mean, double? StandardError, int Prompts)
{
    /// <summary>Of the values that are there; null where none is.</summary>
    public static Estimate? Of(IEnumerable<double?> values)
    {
        var (count, mean, squares) = (0, 0.0, 0.0);
        foreach (var value in values)
        {
            if (value is { } number)
            {
                // Welford 1962: no cancellation where all values are alike.
                count++;
                var delta = number - mean;
                mean += delta / count;
                squares += delta * (number - mean);
            }
        }
        return count == 0 ? null
            : count == 1 ? new Estimate(mean, null, 1)
            : new Estimate(mean, Math.Sqrt(squares / (count - 1) / count), count);
    }
}
