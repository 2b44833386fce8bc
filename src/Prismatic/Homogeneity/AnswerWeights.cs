namespace Prismatic.Homogeneity;

/// <summary>Weights count by their proportions alone.</summary>
internal static class AnswerWeights
{
    // Squares and products of what is left stay numbers.
    private const double Least = 1e-100;

    /// <summary>
    /// As parts of the largest, so that sums and squares of extreme ones stay in range; those below 1e-100 of it count as that.
    /// </summary>
    /// <param name="weights">Positive and finite.</param>
    public static double[] Scaled(double[] weights)
    {
        var largest = weights.DefaultIfEmpty(1).Max();
        return Array.ConvertAll(weights, weight => Math.Max(weight / largest, Least));
    }
}
