namespace Prismatic.Diversity;

/// <summary>Effective numbers of rows, each in [1, n] and not above d; the higher the order, the less rare rows count.</summary>
public sealed record VendiResult
{
    /// <summary>n.</summary>
    public required long RowCount { get; init; }

    /// <summary>d.</summary>
    public required int Dimension { get; init; }

    /// <summary>exp(- sum λ ln λ): the score as it was published.</summary>
    public required double Order1 { get; init; }

    /// <summary>1 / sum λ²: frequent directions count more.</summary>
    public required double Order2 { get; init; }

    /// <summary>1 / largest λ: only the most frequent direction counts.</summary>
    public required double OrderInfinity { get; init; }

    /// <summary>Shares of the directions, descending, summing to 1; min(n, d) of them.</summary>
    public required IReadOnlyList<double> Eigenvalues { get; init; }

    /// <summary>What independent random rows of this number and length would score.</summary>
    public VendiCeiling Ceiling => VendiCeiling.Of(RowCount, Dimension);
}

/// <summary>
/// Scores of n independent isotropic unit rows of length d: what a set can reach before its own repetition is counted.
/// Only scores of equal n and d are comparable; score / ceiling says how far a set is from its limit.
/// </summary>
public readonly record struct VendiCeiling(double Order1, double Order2, double OrderInfinity)
{
    /// <summary>By the Marchenko-Pastur law; Order1 is within 1 % of simulation from n, d of 40 on.</summary>
    public static VendiCeiling Of(long rowCount, int dimension)
    {
        if (rowCount <= 1)
        {
            return new VendiCeiling(1, 1, 1);
        }
        double n = rowCount;
        double d = dimension;
        var (smaller, larger) = (Math.Min(n, d), Math.Max(n, d));
        return new VendiCeiling(
            Math.Max(1, smaller * Math.Exp(-smaller / (2 * larger))),
            1 / ((1 / n) + ((1 - (1 / n)) / d)),
            Math.Max(1, n / Math.Pow(1 + Math.Sqrt(n / d), 2))
        );
    }
}
