using CsCheck;
using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Tests.Homogeneity;

public sealed class EquivalenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Classes_open_in_order_and_only_their_first_member_stands_for_them()
    {
        // 1 ~ 2 and 2 ~ 3, but not 1 ~ 3: the third opens a class, although it is like the second.
        var set = AnswerCase.Full(1, 1, 4, (_, _, s) => "abca"[s].ToString());
        PairScorer near = (pairs, _) =>
            Task.FromResult<IReadOnlyList<float>>([
                .. pairs.Select(pair => Math.Abs(pair.A[0] - pair.B[0]) <= 1 ? 0.9f : 0.1f),
            ]);
        var classes = await EquivalenceClasses.OfAsync(
            [
                [0, 1, 2, 3],
            ],
            Equivalence.Classifier(set, near),
            1,
            Cancellation
        );
        Assert.Equal([0, 0, 1, 0], classes[0]);
    }

    [Fact]
    public async Task A_classifier_gives_the_classes_of_the_rule_it_stands_for()
    {
        var set = AnswerCase.Full(6, 1, 9, (p, _, s) => $"{(p * 7 + s * s) % 5}");
        var asked = 0;
        PairScorer equal = (pairs, _) =>
        {
            asked += pairs.Count;
            Assert.DoesNotContain(pairs, pair => pair.A == pair.B);
            return Task.FromResult<IReadOnlyList<float>>([.. pairs.Select(_ => 0.102f)]);
        };
        int[][] groups = [.. Enumerable.Range(0, 6).Select(p => set.Of(p, 0).ToArray()), []];
        var by = await EquivalenceClasses.OfAsync(groups, Equivalence.Classifier(set, equal), 1, Cancellation);
        Assert.Equal(await EquivalenceClasses.OfAsync(groups, Equivalence.Exact(set), 3, Cancellation), by);
        Assert.True(asked > 0);
    }

    [Fact]
    public async Task A_classifier_that_gives_too_little_is_refused()
    {
        var set = AnswerCase.Full(1, 1, 2, (_, _, s) => $"{s}");
        PairScorer none = (_, _) => Task.FromResult<IReadOnlyList<float>>([]);
        PairScorer notANumber = (pairs, _) => Task.FromResult<IReadOnlyList<float>>([float.NaN]);
        foreach (var classifier in new[] { none, notANumber })
        {
            await Assert.ThrowsAsync<PrismaticException>(() =>
                EquivalenceClasses.OfAsync(
                    [
                        [0, 1],
                    ],
                    Equivalence.Classifier(set, classifier),
                    1,
                    Cancellation
                )
            );
        }
    }

    [Theory]
    [InlineData("Rose", "rose", true)]
    [InlineData("the rose", "a rose", true)]
    [InlineData("red rose", "white lily", false)]
    [InlineData("one two three", "one", false)]
    [InlineData("one two three", "two one", true)]
    // Six words: ROUGE-1 F is 2 · 3 / 12, then 2 · 2 / 12.
    [InlineData("a b c d e f", "a b c x y z", true)]
    [InlineData("a b c d e f", "a b w x y z", false)]
    // Words count as often as both have them.
    [InlineData("a a a a a a", "a b c d e f", false)]
    [InlineData("👍", "👍", true)]
    [InlineData("👍", "👎", false)]
    public void Lexical_equivalence_is_that_of_NoveltyBench(string a, string b, bool expected)
    {
        var set = AnswerCase.Full(1, 1, 2, (_, _, s) => s == 0 ? a : b);
        var rule = Equivalence.Lexical(set);
        Assert.Equal((expected, expected), (rule.AreEquivalent(0, 1), rule.AreEquivalent(1, 0)));
    }

    [Theory]
    [InlineData("  The **Rose**. ", "the **rose", true)]
    [InlineData("\"Rose\"", "rose", true)]
    [InlineData("C#", "C++", false)]
    [InlineData("-5", "5", false)]
    [InlineData("5.", "5", true)]
    [InlineData("?!", "?!", true)]
    [InlineData("?!", "...", false)]
    public void Normalising_keeps_what_tells_answers_apart(string a, string b, bool expected) =>
        Assert.Equal(expected, AnswerText.Normalise(a) == AnswerText.Normalise(b));

    [Fact]
    public void Cosine_equivalence_is_at_least_the_threshold()
    {
        var set = AnswerCase.Full(1, 1, 3, (_, _, s) => s == 2 ? "a" : "ab"[s].ToString());
        var space = AnswerCase.ByText(set) with { RowIndices = [0, 1], Rows = new(2, 2, [1, 0, 0.6f, 0.8f]) };
        Assert.True(Equivalence.Cosine(set, space, 0.59).AreEquivalent(0, 1));
        Assert.False(Equivalence.Cosine(set, space, 0.61).AreEquivalent(0, 1));
        // The third has no vector.
        Assert.True(Equivalence.Cosine(set, space, 0.1).AreEquivalent(0, 2));
        Assert.False(Equivalence.Cosine(set, space, -1).AreEquivalent(1, 2));
    }

    [Fact]
    public void Labels_decide_where_there_are_labels()
    {
        var set = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "a") with
            {
                Label = "1",
            },
            AnswerCase.Answer(0, 0, "b") with
            {
                Label = "1",
            },
            AnswerCase.Answer(0, 0, "a") with
            {
                Label = "2",
            },
            AnswerCase.Answer(0, 0, "a"),
            AnswerCase.Answer(0, 0, "a")
        );
        var rule = Equivalence.Labels(set);
        Assert.True(rule.AreEquivalent(0, 1));
        Assert.False(rule.AreEquivalent(0, 2));
        Assert.False(rule.AreEquivalent(0, 3));
        Assert.True(rule.AreEquivalent(3, 4));
    }

    [Fact]
    public void Utility_of_the_worked_example()
    {
        Assert.Equal(13.2 / 2.44, Utility.Of([0, 0, 1], [10, 10, 5]), 1e-12);
        Assert.Equal(7, Utility.Of([0, 1, 2], [7, 7, 7]), 1e-12);
        Assert.Equal(0, Utility.Of([], []));
        Assert.Throws<ArgumentException>(() => Utility.Of([0], []));
    }

    [Fact]
    public void Expected_classes_are_the_mean_over_all_draws() =>
        Gen.Select(Gen.Int[0, 2].Array[1, 7], Gen.Int[0, 7])
            .Sample(
                (classes, wish) =>
                {
                    var drawn = Math.Min(wish, classes.Length);
                    var sizes = classes.GroupBy(c => c).Select(c => c.Count()).ToArray();
                    double[] draws =
                    [
                        .. Enumerable
                            .Range(0, 1 << classes.Length)
                            .Where(bits => int.PopCount(bits) == drawn)
                            .Select(bits => (double)classes.Where((_, i) => (bits & (1 << i)) != 0).Distinct().Count()),
                    ];
                    Assert.Equal(draws.Average(), ExpectedClasses.Of(sizes, drawn), 1e-9);
                    // One answer of each of so many models, each sure of its answer.
                    double[][] shares =
                    [
                        .. classes.Select(c => Enumerable.Range(0, 3).Select(i => i == c ? 1.0 : 0).ToArray()),
                    ];
                    Assert.Equal(draws.Average(), ExpectedClasses.OfModels(shares, drawn), 1e-9);
                }
            );

    [Fact]
    public void Classes_are_as_many_in_any_order_where_the_rule_is_transitive() =>
        Gen.Int[0, 4]
            .Array[1, 12]
            .SelectMany(texts => Gen.Shuffle(texts).Select(shuffled => (texts, shuffled)))
            .Sample(pair =>
            {
                int Count(int[] texts)
                {
                    var set = AnswerCase.Full(1, 1, texts.Length, (_, _, s) => $"{texts[s]}");
                    int[][] groups =
                    [
                        [.. Enumerable.Range(0, texts.Length)],
                    ];
                    return EquivalenceClasses.OfAsync(groups, Equivalence.Exact(set)).GetAwaiter().GetResult()[0].Max()
                        + 1;
                }
                Assert.Equal(Count(pair.texts), Count(pair.shuffled));
                Assert.Equal(pair.texts.Distinct().Count(), Count(pair.texts));
            });
}
