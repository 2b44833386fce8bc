using System.Runtime.InteropServices;

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
        var sum = new EstimateSum();
        foreach (var value in values)
        {
            if (value is { } number)
            {
                sum.Add(number);
            }
        }
        return sum.Estimate;
    }
}

/// <summary>A mean and its error on the way, one prompt after another.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct EstimateSum
{
    private double _squares;

    /// <summary>Prompts so far.</summary>
    public int Count { get; private set; }

    /// <summary>Their mean; 0 of none.</summary>
    public double Mean { get; private set; }

    /// <summary>Takes the value of one more prompt.</summary>
    public void Add(double value)
    {
        // Welford 1962: no cancellation where all values are alike.
        Count++;
        var delta = value - Mean;
        Mean += delta / Count;
        _squares += delta * (value - Mean);
    }

    /// <summary>Null without prompts.</summary>
    public readonly Estimate? Estimate =>
        Count == 0 ? null
        : Count == 1 ? new Estimate(Mean, null, 1)
        : new Estimate(Mean, Math.Sqrt(_squares / (Count - 1) / Count), Count);
}
