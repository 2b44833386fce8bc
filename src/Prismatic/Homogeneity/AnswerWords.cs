using Prismatic.Lexical;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Answers and prompts as words (runs of letters and digits in lower case), and as hashes of runs of so many words.</summary>
internal sealed class AnswerWords
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;
    private readonly AnswerTable _table;
    private readonly WordCorpus _corpus;
    private readonly int _length;

    public AnswerWords(AnswerTable table, HomogeneityOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PhraseWords, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EdgeWords, 1);
        (_table, _length) = (table, options.PhraseWords);
        _corpus = WordCorpus.OfLetters([.. table.Set.Responses.Select(r => r.Text), .. table.Set.Prompts]);
        Searched = Sample(options);
    }

    /// <summary>Prompts whose answers are searched for phrases, ascending: all, or a seeded part where there are too many words.</summary>
    public IReadOnlyList<int> Searched { get; }

    /// <summary>Words of an answer.</summary>
    public ReadOnlySpan<int> Of(int answer) => _corpus[answer];

    /// <summary>Words as text.</summary>
    public string Text(ReadOnlySpan<int> words) => string.Join(' ', words.ToArray().Select(w => _corpus.Vocabulary[w]));

    /// <summary>Hashes of all runs of words of an answer, by their first word.</summary>
    public ulong[] Runs(int answer) => Runs(_corpus[answer], _length);

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

    private int[] Sample(HomogeneityOptions options)
    {
        var prompts = Enumerable.Range(0, _table.Set.Prompts.Count).Where(p => _table.OfPrompt(p).Length > 0);
        var words = 0L;
        return
        [
            .. prompts
                .OrderBy(prompt => Pcg32.Hash(options.Seed, (ulong)prompt))
                .TakeWhile(prompt =>
                {
                    var isWithin = words < options.MostPhraseWords;
                    words += _table.AnswersTo(prompt).Sum(answer => (long)_corpus[answer].Length);
                    return isWithin;
                })
                .Order(),
        ];
    }
}
