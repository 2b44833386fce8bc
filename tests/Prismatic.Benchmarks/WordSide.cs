using Prismatic.Duplicates;
using Prismatic.Lexical;

namespace Prismatic.Benchmarks;

/// <summary>Our side of the comparison, in a process of its own.</summary>
internal static class WordSide
{
    /// <summary>As the peers' drivers: words in shingles of three, Jaccard from 0.8 on.</summary>
    public static readonly DuplicateOptions Options = new() { ShingleWords = 3, Threshold = 0.8 };

    private const int TextsAtOnce = 1024;

    public static WordTimes Measure(string kind, string file, int rows)
    {
        if (kind == "stream")
        {
            return WordTimes.Of(() => Stream(file));
        }
        string[] texts = [.. WordTexts.Read(file).Take(rows)];
        return WordTimes.Of(() =>
            kind switch
            {
                "duplicates" => Kept(DuplicateSearch.Of(texts, Options)),
                "linear" => Linear(texts),
                // Parts of it, for whoever looks where the time goes.
                "compress" => $"cr_gzip {Compression.Ratio(texts):F3}",
                "cut" => $"words {WordCorpus.OfWords(texts).WordCount}",
                "distinct" => $"distinct {LexicalMetrics.Distinct(WordCorpus.OfWords(texts))[3]}",
                "rouge" => $"hom_rougel {Homogenization.Of(WordCorpus.OfLetters(texts)):F3}",
                _ => $"self_bleu {SelfBleu.Of(WordCorpus.OfWords(texts))}",
            }
        );
    }

    private static string Linear(string[] texts)
    {
        var words = WordMeasures.Of(texts, WordCorpus.OfWords(texts), withSelfBleu: false);
        return $"cr_gzip {words.CompressionRatio:F3}, ngram {words.NGramDiversity:F3}, selfrep {words.SelfRepetition}";
    }

    // The file is read twice and never held.
    private static string Stream(string file)
    {
        var sketch = new DuplicateSketch(Options);
        foreach (var texts in WordTexts.Read(file).Chunk(TextsAtOnce))
        {
            sketch.Add(texts);
        }
        var search = new DuplicateSearch(sketch);
        var next = 0;
        var wanted = WordTexts
            .Read(file)
            .Where((_, row) => next < search.Candidates.Count && search.Candidates[next] == row && ++next > 0);
        var compared = 0;
        foreach (var texts in wanted.Chunk(TextsAtOnce))
        {
            search.Compare([.. search.Candidates.Skip(compared).Take(texts.Length)], texts);
            compared += texts.Length;
        }
        return Kept(search.Complete());
    }

    private static string Kept(DuplicateResult result) =>
        $"kept {result.Representatives.Count - result.Rows.Count}, compared {result.Compared}";
}
