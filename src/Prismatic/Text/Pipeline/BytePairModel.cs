using System.Collections.Concurrent;
using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>What a byte-pair model does beside merging.</summary>
/// <param name="Unknown">Id for signs without a piece; -1: they are left out, as the reference does.</param>
/// <param name="FuseUnknown">Whether neighbours without a piece share one id.</param>
/// <param name="ByteFallback">Whether signs without a piece become pieces of their bytes.</param>
/// <param name="IgnoreMerges">Whether a word that is a piece is taken whole.</param>
internal sealed record BytePairRules(int Unknown, bool FuseUnknown, bool ByteFallback, bool IgnoreMerges);

/// <summary>Byte-pair encoding by a list of merges (Sennrich et al. 2016), in the order of a heap: n log n in a word's length.</summary>
/// <remarks>
/// The runtime library's own BPE is not used: it is quadratic in a word's length, and knows neither byte fallback nor
/// ignored merges.
/// </remarks>
internal sealed class BytePairModel : ITokenModel
{
    private const int LongestKept = 48;
    private const int MostKept = 1 << 16;
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _merges;
    private readonly BytePairRules _rules;
    private readonly Dictionary<char, int> _letters = [];
    private readonly ConcurrentDictionary<string, int[]> _kept = new();
    private int _keptCount;

    /// <summary>Checks and orders the merges.</summary>
    /// <param name="vocabulary">Pieces; control pieces are already reserved.</param>
    /// <param name="merges">Pairs of pieces in the order of their merge.</param>
    /// <param name="rules">The rest.</param>
    public BytePairModel(Vocabulary vocabulary, IEnumerable<(string Left, string Right)> merges, BytePairRules rules)
    {
        (_vocabulary, _rules) = (vocabulary, rules);
        _merges = new Dictionary<(int, int), (int, int)>(vocabulary.Count);
        var rank = 0;
        foreach (var (left, right) in merges)
        {
            var (a, b, merged) = (vocabulary.FindAny(left), vocabulary.FindAny(right), left + right);
            if (a < 0 || b < 0 || vocabulary.FindAny(merged) is var id && id < 0)
            {
                throw TokenizerFault.Broken(
                    $"the merge '{left}' '{right}' names a piece that is not in the vocabulary"
                );
            }
            // A merge into a control piece would let text write it. A pair given twice keeps its last place.
            if (vocabulary.Find(merged) >= 0)
            {
                _merges[(a, b)] = (rank, id);
            }
            rank++;
        }
        foreach (var (piece, _) in vocabulary.Pieces)
        {
            if (piece.Length == 1)
            {
                _letters[piece[0]] = vocabulary.Find(piece);
            }
        }
    }

    /// <inheritdoc/>
    public void Encode(string piece, List<int> ids)
    {
        if (piece.Length > LongestKept)
        {
            ids.AddRange(Merge(piece));
            return;
        }
        if (!_kept.TryGetValue(piece, out var found))
        {
            found = Merge(piece);
            if (_keptCount < MostKept && _kept.TryAdd(piece, found))
            {
                Interlocked.Increment(ref _keptCount);
            }
        }
        ids.AddRange(found);
    }

    private int[] Merge(string piece)
    {
        if (_rules.IgnoreMerges && _vocabulary.Find(piece) is >= 0 and var whole)
        {
            return [whole];
        }
        var symbols = Signs(piece);
        return symbols.Count < 2 ? [.. symbols] : new BytePairMerging([.. symbols], _merges).Run();
    }

    private List<int> Signs(string piece)
    {
        var symbols = new List<int>(piece.Length);
        var pending = false;
        Span<byte> bytes = stackalloc byte[4];
        for (var at = 0; at < piece.Length; )
        {
            Rune.DecodeFromUtf16(piece.AsSpan(at), out var rune, out var length);
            var id =
                length == 1 ? _letters.GetValueOrDefault(piece[at], -1) : _vocabulary.Find(piece.Substring(at, length));
            at += length;
            if (id >= 0)
            {
                Flush();
                symbols.Add(id);
            }
            else if (_rules.ByteFallback && _vocabulary.ByteIds(bytes[..rune.EncodeToUtf8(bytes)]) is { } fallback)
            {
                symbols.AddRange(fallback);
            }
            else if (_rules.Unknown >= 0)
            {
                if (!_rules.FuseUnknown)
                {
                    Flush();
                }
                pending = true;
            }
        }
        Flush();
        return symbols;

        void Flush()
        {
            if (pending)
            {
                symbols.Add(_rules.Unknown);
                pending = false;
            }
        }
    }
}
