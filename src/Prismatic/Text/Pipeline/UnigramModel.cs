using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>Unigram language model (Kudo 2018): the cut of a text into pieces with the greatest sum of scores.</summary>
internal sealed class UnigramModel : ITokenModel
{
    // What the reference takes off the lowest score for a sign without a piece.
    private const double UnknownPenalty = 10;
    private readonly Vocabulary _vocabulary;
    private readonly SortedPieces _pieces;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly bool _byteFallback;

    /// <summary>Orders the pieces.</summary>
    /// <param name="vocabulary">Pieces; control pieces are already reserved.</param>
    /// <param name="scores">Natural logarithms of probabilities, by id.</param>
    /// <param name="unknown">Id for signs without a piece.</param>
    /// <param name="byteFallback">Whether those become pieces of their bytes.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknown, bool byteFallback)
    {
        (_vocabulary, _scores, _unknown, _byteFallback) = (vocabulary, scores, unknown, byteFallback);
        _pieces = new SortedPieces(vocabulary.Pieces.Where(pair => vocabulary.Find(pair.Key) >= 0));
        _unknownScore = scores.Min() - UnknownPenalty;
    }

    /// <inheritdoc/>
    public void Encode(string piece, List<int> ids)
    {
        var best = new (double Score, int Start, int Id)[piece.Length + 1];
        Array.Fill(best, (0, -1, 0), 1, piece.Length);
        var found = new List<(int Length, int Value)>();
        for (var at = 0; at < piece.Length; )
        {
            var sign = char.IsHighSurrogate(piece[at]) && at + 1 < piece.Length ? 2 : 1;
            _pieces.Prefixes(piece.AsSpan(at), found);
            var single = false;
            foreach (var (length, id) in found)
            {
                Offer(best, at, at + length, _scores[id], id);
                single |= length == sign;
            }
            if (!single)
            {
                Offer(best, at, at + sign, _unknownScore, _unknown);
            }
            at += sign;
        }
        Trace(piece, best, ids);
    }

    private static void Offer((double Score, int Start, int Id)[] best, int from, int to, double score, int id)
    {
        var sum = best[from].Score + score;
        if (best[to].Start < 0 || sum > best[to].Score)
        {
            best[to] = (sum, from, id);
        }
    }

    private void Trace(string piece, (double Score, int Start, int Id)[] best, List<int> ids)
    {
        var reversed = new List<(int Start, int End, int Id)>();
        for (var end = piece.Length; end > 0; end = best[end].Start)
        {
            var (_, start, id) = best[end];
            // Neighbours without a piece count as one.
            if (id == _unknown && reversed.Count > 0 && reversed[^1].Id == _unknown)
            {
                reversed[^1] = (start, reversed[^1].End, id);
            }
            else
            {
                reversed.Add((start, end, id));
            }
        }
        for (var i = reversed.Count - 1; i >= 0; i--)
        {
            var (start, end, id) = reversed[i];
            var bytes = id == _unknown && _byteFallback ? Encoding.UTF8.GetBytes(piece[start..end]) : null;
            if (bytes is not null && _vocabulary.ByteIds(bytes) is { } fallback)
            {
                ids.AddRange(fallback);
            }
            else
            {
                ids.Add(id);
            }
        }
    }
}
