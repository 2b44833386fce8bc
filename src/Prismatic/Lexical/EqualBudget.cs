using Prismatic.Numerics;

namespace Prismatic.Lexical;

/// <summary>
/// Measures of equally many words. Every linear measure of wording grows or falls with the amount of text, so sets of unlike
/// size are compared at one budget of words, drawn several times.
/// </summary>
public static class EqualBudget
{
    /// <summary>Draws.</summary>
    public const int Draws = 5;

    // One of few budgets, so that most sets share theirs.
    private const int Large = 10_000;
    private const int Small = 1_000;

    /// <summary>The budget for so many words: 10,000, else 1,000; 0 where there are fewer.</summary>
    public static int WordsFor(int wordCount) =>
        wordCount >= Large ? Large
        : wordCount >= Small ? Small
        : 0;

    /// <summary>
    /// The measures of each draw: whole texts in an order of the seed until the budget is met, of which the last one loses
    /// its end. Words are joined by single spaces. The same for any thread count, and for texts in one order.
    /// </summary>
    /// <param name="corpus">As <see cref="WordCorpus.OfWords"/> cuts texts; at least as many words as the budget.</param>
    /// <param name="words">The budget.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="cancellation">Checked once a draw.</param>
    public static IReadOnlyList<BudgetDraw> Of(
        WordCorpus corpus,
        int words,
        ulong seed,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words, corpus.WordCount);
        var draws = new List<BudgetDraw>();
        for (var draw = 0; draw < Draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            var order = Pcg32.Hash(seed, (ulong)draw);
            int[] texts =
            [
                .. Enumerable.Range(0, corpus.Count).OrderBy(t => Pcg32.Hash(order, (ulong)t)).ThenBy(t => t),
            ];
            var drawn = corpus.Select(texts, words);
            string[] joined = [.. Enumerable.Range(0, drawn.Count).Select(drawn.Text)];
            draws.Add(new BudgetDraw(drawn.Count, WordMeasures.Of(joined, WordCorpus.OfWords(joined), threads: 1)));
        }
        return draws;
    }
}

/// <summary>One draw of <see cref="EqualBudget"/>.</summary>
/// <param name="Texts">Texts drawn, the last one perhaps in part.</param>
/// <param name="Measures">What they measure.</param>
public sealed record BudgetDraw(int Texts, WordMeasures Measures);
