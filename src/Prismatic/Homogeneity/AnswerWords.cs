using Prismatic.Lexical;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Answers and prompts as words (runs of letters and digits in lower case), and as hashes of runs of so many words.</summary>
internal sealed class AnswerWords
{
    /// <summary>Words of a phrase that are shown; where answers share more, the rest is passed over.</summary>
    public const int LongestPhrase = 40;

    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;
    private const int MostWordsOfAnswer = 20_000;
    private readonly AnswerTable _table;
    private readonly WordCorpus _corpus;
    private readonly int _length;
    private readonly bool[] _isSearched;

    public AnswerWords(AnswerTable table, HomogeneityOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PhraseWords, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EdgeWords, 1);
        (_table, _length) = (table, options.PhraseWords);
        _corpus = WordCorpus.OfLetters([.. table.Set.Responses.Select(r => r.Text), .. table.Set.Prompts]);
        _isSearched = new bool[table.Set.Responses.Count];
        Searched = Sample(options);
    }

    /// <summary>Prompts whose answers are searched for phrases, ascending: all, or a seeded part where there are too many words.</summary>
    public IReadOnlyList<int> Searched { get; }

    /// <summary>Answers to these that are searched.</summary>
    public int AnswersSearched => _isSearched.Count(isSearched => isSearched);

    /// <summary>Words of an answer.</summary>
    public ReadOnlySpan<int> Of(int answer) => _corpus[answer];

    /// <summary>Words as text.</summary>
    public string Text(ReadOnlySpan<int> words) => string.Join(' ', words.ToArray().Select(w => _corpus.Vocabulary[w]));

    /// <summary>Hashes of all runs of words of an answer, by their first word; none of one that is not searched.</summary>
    public ulong[] Runs(int answer) => _isSearched[answer] ? Runs(Start(answer), _length) : [];

    /// <summary>Those of a prompt: what an answer takes from there is not its own.</summary>
    public HashSet<ulong> RunsOfPrompt(int prompt) => [.. Runs(_corpus[_table.Set.Responses.Count + prompt], _length)];

    /// <summary>
    /// Takes phrases in order and leaves out those that overlap one already taken by all but one word of a run, since they are the same
    /// phrase seen one word later.
    /// </summary>
    public IEnumerable<T> WithoutOverlap<T>(IEnumerable<T> phrases, Func<T, (int Answer, int Start, int Words)> place)
    {
        var taken = new HashSet<ulong>();
        foreach (var phrase in phrases)
        {
            var (answer, start, words) = place(phrase);
            var parts = Runs(_corpus[answer].Slice(start, words), _length - 1);
            if (!parts.Any(taken.Contains))
            {
                taken.UnionWith(parts);
                yield return phrase;
            }
        }
    }

    // Different runs share 64 bits with a chance below 1e-6 in five million.
    private static ulong[] Runs(ReadOnlySpan<int> words, int length)
    {
        if (words.Length < length)
        {
            return [];
        }
        var runs = new ulong[words.Length - length + 1];
        for (var i = 0; i < runs.Length; i++)
        {
            var hash = (ulong)length;
            foreach (var word in words.Slice(i, length))
            {
                hash = Pcg32.Hash(hash * Prime, (uint)word);
            }
            runs[i] = hash;
        }
        return runs;
    }

    private ReadOnlySpan<int> Start(int answer)
    {
        var words = _corpus[answer];
        return words[..Math.Min(words.Length, MostWordsOfAnswer)];
    }

    private int[] Sample(HomogeneityOptions options)
    {
        var prompts = Enumerable.Range(0, _table.Set.Prompts.Count).Where(p => _table.OfPrompt(p).Length > 0);
        var (searched, all) = (new List<int>(), 0L);
        foreach (var prompt in prompts.OrderBy(prompt => Pcg32.Hash(options.Seed, (ulong)prompt)))
        {
            if (all >= options.MostPhraseWords)
            {
                break;
            }
            searched.Add(prompt);
            // A prompt is searched whole, unless it is too much by itself.
            var own = 0L;
            var answers = _table.AnswersTo(prompt);
            foreach (var answer in answers.OrderBy(answer => Pcg32.Hash(options.Seed, (ulong)answer)))
            {
                _isSearched[answer] = own < options.MostPhraseWords;
                own += Start(answer).Length;
            }
            all += own;
        }
        searched.Sort();
        return [.. searched];
    }
}
