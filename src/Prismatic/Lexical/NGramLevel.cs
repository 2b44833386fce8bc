using System.Runtime.CompilerServices;

namespace Prismatic.Lexical;

/// <summary>
/// The n-grams of a corpus as numbers, one for each place where one begins, texts taken as one after the other: made of those
/// one word shorter, so that two places have one number exactly where their words are the same.
/// </summary>
internal sealed class NGramLevel
{
    private readonly WordCorpus _corpus;
    private readonly int[] _numbers;
    private readonly int[] _counts;

    private NGramLevel(WordCorpus corpus, int length, int[] numbers, int[] counts)
    {
        (_corpus, Length, _numbers, _counts) = (corpus, length, numbers, counts);
        Count();
    }

    /// <summary>Words of an n-gram.</summary>
    public int Length { get; }

    /// <summary>All numbers lie in [0, this).</summary>
    public int NumberBound => _counts.Length;

    /// <summary>Share of different n-grams among those within texts; 0 where there are none.</summary>
    public double Distinct { get; private set; }

    /// <summary>The same with n-grams that run from one text into the next.</summary>
    public double DistinctAcross { get; private set; }

    /// <summary>The numbers of a text's n-grams, in order.</summary>
    public ReadOnlySpan<int> this[int text]
    {
        get
        {
            var start = _corpus.Starts[text];
            var count = Math.Max(0, _corpus.Starts[text + 1] - start - Length + 1);
            return count == 0 ? [] : _numbers.AsSpan(start, count);
        }
    }

    /// <summary>The n-grams of 1 to so many words.</summary>
    public static IReadOnlyList<NGramLevel> UpTo(WordCorpus corpus, int longest)
    {
        var numbers = corpus.Words.ToArray();
        var levels = new List<NGramLevel> { new(corpus, 1, numbers, Counts(numbers, corpus.Vocabulary.Count)) };
        while (levels.Count < longest)
        {
            levels.Add(levels[^1].Longer());
        }
        return levels;
    }

    /// <summary>N-grams one word longer.</summary>
    // One loop over all words: it would be over before the runtime replaced its first, slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private NGramLevel Longer()
    {
        var (numbers, counts) = (_numbers, _counts);
        var words = _corpus.Words;
        var longer = new int[Math.Max(0, numbers.Length - 1)];
        // What holds something that occurs once occurs once: only the rest has to be looked up.
        var most = 0;
        for (var place = 0; place < longer.Length; place++)
        {
            most += counts[numbers[place]] > 1 && counts[numbers[place + 1]] > 1 ? 1 : 0;
        }
        var known = new PairNumbers(most);
        for (var place = 0; place < longer.Length; place++)
        {
            longer[place] =
                counts[numbers[place]] > 1 && counts[numbers[place + 1]] > 1
                    ? known.Of(numbers[place], words[place + Length])
                    : known.OfUnique();
        }
        return new NGramLevel(_corpus, Length + 1, longer, Counts(longer, known.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Counts(int[] numbers, int bound)
    {
        var counts = new int[bound];
        foreach (var number in numbers)
        {
            counts[number]++;
        }
        return counts;
    }

    // A selection of texts may lack words of the vocabulary, and n-grams across texts may be found nowhere else.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count()
    {
        var across = 0;
        foreach (var count in _counts)
        {
            across += count > 0 ? 1 : 0;
        }
        var seen = new bool[_counts.Length];
        var (unique, total) = (0, 0);
        for (var text = 0; text < _corpus.Count; text++)
        {
            var numbers = this[text];
            total += numbers.Length;
            foreach (var number in numbers)
            {
                unique += seen[number] ? 0 : 1;
                seen[number] = true;
            }
        }
        Distinct = total == 0 ? 0 : (double)unique / total;
        DistinctAcross = _numbers.Length == 0 ? 0 : (double)across / _numbers.Length;
    }
}
