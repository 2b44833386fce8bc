using System.Runtime.CompilerServices;

namespace Prismatic.Lexical;

/// <summary>
/// The n-grams of a corpus as numbers, one for each place where one begins: made of those one word shorter, so that two
/// places have one number exactly where their words are the same.
/// </summary>
internal sealed class NGramLevel
{
    /// <summary>No n-gram begins here: the text ends too soon.</summary>
    public const int None = -1;

    private readonly WordCorpus _corpus;
    private readonly int[] _numbers;

    private NGramLevel(WordCorpus corpus, int length, int[] numbers, int uniqueCount, int totalCount)
    {
        (_corpus, Length, _numbers, UniqueCount, TotalCount) = (corpus, length, numbers, uniqueCount, totalCount);
    }

    /// <summary>Words of an n-gram.</summary>
    public int Length { get; }

    /// <summary>Different n-grams.</summary>
    public int UniqueCount { get; }

    /// <summary>N-grams.</summary>
    public int TotalCount { get; }

    /// <summary>Share of different n-grams; 0 where there are none.</summary>
    public double Distinct => TotalCount == 0 ? 0 : (double)UniqueCount / TotalCount;

    /// <summary>The numbers of a text's n-grams, in order.</summary>
    public ReadOnlySpan<int> this[int text]
    {
        get
        {
            var start = _corpus.Starts[text];
            var count = Math.Max(0, _corpus.Starts[text + 1] - start - Length + 1);
            return _numbers.AsSpan(start, count);
        }
    }

    /// <summary>Single words.</summary>
    public static NGramLevel Words(WordCorpus corpus)
    {
        var numbers = corpus.Words.ToArray();
        return new NGramLevel(corpus, 1, numbers, Unique(numbers, corpus.Vocabulary.Count), numbers.Length);
    }

    /// <summary>N-grams one word longer.</summary>
    // One loop over all words: it would be over before the runtime replaced its first, slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public NGramLevel Longer()
    {
        var numbers = new int[_numbers.Length];
        Array.Fill(numbers, None);
        // An upper bound of what follows, so that the table never grows.
        var known = new PairNumbers(TotalCount);
        var total = 0;
        var words = _corpus.Words;
        for (var text = 0; text < _corpus.Count; text++)
        {
            var last = _corpus.Starts[text + 1] - Length;
            for (var place = _corpus.Starts[text]; place < last; place++)
            {
                numbers[place] = known.Of(_numbers[place], words[place + Length]);
                total++;
            }
        }
        return new NGramLevel(_corpus, Length + 1, numbers, known.Count, total);
    }

    // A selection of texts may lack words of the vocabulary.
    private static int Unique(int[] numbers, int bound)
    {
        var seen = new bool[bound];
        var count = 0;
        foreach (var number in numbers)
        {
            count += seen[number] ? 0 : 1;
            seen[number] = true;
        }
        return count;
    }
}
