using System.Collections.Concurrent;
using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>What a WordPiece model does beside looking for pieces.</summary>
/// <param name="Unknown">Id of a word that is not made of pieces.</param>
/// <param name="Prefix">Begins the name of every piece that is not at the start of a word.</param>
/// <param name="LongestWord">Words of more signs than this are unknown.</param>
internal sealed record WordPieceRules(int Unknown, string Prefix, int LongestWord);

/// <summary>WordPiece (Schuster and Nakajima 2012; BERT): of each word the longest piece, then the longest of the rest.</summary>
/// <remarks>A word is unknown as a whole where one place of it has no piece. Linear in a word's length times that of its pieces.</remarks>
internal sealed class WordPieceModel : ITokenModel
{
    private const int LongestKept = 48;
    private const int MostKept = 1 << 16;
    private readonly WordPieceRules _rules;
    private readonly SortedPieces _starts;
    private readonly SortedPieces _rest;
    private readonly ConcurrentDictionary<string, int[]> _kept = new(StringComparer.Ordinal);
    private int _keptCount;

    /// <summary>Orders the pieces.</summary>
    /// <param name="vocabulary">Pieces; control pieces are already reserved.</param>
    /// <param name="rules">The rest.</param>
    public WordPieceModel(Vocabulary vocabulary, WordPieceRules rules)
    {
        _rules = rules;
        var pieces = vocabulary.Pieces.Where(pair => vocabulary.Find(pair.Key) >= 0).ToList();
        _starts = new SortedPieces(pieces);
        _rest =
            rules.Prefix.Length == 0
                ? _starts
                : new SortedPieces(
                    pieces
                        .Where(pair => pair.Key.StartsWith(rules.Prefix, StringComparison.Ordinal))
                        .Select(pair => KeyValuePair.Create(pair.Key[rules.Prefix.Length..], pair.Value))
                );
    }

    /// <inheritdoc/>
    public void Encode(string piece, List<int> ids)
    {
        if (piece.Length > LongestKept)
        {
            ids.AddRange(Cut(piece));
            return;
        }
        if (!_kept.TryGetValue(piece, out var found))
        {
            found = Cut(piece);
            if (_keptCount < MostKept && _kept.TryAdd(piece, found))
            {
                Interlocked.Increment(ref _keptCount);
            }
        }
        ids.AddRange(found);
    }

    private int[] Cut(string word)
    {
        if (IsTooLong(word))
        {
            return [_rules.Unknown];
        }
        var ids = new List<int>();
        var found = new List<(int Length, int Value)>();
        for (var at = 0; at < word.Length; )
        {
            (at == 0 ? _starts : _rest).Prefixes(word.AsSpan(at), found);
            if (found.Count == 0)
            {
                return [_rules.Unknown];
            }
            var (length, id) = found[^1];
            ids.Add(id);
            at += length;
        }
        return [.. ids];
    }

    private bool IsTooLong(string word)
    {
        if (word.Length <= _rules.LongestWord)
        {
            return false;
        }
        var signs = 0;
        foreach (var letter in word)
        {
            signs += char.IsLowSurrogate(letter) ? 0 : 1;
        }
        return signs > _rules.LongestWord;
    }
}
