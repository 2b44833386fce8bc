namespace Prismatic.Responses;

/// <summary>
/// Says of pairs of texts how far A means B, such as a classifier of the room Encoders does: one finite number for each pair, in their
/// order. Asked by both rooms that judge answers; called with at most <see cref="PairScores.BatchSize"/> pairs at once.
/// </summary>
/// <param name="pairs">A is what was said, B what it may mean or equal.</param>
/// <param name="cancellationToken">To be checked once a batch.</param>
public delegate Task<IReadOnlyList<float>> PairScorer(
    IReadOnlyList<(string A, string B)> pairs,
    CancellationToken cancellationToken
);
