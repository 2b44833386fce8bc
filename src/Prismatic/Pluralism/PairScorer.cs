namespace Prismatic.Pluralism;

/// <summary>
/// Says of pairs of texts how far A means B, such as a classifier of the room Encoders does: one number in [0, 1] for each
/// pair, in their order. Called with at most <see cref="PairBatches.Size"/> pairs at once.
/// </summary>
/// <param name="pairs">A is what was said, B what it may mean.</param>
/// <param name="cancellationToken">To be checked once a batch.</param>
public delegate Task<IReadOnlyList<float>> PairScorer(
    IReadOnlyList<(string A, string B)> pairs,
    CancellationToken cancellationToken
);

/// <summary>Asks a classifier in batches, and checks its answers.</summary>
public static class PairBatches
{
    /// <summary>Pairs that go to a classifier at once.</summary>
    public const int Size = 256;

    /// <summary>Scores of all pairs, in their order.</summary>
    /// <exception cref="PrismaticException">The classifier gave too few numbers, or one that is not finite.</exception>
    internal static async Task<float[]> ScoreAsync(
        PairScorer classifier,
        IReadOnlyList<(string A, string B)> pairs,
        CancellationToken cancellationToken
    )
    {
        var scores = new float[pairs.Count];
        for (var start = 0; start < pairs.Count; start += Size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string, string)[] batch = [.. pairs.Skip(start).Take(Size)];
            var given = await classifier(batch, cancellationToken);
            if (given.Count != batch.Length || given.Any(score => !float.IsFinite(score)))
            {
                throw new PrismaticException("the pair classifier does not give one finite number for every pair");
            }
            for (var i = 0; i < batch.Length; i++)
            {
                scores[start + i] = given[i];
            }
        }
        return scores;
    }
}
