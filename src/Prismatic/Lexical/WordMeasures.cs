namespace Prismatic.Lexical;

/// <summary>The linear measures of <see cref="LexicalMetrics"/> and their kin, which share the work of counting n-grams.</summary>
public sealed record WordMeasures
{
    /// <summary><see cref="LexicalMetrics.Distinct"/>.</summary>
    public required IReadOnlyList<double> Distinct { get; init; }

    /// <summary><see cref="LexicalMetrics.NGramDiversity"/>.</summary>
    public required double NGramDiversity { get; init; }

    /// <summary><see cref="LexicalMetrics.SelfRepetition(WordCorpus, int)"/>.</summary>
    public required double SelfRepetition { get; init; }

    /// <summary><see cref="Compression.Ratio"/>.</summary>
    public required double CompressionRatio { get; init; }

    /// <summary><see cref="LexicalMetrics.MovingTypeTokenRatio"/>.</summary>
    public required double MovingTypeTokenRatio { get; init; }

    /// <summary><see cref="Lexical.SelfBleu.Of"/>; null of a single text, or where it was not asked for.</summary>
    public required double? SelfBleu { get; init; }

    /// <summary>All of them, one thread compressing while another counts. The values are those of the measures alone.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="corpus">The same, as <see cref="WordCorpus.OfWords"/> cuts them.</param>
    /// <param name="withSelfBleu">Self-BLEU costs as much as all the others.</param>
    /// <param name="threads">1 for one thread. Never changes a result.</param>
    public static WordMeasures Of(
        IReadOnlyList<string> texts,
        WordCorpus corpus,
        bool withSelfBleu = true,
        int threads = 0
    )
    {
        var compressed = threads == 1 ? null : Task.Run(() => Compression.Ratio(texts));
        var joined = WordCorpus.OfJoined(texts, corpus);
        var levels = NGramLevel.UpTo(corpus, LexicalMetrics.LongestNGram);
        // Where both cuts give the same words, the levels of the one tell of the other.
        var across = joined.SharesWordsWith(corpus) ? levels : NGramLevel.UpTo(joined, LexicalMetrics.LongestNGram);
        return new WordMeasures
        {
            Distinct = [.. levels.Select(level => level.Distinct)],
            NGramDiversity = across.Sum(level => level.DistinctAcross),
            SelfRepetition = LexicalMetrics.SelfRepetition(corpus, levels[^1]),
            MovingTypeTokenRatio = LexicalMetrics.MovingTypeTokenRatio(corpus),
            SelfBleu = withSelfBleu && corpus.Count > 1 ? Lexical.SelfBleu.Each(corpus, levels).Average() : null,
            CompressionRatio = compressed?.GetAwaiter().GetResult() ?? Compression.Ratio(texts),
        };
    }
}
