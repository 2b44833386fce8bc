using Prismatic.Lexical;

namespace Prismatic.Reports;

/// <summary>Measures wording and states it as reports do.</summary>
public static class WordingBuilder
{
    private const int LongestPhrase = 80;

    /// <summary>All measures but the one that takes pairs.</summary>
    /// <param name="corpus">The texts as words between white space.</param>
    /// <param name="texts">The same texts.</param>
    /// <param name="threads">Workers. Never changes a result.</param>
    public static WordingSummary Summarise(WordCorpus corpus, IReadOnlyList<string> texts, int threads = 0)
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
            Openings = Phrases(EdgePhrases.Openings(corpus), corpus.Count),
            Closings = Phrases(EdgePhrases.Closings(corpus), corpus.Count),
        };
    }

    /// <summary>Homogenization of some of the texts.</summary>
    public static double Homogenization(IReadOnlyList<string> texts, int threads, CancellationToken cancellation) =>
        Rounded.Share(Lexical.Homogenization.Of(WordCorpus.OfLetters(texts), threads, cancellation));

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
