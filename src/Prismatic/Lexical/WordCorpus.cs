using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Prismatic.Lexical;

/// <summary>Texts as words, words as numbers: 4 bytes a word, one string for each word that occurs.</summary>
public sealed class WordCorpus
{
    private static readonly Lazy<bool[]> BetweenWords = new(() => Table(IsWhiteSpace));
    private static readonly Lazy<bool[]> BetweenLetters = new(() => Table(c => !IsPartOfWord(c)));
    private static readonly Lazy<bool[]> Spaces = new(() => Table(c => c == ' '));

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

    // Nothing but single spaces stands between words: cut at single spaces, the texts give the same words.
    private bool HasSingleSpacesOnly { get; init; }

    /// <summary>Cut at white space, as Python's <c>split()</c> does; nothing else is changed.</summary>
    public static WordCorpus OfWords(IReadOnlyList<string> texts) =>
        Build(texts, "words between white space", BetweenWords.Value);

    /// <summary>Runs of letters and digits in lower case, as ROUGE takes them, in any script.</summary>
    /// <remarks>On ASCII the same as Google's scorer; that one drops all other letters.</remarks>
    public static WordCorpus OfLetters(IReadOnlyList<string> texts) =>
        Build(
            [.. texts.Select(text => text.ToLowerInvariant())],
            "runs of letters and digits in lower case",
            BetweenLetters.Value
        );

    // All texts one after the other, cut at single spaces: what the n-gram diversity of the diversity package counts.
    internal static WordCorpus OfJoined(IReadOnlyList<string> texts, WordCorpus? words = null)
    {
        var cut = words is { HasSingleSpacesOnly: true }
            ? words
            : Build(texts, "words between single spaces, texts joined", Spaces.Value, keepsEmpty: true);
        return new WordCorpus(cut._words, [0, cut._words.Length], cut.Vocabulary, cut.Tokens);
    }

    /// <summary>A text's words, joined by single spaces.</summary>
    internal string Text(int text)
    {
        var result = new StringBuilder();
        foreach (var word in this[text])
        {
            result.Append(result.Length == 0 ? "" : " ").Append(Vocabulary[word]);
        }
        return result.ToString();
    }

    internal bool SharesWordsWith(WordCorpus other) => ReferenceEquals(_words, other._words);

    /// <summary>Some of the texts, in the order given.</summary>
    public WordCorpus Select(IReadOnlyList<int> texts) => Select(texts, long.MaxValue);

    /// <summary>Some of the texts, in the order given.</summary>
    /// <param name="texts">Which.</param>
    /// <param name="most">No further text is taken from so many words on, and the last one loses its end.</param>
    /// <param name="mostOfText">So many words of each text.</param>
    internal WordCorpus Select(IReadOnlyList<int> texts, long most, int mostOfText = int.MaxValue)
    {
        var starts = new List<int> { 0 };
        foreach (var text in texts)
        {
            if (starts[^1] >= most)
            {
                break;
            }
            starts.Add((int)Math.Min(most, (long)starts[^1] + Math.Min(this[text].Length, mostOfText)));
        }
        var words = new int[starts[^1]];
        for (var i = 0; i < starts.Count - 1; i++)
        {
            this[texts[i]][..(starts[i + 1] - starts[i])].CopyTo(words.AsSpan(starts[i]));
        }
        return new WordCorpus(words, [.. starts], Vocabulary, Tokens);
    }

    // One loop over all characters: it would be over before the runtime replaced its first, slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static WordCorpus Build(
        IReadOnlyList<string> texts,
        string tokens,
        bool[] isBetween,
        bool keepsEmpty = false
    )
    {
        var table = new WordTable();
        var words = new int[1024];
        var count = 0;
        var starts = new int[texts.Count + 1];
        var hasSingleSpacesOnly = true;
        for (var t = 0; t < texts.Count; t++)
        {
            var text = texts[t].AsSpan();
            var start = 0;
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && !isBetween[text[i]])
                {
                    continue;
                }
                if (i > start || keepsEmpty)
                {
                    if (count == words.Length)
                    {
                        Array.Resize(ref words, 2 * count);
                    }
                    words[count++] = table.Of(text[start..i]);
                }
                hasSingleSpacesOnly &= i > start && (i == text.Length || text[i] == ' ');
                start = i + 1;
            }
            starts[t + 1] = count;
        }
        Array.Resize(ref words, count);
        return new WordCorpus(words, starts, table.Words, tokens) { HasSingleSpacesOnly = hasSingleSpacesOnly };
    }

    private static bool[] Table(Predicate<char> isBetween)
    {
        var table = new bool[char.MaxValue + 1];
        for (var c = 0; c < table.Length; c++)
        {
            table[c] = isBetween((char)c);
        }
        return table;
    }

    // Python also cuts at the four separators of ASCII, U+001C to U+001F.
    private static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    private static bool IsPartOfWord(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
