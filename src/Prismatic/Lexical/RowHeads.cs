using Prismatic.Numerics;

namespace Prismatic.Lexical;

/// <summary>
/// The beginnings of texts, copies taken together: what the searches for phrases and templates look at. Hashes tell words,
/// rows and runs of words apart in a way that does not depend on the order of texts.
/// </summary>
internal sealed class RowHeads
{
    /// <summary>Words of a text that are looked at.</summary>
    public const int MostWords = 256;

    private readonly WordCorpus _heads;
    private readonly ulong[] _wordHashes;

    private RowHeads(WordCorpus heads, int[] rowOfText, int[] copies, int[] firstText, ulong[] wordHashes)
    {
        (_heads, RowOfText, Copies, FirstText, _wordHashes) = (heads, rowOfText, copies, firstText, wordHashes);
        Hashes = [.. Enumerable.Range(0, heads.Count).Select(row => HashOf(heads[row]))];
    }

    /// <summary>One text a row.</summary>
    public WordCorpus Words => _heads;

    /// <summary>Different rows.</summary>
    public int Count => _heads.Count;

    /// <summary>The row of each text.</summary>
    public int[] RowOfText { get; }

    /// <summary>Texts of each row.</summary>
    public int[] Copies { get; }

    /// <summary>The first text of each row.</summary>
    public int[] FirstText { get; }

    /// <summary>A hash of each row's words.</summary>
    public ulong[] Hashes { get; }

    /// <summary>A row's words.</summary>
    public ReadOnlySpan<int> this[int row] => _heads[row];

    public static RowHeads Of(WordCorpus corpus)
    {
        ulong[] wordHashes = [.. corpus.Vocabulary.Select(HashOf)];
        var known = new Dictionary<ulong, List<int>>();
        var rowOfText = new int[corpus.Count];
        var (copies, firstText) = (new List<int>(), new List<int>());
        for (var text = 0; text < corpus.Count; text++)
        {
            var head = Head(corpus, text);
            var hash = HashOf(head, wordHashes);
            var rows = known.TryGetValue(hash, out var others) ? others : known[hash] = [];
            var row = -1;
            foreach (var other in rows)
            {
                row = Head(corpus, firstText[other]).SequenceEqual(head) ? other : row;
            }
            if (row < 0)
            {
                row = firstText.Count;
                rows.Add(row);
                firstText.Add(text);
                copies.Add(0);
            }
            copies[row]++;
            rowOfText[text] = row;
        }
        var heads = corpus.Select(firstText, long.MaxValue, MostWords);
        return new RowHeads(heads, rowOfText, [.. copies], [.. firstText], wordHashes);
    }

    /// <summary>A hash of some words.</summary>
    public ulong HashOf(ReadOnlySpan<int> words) => HashOf(words, _wordHashes);

    private static ReadOnlySpan<int> Head(WordCorpus corpus, int text)
    {
        var words = corpus[text];
        return words[..Math.Min(words.Length, MostWords)];
    }

    private static ulong HashOf(ReadOnlySpan<int> words, ulong[] wordHashes)
    {
        var hash = 0UL;
        foreach (var word in words)
        {
            hash = Pcg32.Hash(hash, wordHashes[word]);
        }
        return hash;
    }

    private static ulong HashOf(string word)
    {
        var hash = 0UL;
        foreach (var c in word)
        {
            hash = Pcg32.Hash(hash, c);
        }
        return hash;
    }
}
