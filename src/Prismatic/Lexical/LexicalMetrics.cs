using System.Runtime.CompilerServices;

namespace Prismatic.Lexical;

/// <summary>
/// Diversity of wording, under the names and definitions of the <c>diversity</c> package (Shaib et al. 2024,
/// arXiv 2403.00553) where it has one. All of them depend on length: compare at equal numbers of words.
/// </summary>
public static class LexicalMetrics
{
    /// <summary>Words of the longest n-grams that are counted.</summary>
    public const int LongestNGram = 4;

    /// <summary>Words of a window of <see cref="MovingTypeTokenRatio"/>.</summary>
    public const int Window = 50;

    /// <summary>distinct-n for n from 1: different n-grams over all n-grams within texts (Li et al. 2016).</summary>
    public static IReadOnlyList<double> Distinct(WordCorpus corpus, int longest = LongestNGram) =>
        [.. NGramLevel.UpTo(corpus, longest).Select(level => level.Distinct)];

    /// <summary>
    /// n-gram diversity: the sum of distinct-n for n from 1 to 4 over all texts as one, as the package counts: cut at single
    /// spaces, n-grams across texts included.
    /// </summary>
    public static double NGramDiversity(IReadOnlyList<string> texts, int longest = LongestNGram) =>
        Distinct(WordCorpus.OfJoined(texts), longest).Sum();

    /// <summary>
    /// Self-repetition (Salkar et al. 2022): the mean over texts of ln(1 + occurrences of its n-grams in other texts), each
    /// n-gram of a text counted once, and once for each other text.
    /// </summary>
    public static double SelfRepetition(WordCorpus corpus, int length = LongestNGram) =>
        SelfRepetition(corpus, NGramLevel.UpTo(corpus, length)[^1]);

    // One loop over all n-grams: it would be over before the runtime replaced its first, slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double SelfRepetition(WordCorpus corpus, NGramLevel level)
    {
        var texts = new int[level.NumberBound];
        var lastText = new int[level.NumberBound];
        Array.Fill(lastText, -1);
        for (var text = 0; text < corpus.Count; text++)
        {
            foreach (var gram in level[text])
            {
                texts[gram] += lastText[gram] == text ? 0 : 1;
                lastText[gram] = text;
            }
        }
        Array.Fill(lastText, -1);
        var sum = 0.0;
        for (var text = 0; text < corpus.Count; text++)
        {
            var others = 0L;
            foreach (var gram in level[text])
            {
                others += lastText[gram] == text ? 0 : texts[gram] - 1;
                lastText[gram] = text;
            }
            sum += Math.Log(others + 1);
        }
        return corpus.Count == 0 ? 0 : sum / corpus.Count;
    }

    /// <summary>
    /// Moving-average type-token ratio (Covington and McFall 2010): the share of different words in windows of one length,
    /// averaged over all windows of all texts, so that length does not bear on it. Texts shorter than a window are one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double MovingTypeTokenRatio(WordCorpus corpus, int window = Window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var counts = new int[corpus.Vocabulary.Count];
        var (sum, windows) = (0.0, 0L);
        for (var text = 0; text < corpus.Count; text++)
        {
            var words = corpus[text];
            var types = 0;
            for (var i = 0; i < words.Length; i++)
            {
                types += counts[words[i]]++ == 0 ? 1 : 0;
                if (i >= window)
                {
                    types -= --counts[words[i - window]] == 0 ? 1 : 0;
                }
                if (i >= window - 1 || i == words.Length - 1)
                {
                    sum += (double)types / Math.Min(i + 1, window);
                    windows++;
                }
            }
            foreach (var word in words)
            {
                counts[word] = 0;
            }
        }
        return windows == 0 ? 0 : sum / windows;
    }
}
