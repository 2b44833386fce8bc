namespace Prismatic.Pluralism;

/// <summary>How a chance level was found.</summary>
public enum ChanceBasis
{
    /// <summary>(m - 1) / 8 (1/n1 + 1/n2) and the chi-squared distribution, where every expected count is large.</summary>
    Formula,

    /// <summary>Answers drawn from the human shares, seeded.</summary>
    Draws,

    /// <summary>All answers pooled and split at random into groups of these sizes, seeded.</summary>
    Splits,
}

/// <summary>What two samples of one and the same distribution would differ by.</summary>
/// <param name="JensenShannon">Expected Jensen-Shannon divergence, base 2.</param>
/// <param name="Limit">Its 95 % point: by chance alone a divergence is above it in at most about 1 of 20 cases.</param>
/// <param name="EntropyRatio">Expected entropy of the model's sample over that of the human one; null where all agree.</param>
/// <param name="EarthMovers">Expected normalised earth mover's distance, options taken as ordered.</param>
/// <param name="Basis">How these were found.</param>
public sealed record ChanceLevel(
    double JensenShannon,
    double Limit,
    double? EntropyRatio,
    double EarthMovers,
    ChanceBasis Basis
)
{
    /// <summary>The share of differences that lie below the limit where there is nothing but chance.</summary>
    public const double Confidence = 0.95;

    // Where the formula holds and how far it is off below: docs/benchmarks/pluralism.md.
    internal const double MinExpected = 30;

    // Beyond this many answers on both sides drawing them costs more than rare options can matter.
    internal const int MaxDrawn = 20_000;

    /// <summary>The chance level of this model sample against these humans.</summary>
    /// <param name="model">A sample: its size counts.</param>
    /// <param name="human">A sample, or exact where it has no size.</param>
    /// <param name="seed">Of the draws.</param>
    /// <remarks>
    /// Cost: none where all expected counts are at least 30; else 2,000 draws of as many answers as the smaller sample
    /// has.
    /// </remarks>
    public static ChanceLevel Of(Distribution model, Distribution human, ulong seed = 0)
    {
        var size = model.Size ?? throw new ArgumentException("the model's answers are a sample", nameof(model));
        if (model.Values.Length != human.Values.Length)
        {
            throw new ArgumentException("distributions over the same options are needed", nameof(human));
        }
        var common = Common(model, human);
        var smaller = Math.Min(size, human.Size ?? size);
        var rarest = common.Where(share => share > 0).Min() * smaller;
        return rarest >= MinExpected || smaller > MaxDrawn || size + human.Size > int.MaxValue / 2
            ? ByFormula(common, size, human.Size)
            : ChanceDraws.Sample(model, human, seed);
    }

    /// <summary>The level that holds for large samples, whatever their size.</summary>
    /// <remarks>
    /// 8 JS / (1/n1 + 1/n2) in nats is about chi-squared with m - 1 degrees of freedom, m the options that occur at all.
    /// Entropy is low by (m - 1) / 2n nats (Miller 1955). A cumulative share differs by a normal variable of variance
    /// F (1 - F) (1/n1 + 1/n2).
    /// </remarks>
    internal static ChanceLevel ByFormula(Distribution model, Distribution human) =>
        ByFormula(Common(model, human), model.Size!.Value, human.Size);

    private static ChanceLevel ByFormula(double[] common, double modelSize, double? humanSize)
    {
        var degrees = common.Count(share => share > 0) - 1;
        if (degrees == 0)
        {
            return new ChanceLevel(0, 0, null, 0, ChanceBasis.Formula);
        }
        var variance = (1 / modelSize) + (humanSize is null ? 0 : 1 / humanSize.Value);
        var unit = variance / 8 / Math.Log(2);
        var entropy = Divergence.Entropy(common);
        var (low, humanLow) = (Bias(modelSize), humanSize is null ? 0 : Bias(humanSize.Value));
        var (cumulative, moved) = (0.0, 0.0);
        for (var i = 0; i < common.Length - 1; i++)
        {
            cumulative += common[i];
            moved += Math.Sqrt(Math.Max(0, cumulative * (1 - cumulative)) * variance * 2 / Math.PI);
        }
        return new ChanceLevel(
            Math.Min(1, degrees * unit),
            Math.Min(1, ChiSquare.Quantile(Confidence, degrees) * unit),
            humanLow < entropy ? Math.Max(0, entropy - low) / (entropy - humanLow) : null,
            Math.Min(1, moved / Math.Max(1, common.Length - 1)),
            ChanceBasis.Formula
        );

        double Bias(double size) => degrees / (2 * size * Math.Log(2));
    }

    // What both would be samples of: the humans where these are exact, else both pooled.
    private static double[] Common(Distribution model, Distribution human) =>
        human.Size is not { } people
            ? human.Values
            :
            [
                .. model.Values.Zip(
                    human.Values,
                    (m, h) => ((m * model.Size!.Value) + (h * people)) / (model.Size.Value + people)
                ),
            ];
}
