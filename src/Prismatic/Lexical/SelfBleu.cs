using System.Runtime.CompilerServices;

namespace Prismatic.Lexical;

/// <summary>
/// Self-BLEU (Zhu et al. 2018): each text's BLEU with all others as references, averaged. The others' best count of an
/// n-gram is kept for all texts at once, so the cost is linear in the words and no text has to be left out.
/// </summary>
/// <remarks>The same values as nltk's sentence_bleu: closest reference length, smoothing of empty matches by 0.1 (method 1).</remarks>
public static class SelfBleu
{
    private const double Epsilon = 0.1;

    /// <summary>BLEU of each text against all others, 0 to 1; 1 means its n-grams are all found elsewhere.</summary>
    /// <param name="corpus">At least two texts.</param>
    /// <param name="longest">n-grams from 1 to this, of equal weight.</param>
    public static double[] Each(WordCorpus corpus, int longest = LexicalMetrics.LongestNGram) =>
        Each(corpus, NGramLevel.UpTo(corpus, longest));

    /// <summary>The mean of <see cref="Each(WordCorpus, int)"/>.</summary>
    public static double Of(WordCorpus corpus, int longest = LexicalMetrics.LongestNGram) =>
        Each(corpus, longest).Average();

    internal static double[] Each(WordCorpus corpus, IReadOnlyList<NGramLevel> levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(corpus.Count, 2);
        var logs = new double[corpus.Count];
        var hasWords = new bool[corpus.Count];
        foreach (var level in levels)
        {
            AddPrecisions(corpus, level, levels.Count, logs, hasWords);
        }
        var lengths = Enumerable.Range(0, corpus.Count).Select(i => corpus[i].Length).ToArray();
        var sorted = lengths.Order().ToArray();
        return
        [
            .. Enumerable
                .Range(0, corpus.Count)
                .Select(i => hasWords[i] ? Brevity(lengths[i], sorted) * Math.Exp(logs[i]) : 0),
        ];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPrecisions(WordCorpus corpus, NGramLevel level, int longest, double[] logs, bool[] hasWords)
    {
        var best = new Best[level.NumberBound];
        var counts = new int[level.NumberBound];
        for (var text = 0; text < corpus.Count; text++)
        {
            Count(level[text], counts);
            foreach (var gram in level[text])
            {
                // A count is taken once and is 0 from then on.
                if (counts[gram] > 0)
                {
                    best[gram].Add(counts[gram], text);
                    counts[gram] = 0;
                }
            }
        }
        for (var text = 0; text < corpus.Count; text++)
        {
            var (matches, total) = (0L, level[text].Length);
            Count(level[text], counts);
            foreach (var gram in level[text])
            {
                matches += Math.Min(counts[gram], best[gram].WithoutText(text));
                counts[gram] = 0;
            }
            hasWords[text] |= level.Length == 1 && matches > 0;
            var precision = (matches == 0 ? Epsilon : matches) / Math.Max(1, total);
            logs[text] += Math.Log(precision) / longest;
        }
    }

    private static void Count(ReadOnlySpan<int> grams, int[] counts)
    {
        foreach (var gram in grams)
        {
            counts[gram]++;
        }
    }

    // The length among the others that is nearest, the smaller one of two.
    private static double Brevity(int length, int[] sorted)
    {
        var place = Array.BinarySearch(sorted, length);
        // The text itself is one of its length: another one must be there too.
        if ((place > 0 && sorted[place - 1] == length) || (place + 1 < sorted.Length && sorted[place + 1] == length))
        {
            return 1;
        }
        var below = place > 0 ? sorted[place - 1] : int.MinValue;
        var above = place + 1 < sorted.Length ? sorted[place + 1] : int.MaxValue;
        var isBelow = below != int.MinValue && (above == int.MaxValue || length - below <= above - length);
        return isBelow ? 1 : Math.Exp(1 - ((double)above / length));
    }

    // The highest count of an n-gram in a text, that text, and the highest in any other.
    private struct Best
    {
        private int _first;
        private int _text;
        private int _second;

        public void Add(int count, int text)
        {
            if (count > _first)
            {
                (_second, _first, _text) = (_first, count, text);
            }
            else
            {
                _second = Math.Max(_second, count);
            }
        }

        public readonly int WithoutText(int text) => text == _text ? _second : _first;
    }
}
