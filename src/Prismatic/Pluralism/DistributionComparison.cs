namespace Prismatic.Pluralism;

/// <summary>A model's distribution over the options of one question against that of people.</summary>
public sealed record DistributionComparison
{
    /// <summary>Jensen-Shannon divergence, base 2, in [0, 1].</summary>
    public required double JensenShannon { get; init; }

    /// <summary>What the same measures would be if the model answered as these people do.</summary>
    public required ChanceLevel Chance { get; init; }

    /// <summary>
    /// Entropy of the model's answers over that of the people's: below 1 the model's answers are fewer or less even.
    /// Null where all people agree. Small samples have low entropy: compare with that of <see cref="Chance"/>.
    /// </summary>
    public required double? EntropyRatio { get; init; }

    /// <summary>Whether an option that the model gives most is one that people give most; of ties one suffices.</summary>
    public required bool ModesMatch { get; init; }

    /// <summary>Normalised earth mover's distance in [0, 1]; null where the options have no order.</summary>
    public required double? EarthMovers { get; init; }

    /// <summary>Whether the divergence is more than chance would bring in 19 of 20 cases.</summary>
    public bool IsBeyondChance => JensenShannon > Chance.Limit + ChanceDraws.Tie;

    /// <summary>GlobalOpinionQA's similarity: 1 - Jensen-Shannon distance, to base 2 here.</summary>
    public double Similarity => 1 - Math.Sqrt(JensenShannon);

    /// <summary>Compares two distributions over the same options.</summary>
    /// <param name="model">A sample.</param>
    /// <param name="human">A sample, or exact where it has no size.</param>
    /// <param name="order">The options from one end to the other; null where they have no order.</param>
    /// <param name="seed">Of the draws behind the chance level.</param>
    /// <exception cref="ArgumentException">The options differ in number, or the model's size is not known.</exception>
    public static DistributionComparison Of(
        Distribution model,
        Distribution human,
        IReadOnlyList<int>? order = null,
        ulong seed = 0
    )
    {
        (model, human) = order is null ? (model, human) : (model.In(order), human.In(order));
        var entropy = Divergence.Entropy(human.Values);
        return new DistributionComparison
        {
            JensenShannon = Divergence.JensenShannon(model.Values, human.Values),
            Chance = ChanceLevel.Of(model, human, seed),
            EntropyRatio = entropy > 0 ? Divergence.Entropy(model.Values) / entropy : null,
            ModesMatch = Modes(model).Intersect(Modes(human)).Any(),
            EarthMovers = order is null ? null : Divergence.EarthMovers(model.Values, human.Values),
        };
    }

    private static IEnumerable<int> Modes(Distribution distribution)
    {
        var top = distribution.Values.Max() - 1e-12;
        return Enumerable.Range(0, distribution.Values.Length).Where(i => distribution.Values[i] >= top);
    }
}
