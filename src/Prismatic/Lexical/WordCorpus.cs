namespace Prismatic.Lexical;

/// <summary>Texts as words, words as numbers: 4 bytes a word, one string for each word that occurs.</summary>
public sealed class WordCorpus
{
    private readonly int[] _words;
    private readonly int[] _starts;

    private WordCorpus(int[] words, int[] starts, IReadOnlyList<string> vocabulary, string tokens)
    {
        (_words, _starts, Vocabulary, Tokens) = (words, starts, vocabulary, tokens);
    }

    /// <summary>The words, by number, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>How texts were cut into words, as reports say it.</summary>
    public string Tokens { get; }

    /// <summary>Texts.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Words of all texts.</summary>
    public int WordCount => _words.Length;

    /// <summary>Numbers of a text's words, in order.</summary>
    public ReadOnlySpan<int> this[int text] => _words.AsSpan(_starts[text], _starts[text + 1] - _starts[text]);

    internal ReadOnlySpan<int> Words => _words;

    internal ReadOnlySpan<int> Starts => _starts;

    /// <summary>Cut at white space, as Python's <c>split()</c> does; nothing else is changed.</summary>
    public static WordCorpus OfWords(IReadOnlyList<string> texts) =>
        Build(texts, "words between white space", (text, add) => Cut(text, char.IsWhiteSpace, add));

    /// <summary>Runs of letters and digits in lower case, as ROUGE takes them, in any script.</summary>
    /// <remarks>On ASCII the same as Google's scorer; that one drops all other letters.</remarks>
    public static WordCorpus OfLetters(IReadOnlyList<string> texts) =>
        Build(
            texts,
            "runs of letters and digits in lower case",
            (text, add) => Cut(text.ToLowerInvariant(), c => !IsPartOfWord(c), add)
        );

    // All texts one after the other, cut at single spaces: what the n-gram diversity of the diversity package counts.
    internal static WordCorpus OfJoined(IReadOnlyList<string> texts)
    {
        var corpus = Build(texts, "words between single spaces, texts joined", CutAtSpaces);
        return new WordCorpus(corpus._words, [0, corpus._words.Length], corpus.Vocabulary, corpus.Tokens);
    }

    /// <summary>Some of the texts, in the order given.</summary>
    public WordCorpus Select(IReadOnlyList<int> texts)
    {
        var starts = new int[texts.Count + 1];
        var words = new int[texts.Sum(t => _starts[t + 1] - _starts[t])];
        for (var i = 0; i < texts.Count; i++)
        {
            this[texts[i]].CopyTo(words.AsSpan(starts[i]));
            starts[i + 1] = starts[i] + this[texts[i]].Length;
        }
        return new WordCorpus(words, starts, Vocabulary, Tokens);
    }

    private static WordCorpus Build(IReadOnlyList<string> texts, string tokens, Action<string, AddWord> cut)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var vocabulary = new List<string>();
        var words = new List<int>();
        var starts = new int[texts.Count + 1];
        for (var i = 0; i < texts.Count; i++)
        {
            cut(texts[i], Add);
            starts[i + 1] = words.Count;
        }
        return new WordCorpus([.. words], starts, vocabulary, tokens);

        void Add(ReadOnlySpan<char> word)
        {
            if (!lookup.TryGetValue(word, out var number))
            {
                number = vocabulary.Count;
                vocabulary.Add(word.ToString());
                numbers.Add(vocabulary[number], number);
            }
            words.Add(number);
        }
    }

    private static void Cut(string text, Predicate<char> isBetween, AddWord add)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || isBetween(text[i]))
            {
                if (start >= 0)
                {
                    add(text.AsSpan(start, i - start));
                }
                start = -1;
            }
            else if (start < 0)
            {
                start = i;
            }
        }
    }

    private static void CutAtSpaces(string text, AddWord add)
    {
        foreach (var range in text.AsSpan().Split(' '))
        {
            add(text.AsSpan()[range]);
        }
    }

    private static bool IsPartOfWord(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private delegate void AddWord(ReadOnlySpan<char> word);
}
