namespace Prismatic.Lexical;

/// <summary>How many texts begin, or end, with the same words.</summary>
public static class EdgePhrases
{
    /// <summary>The most frequent openings that at least two texts share, the first ones of equals first.</summary>
    /// <param name="corpus">Texts; those with fewer words are left out.</param>
    /// <param name="words">Words of an opening.</param>
    /// <param name="most">How many openings.</param>
    public static IReadOnlyList<(string Phrase, int Texts)> Openings(WordCorpus corpus, int words = 3, int most = 5) =>
        Count(corpus, words, most, text => text[..words]);

    /// <summary>The same of endings.</summary>
    public static IReadOnlyList<(string Phrase, int Texts)> Closings(WordCorpus corpus, int words = 3, int most = 5) =>
        Count(corpus, words, most, text => text[^words..]);

    private static IReadOnlyList<(string Phrase, int Texts)> Count(
        WordCorpus corpus,
        int words,
        int most,
        Func<ReadOnlySpan<int>, ReadOnlySpan<int>> edge
    )
    {
        var counts = new Dictionary<string, (int Count, int First)>(StringComparer.Ordinal);
        for (var text = 0; text < corpus.Count; text++)
        {
            if (corpus[text].Length < words)
            {
                continue;
            }
            var phrase = new string[words];
            var numbers = edge(corpus[text]);
            for (var i = 0; i < words; i++)
            {
                phrase[i] = corpus.Vocabulary[numbers[i]];
            }
            var key = string.Join(' ', phrase);
            counts[key] = counts.TryGetValue(key, out var known) ? (known.Count + 1, known.First) : (1, text);
        }
        return
        [
            .. counts
                .Where(entry => entry.Value.Count > 1)
                .OrderByDescending(entry => entry.Value.Count)
                .ThenBy(entry => entry.Value.First)
                .Take(most)
                .Select(entry => (entry.Key, entry.Value.Count)),
        ];
    }
}
