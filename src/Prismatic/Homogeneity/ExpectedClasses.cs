namespace Prismatic.Homogeneity;

/// <summary>How many different answers to expect of fewer, so that unequal numbers of answers can be compared.</summary>
public static class ExpectedClasses
{
    /// <summary>Different classes among <paramref name="drawn"/> of the answers, drawn without replacement (Hurlbert 1971).</summary>
    /// <param name="sizes">Answers of each class.</param>
    /// <param name="drawn">At most as many as there are answers.</param>
    public static double Of(IReadOnlyList<int> sizes, int drawn)
    {
        var answers = sizes.Sum();
        ArgumentOutOfRangeException.ThrowIfNegative(drawn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drawn, answers);
        var expected = 0.0;
        // Few sizes are different: of n answers at most the root of 2 n.
        foreach (var (size, classes) in sizes.CountBy(size => size).OrderBy(size => size.Key))
        {
            // Chance that none of the class is drawn: the product of (others - i) / (all - i).
            var missed = 1.0;
            for (var i = 0; i < drawn && missed > 0; i++)
            {
                missed *= (double)Math.Max(0, answers - size - i) / (answers - i);
            }
            expected += classes * (1 - missed);
        }
        return expected;
    }

    /// <summary>Different classes among one answer of each of <paramref name="drawn"/> models, models and answers drawn evenly.</summary>
    /// <param name="shares">For each model, the share of each class among its answers; rows of equal length that sum to 1.</param>
    /// <param name="drawn">At most as many as there are models.</param>
    /// <remarks>
    /// A class is missed with the mean over all sets of that many models of the product of (1 - share): an elementary symmetric
    /// polynomial over a binomial, exact, O(models · drawn) a class.
    /// </remarks>
    public static double OfModels(IReadOnlyList<double[]> shares, int drawn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(drawn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drawn, shares.Count);
        var expected = 0.0;
        var means = new double[drawn + 1];
        for (var c = 0; shares.Count > 0 && c < shares[0].Length; c++)
        {
            // means[j] is the polynomial of degree j over the number of its terms, which keeps it in [0, 1].
            Array.Clear(means);
            means[0] = 1;
            for (var m = 0; m < shares.Count; m++)
            {
                for (var j = Math.Min(drawn, m + 1); j > 0; j--)
                {
                    var isIn = (double)j / (m + 1);
                    means[j] = ((1 - isIn) * (j <= m ? means[j] : 0)) + (isIn * means[j - 1] * (1 - shares[m][c]));
                }
            }
            expected += 1 - means[drawn];
        }
        return expected;
    }

    /// <summary>Entropy of shares in nats; its exponential is the effective number of classes. Shares need not sum to 1.</summary>
    public static double Entropy(IEnumerable<double> weights)
    {
        double[] parts = AnswerWeights.Scaled([.. weights.Where(weight => weight > 0)]);
        var total = parts.Sum();
        return Math.Max(0, parts.Sum(part => -(part / total) * Math.Log(part / total)));
    }
}
