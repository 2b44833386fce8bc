using Prismatic.Diversity;
using Prismatic.Lexical;

namespace Prismatic.Reports;

/// <summary>Measures wording and states it as reports do.</summary>
public static class WordingBuilder
{
    private const int LongestPhrase = 80;
    private const int PairedWords = 1000;

    /// <summary>All measures but the one that takes pairs.</summary>
    /// <param name="corpus">The texts as words between white space.</param>
    /// <param name="texts">The same texts.</param>
    /// <param name="seed">Of the draws at an equal budget of words.</param>
    /// <param name="threads">Workers. Never changes a result.</param>
    /// <param name="cancellation">Checked once a draw.</param>
    public static WordingSummary Summarise(
        WordCorpus corpus,
        IReadOnlyList<string> texts,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        var words = WordMeasures.Of(texts, corpus, threads: threads);
        return new()
        {
            Rows = corpus.Count,
            Words = corpus.WordCount,
            Tokens = corpus.Tokens,
            Distinct = [.. words.Distinct.Select(Rounded.Share)],
            NGramDiversity = Rounded.Share(words.NGramDiversity),
            SelfRepetition = Rounded.Share(words.SelfRepetition),
            CompressionRatio = Rounded.Score(words.CompressionRatio),
            MovingTypeTokenRatio = Rounded.Share(words.MovingTypeTokenRatio),
            SelfBleu = words.SelfBleu is { } bleu ? Rounded.Share(bleu) : null,
            HomogenizationRows = 0,
            Lengths = HistogramBuilder.OfCounts(Enumerable.Range(0, corpus.Count).Select(text => corpus[text].Length)),
            Parameters = Parameters(corpus.Tokens),
            AtBudget = AtBudget(corpus, seed, cancellation),
            Openings = Phrases(EdgePhrases.Openings(corpus), corpus.Count),
            Closings = Phrases(EdgePhrases.Closings(corpus), corpus.Count),
        };
    }

    /// <summary>Homogenization of some of the texts, of each its first 1,000 words.</summary>
    public static double Homogenization(IReadOnlyList<string> texts, int threads, CancellationToken cancellation) =>
        Rounded.Share(
            Lexical.Homogenization.Of(
                // Pairs cost the product of their lengths: two texts of megabytes would take minutes.
                WordCorpus.OfLetters(texts).Select([.. Enumerable.Range(0, texts.Count)], long.MaxValue, PairedWords),
                threads,
                cancellation
            )
        );

    // Names are those of the fields, so that a reader finds the one beside the other.
    private static Dictionary<string, string> Parameters(string tokens) =>
        new(StringComparer.Ordinal)
        {
            ["distinct"] = $"{tokens}, unchanged; n-grams within rows, n from 1 to {LexicalMetrics.LongestNGram}",
            ["nGramDiversity"] =
                $"cut at single spaces, rows joined by a space; n-grams across rows, n from 1 to {LexicalMetrics.LongestNGram}",
            ["selfRepetition"] = $"{tokens}, unchanged; {LexicalMetrics.LongestNGram}-grams, each once a row",
            ["compressionRatio"] = "UTF-8, rows joined by a space; gzip at its highest level, once",
            ["movingTypeTokenRatio"] = $"{tokens}, unchanged; windows of {LexicalMetrics.Window} words within rows",
            ["selfBleu"] =
                $"{tokens}, unchanged; BLEU-{LexicalMetrics.LongestNGram}, all other rows as references, closest length, empty matches count 0.1",
            ["homogenization"] =
                "runs of letters and digits in lower case; ROUGE-L F-measure, all pairs of a seeded part of the rows, of each its first 1,000 words",
            ["openings, closings"] = $"{tokens}, unchanged; three words",
        };

    private static WordingAtBudget? AtBudget(WordCorpus corpus, ulong seed, CancellationToken cancellation)
    {
        var words = EqualBudget.WordsFor(corpus.WordCount);
        if (words == 0)
        {
            return null;
        }
        var draws = EqualBudget.Of(corpus, words, seed, cancellation);
        return new WordingAtBudget
        {
            Words = words,
            Draws = draws.Count,
            Rows = Rounded.Score(draws.Average(draw => draw.Texts)),
            Distinct =
            [
                .. Enumerable.Range(0, LexicalMetrics.LongestNGram).Select(n => Over(draws, m => m.Distinct[n])),
            ],
            NGramDiversity = Over(draws, m => m.NGramDiversity),
            SelfRepetition = Over(draws, m => m.SelfRepetition),
            CompressionRatio = Over(draws, m => m.CompressionRatio),
            MovingTypeTokenRatio = Over(draws, m => m.MovingTypeTokenRatio),
            SelfBleu = draws.All(draw => draw.Measures.SelfBleu is not null)
                ? Over(draws, m => m.SelfBleu!.Value)
                : null,
        };
    }

    private static DrawnValue Over(IEnumerable<BudgetDraw> draws, Func<WordMeasures, double> value)
    {
        var (mean, spread) = MeanAndSpread.Of(draws.Select(draw => value(draw.Measures)));
        return new DrawnValue { Mean = Rounded.Share(mean), StandardDeviation = Rounded.Share(spread) };
    }

    private static List<PhraseShare> Phrases(IReadOnlyList<(string Phrase, int Texts)> phrases, int rows) =>
        [
            .. phrases.Select(p => new PhraseShare
            {
                Phrase = Excerpt.Of(p.Phrase, LongestPhrase),
                Rows = p.Texts,
                Share = Rounded.Share(p.Texts, rows),
            }),
        ];
}
