using Prismatic.Homogeneity;
using Prismatic.Pluralism;
using Prismatic.Responses;
using Prismatic.Tests.Homogeneity;

namespace Prismatic.Tests.Responses;

public sealed class PairScoresTests
{
    private readonly List<int> _batches = [];
    private readonly HashSet<(string, string)> _asked = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pair_is_scored_once_however_often_it_is_asked_about()
    {
        var remembered = PairScores.Remembered(ScoreOnceAsync);
        (string, string)[] pairs = [("a", "b"), ("b", "a"), ("a", "b"), ("a", "a")];

        Assert.Equal([1, -1, 1, 0], await remembered(pairs, Cancellation));
        Assert.Equal([2, 1], await remembered([("a", "c"), ("a", "b")], Cancellation));
        Assert.Equal([3, 1], _batches);
        Assert.Same(remembered, PairScores.Remembered(remembered));
    }

    [Fact]
    public async Task Scorers_are_asked_in_batches_and_what_was_scored_before_a_fault_is_kept()
    {
        var left = 1;
        var remembered = PairScores.Remembered(
            (pairs, cancellation) =>
                left-- > 0 ? ScoreOnceAsync(pairs, cancellation) : Task.FromResult<IReadOnlyList<float>>([])
        );
        (string, string)[] pairs = [.. Enumerable.Range(0, PairScores.BatchSize + 2).Select(i => ("", $"{(char)i}"))];

        var fault = await Assert.ThrowsAsync<PrismaticException>(() => remembered(pairs, Cancellation));
        Assert.Contains("one finite number for every pair", fault.Message, StringComparison.Ordinal);
        left = 2;
        Assert.Equal(pairs.Length, (await remembered(pairs, Cancellation)).Count);
        Assert.Equal([PairScores.BatchSize, 2], _batches);
    }

    [Fact]
    public async Task One_scorer_serves_views_models_and_viewpoints_without_being_asked_twice()
    {
        var set = AnswerCase.Full(4, 3, 4, (p, m, s) => $"answer {(p + m + s) % 5}.");
        var scorer = PairScores.Remembered(ScoreOnceAsync);
        foreach (var seed in new ulong[] { 1, 2 })
        {
            await HomogeneityAudit.RunAsync(
                set,
                AnswerCase.Random(set, 4, seed),
                Equivalence.Classifier(set, scorer),
                cancellation: Cancellation
            );
        }
        var before = _asked.Count;
        var viewpoints = new ViewpointReference([new PromptViewpoints(set.Prompts[0], ["that", "this"])], "", 0);
        await OvertonCoverage.OfAsync(set, viewpoints, ViewpointScorer.Entailment(scorer), Cancellation);

        // Five different answers at most, in either order; then five sentences by two viewpoints.
        Assert.InRange(before, 1, 20);
        Assert.Equal(before + 10, _asked.Count);
    }

    private Task<IReadOnlyList<float>> ScoreOnceAsync(
        IReadOnlyList<(string A, string B)> pairs,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        _batches.Add(pairs.Count);
        Assert.All(pairs, pair => Assert.True(_asked.Add(pair)));
        return Task.FromResult<IReadOnlyList<float>>([
            .. pairs.Select(pair => (float)(pair.B.Sum(c => c) - pair.A.Sum(c => c))),
        ]);
    }
}
