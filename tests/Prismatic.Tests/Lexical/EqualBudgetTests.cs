using Prismatic.Lexical;
using Prismatic.Numerics;

namespace Prismatic.Tests.Lexical;

public sealed class EqualBudgetTests
{
    private static readonly string[] Texts =
    [
        .. Enumerable.Range(0, 4000).Select(row => string.Join(' ', Words(row, 3 + (row % 17)))),
    ];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1_000, 1_000)]
    [InlineData(9_999, 1_000)]
    [InlineData(10_000, 10_000)]
    [InlineData(5_000_000, 10_000)]
    public void Budgets_are_few(int words, int budget) => Assert.Equal(budget, EqualBudget.WordsFor(words));

    [Fact]
    public void Every_draw_has_the_words_of_the_budget_and_another_part_of_the_texts()
    {
        var draws = EqualBudget.Of(WordCorpus.OfWords(Texts), 10_000, seed: 7);
        Assert.Equal(EqualBudget.Draws, draws.Count);
        Assert.All(draws, draw => Assert.InRange(draw.Texts, 800, 1000));
        Assert.Equal(EqualBudget.Draws, draws.Select(draw => draw.Measures.Distinct[1]).Distinct().Count());
    }

    [Fact]
    public void Sets_of_unlike_size_measure_the_same_at_one_budget_but_not_as_they_are()
    {
        var (few, many) = (WordCorpus.OfWords(Texts[..1000]), WordCorpus.OfWords(Texts));
        Assert.True(LexicalMetrics.Distinct(few)[1] > 1.3 * LexicalMetrics.Distinct(many)[1]);
        Assert.InRange(Mean(few) / Mean(many), 0.98, 1.02);

        static double Mean(WordCorpus corpus) =>
            EqualBudget.Of(corpus, 10_000, seed: 7).Average(draw => draw.Measures.Distinct[1]);
    }

    [Fact]
    public void A_budget_of_all_words_is_all_words()
    {
        var corpus = WordCorpus.OfWords(Texts[..50]);
        var draws = EqualBudget.Of(corpus, corpus.WordCount, seed: 1);
        Assert.All(draws, draw => Assert.Equal(50, draw.Texts));
        Assert.All(
            draws,
            draw =>
                Assert.Equal(LexicalMetrics.Distinct(corpus), draw.Measures.Distinct, (a, b) => Math.Abs(a - b) < 1e-12)
        );
    }

    // A hundred words, the small numbers far more often than others.
    private static IEnumerable<string> Words(int row, int count) =>
        Enumerable
            .Range(0, count)
            .Select(i => Pcg32.Hash((ulong)row, (ulong)i))
            .Select(hash => $"w{(hash % 100) * ((hash >> 32) % 100) / 100}");
}
