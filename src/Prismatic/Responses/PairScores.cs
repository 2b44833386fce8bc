namespace Prismatic.Responses;

/// <summary>Asks a scorer of pairs in batches, checks what it says, and remembers it.</summary>
public static class PairScores
{
    /// <summary>Pairs that go to a scorer at once: enough for an encoder to find texts of one length among them.</summary>
    public const int BatchSize = 1024;

    /// <summary>
    /// The same scorer with a memory: no pair is scored twice, whichever view, model or question it comes up in. One that remembers
    /// already is given back as it is.
    /// </summary>
    /// <param name="scorer">Gives the same number for the same pair, whatever stands beside it.</param>
    /// <remarks>
    /// Holds every pair's texts and about 60 bytes beside them. Pairs may be asked about from several threads; those asked about by
    /// two at once are scored twice.
    /// </remarks>
    public static PairScorer Remembered(PairScorer scorer) =>
        scorer.Target is Memory ? scorer : new Memory(scorer).OfAsync;

    /// <summary>Scores of all pairs, in their order.</summary>
    /// <exception cref="PrismaticException">The scorer gave too few or too many numbers, or one that is not finite.</exception>
    internal static async Task<float[]> OfAsync(
        PairScorer scorer,
        IReadOnlyList<(string A, string B)> pairs,
        CancellationToken cancellationToken
    )
    {
        var scores = new List<float>(pairs.Count);
        foreach (var batch in pairs.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var given = await scorer(batch, cancellationToken).ConfigureAwait(false);
            if (given.Count != batch.Length || !given.All(float.IsFinite))
            {
                throw new PrismaticException("the pair classifier does not give one finite number for every pair");
            }
            scores.AddRange(given);
        }
        return [.. scores];
    }

    private sealed class Memory(PairScorer scorer)
    {
        private readonly Dictionary<(string, string), float> _known = [];
        private readonly Lock _lock = new();

        public async Task<IReadOnlyList<float>> OfAsync(
            IReadOnlyList<(string A, string B)> pairs,
            CancellationToken cancellationToken
        )
        {
            (string, string)[] unknown;
            lock (_lock)
            {
                unknown = [.. pairs.Where(pair => !_known.ContainsKey(pair)).Distinct()];
            }
            // A batch at a time, so that what was scored before a fault or an interruption stays known.
            foreach (var batch in unknown.Chunk(BatchSize))
            {
                var scores = await PairScores.OfAsync(scorer, batch, cancellationToken).ConfigureAwait(false);
                lock (_lock)
                {
                    for (var i = 0; i < batch.Length; i++)
                    {
                        _known[batch[i]] = scores[i];
                    }
                }
            }
            lock (_lock)
            {
                return [.. pairs.Select(pair => _known[pair])];
            }
        }
    }
}
