using Prismatic.Duplicates;
using Prismatic.Lexical;

namespace Prismatic.Benchmarks;

/// <summary>Our side of the comparison, in a process of its own.</summary>
internal static class WordSide
{
    /// <summary>As the peers' drivers: words in shingles of three, Jaccard from 0.8 on.</summary>
    public static readonly NearDuplicateOptions Options = new() { ShingleWords = 3, Threshold = 0.8 };

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
                "duplicates" => Kept(NearDuplicates.Of(texts, Options)),
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
        var search = new NearDuplicates(Options);
        foreach (var text in WordTexts.Read(file))
        {
            search.Add(text);
        }
        var candidates = search.Candidates();
        var next = 0;
        foreach (var (row, text) in WordTexts.Read(file).Index())
        {
            if (next < candidates.Count && candidates[next] == row)
            {
                search.Hold(row, text);
                next++;
            }
        }
        return Kept(search.Complete());
    }

    private static string Kept(NearDuplicateResult result) =>
        $"kept {result.Representatives.Count - result.Pairs.Count}, compared {result.Compared}";
}
