using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>How a unigram model treats what has no piece, and how it adds.</summary>
/// <param name="Unknown">Id for signs without a piece.</param>
/// <param name="UnknownScore">Score of such a sign.</param>
/// <param name="ByteFallback">Whether those become pieces of their bytes.</param>
/// <param name="SinglePrecision">Whether sums are kept in 32 bits, as SentencePiece itself does.</param>
internal sealed record UnigramRules(int Unknown, double UnknownScore, bool ByteFallback, bool SinglePrecision);

/// <summary>Unigram language model (Kudo 2018): the cut of a text into pieces with the greatest sum of scores.</summary>
internal sealed class UnigramModel : ITokenModel
{
    /// <summary>What the reference takes off the lowest score for a sign without a piece.</summary>
    public const double UnknownPenalty = 10;
    private readonly Vocabulary _vocabulary;
    private readonly SortedPieces _pieces;
    private readonly double[] _scores;
    private readonly UnigramRules _rules;

    /// <summary>Takes the pieces.</summary>
    /// <param name="vocabulary">All pieces.</param>
    /// <param name="pieces">Those that text may become.</param>
    /// <param name="scores">Natural logarithms of probabilities, by id.</param>
    /// <param name="rules">The rest.</param>
    public UnigramModel(Vocabulary vocabulary, SortedPieces pieces, double[] scores, UnigramRules rules) =>
        (_vocabulary, _pieces, _scores, _rules) = (vocabulary, pieces, scores, rules);

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
                Offer(best, at, at + sign, _rules.UnknownScore, _rules.Unknown);
            }
            at += sign;
        }
        Trace(piece, best, ids);
    }

    private void Offer((double Score, int Start, int Id)[] best, int from, int to, double score, int id)
    {
        var sum = best[from].Score + score;
        // The reference adds the score of the unknown in 32 bits, those of pieces in 64, and keeps 32: equal ways turn on it.
        sum = _rules.SinglePrecision && id == _rules.Unknown ? (float)sum : sum;
        if (best[to].Start < 0 || sum > best[to].Score)
        {
            best[to] = (_rules.SinglePrecision ? (float)sum : sum, from, id);
        }
    }

    private void Trace(string piece, (double Score, int Start, int Id)[] best, List<int> ids)
    {
        var reversed = new List<(int Start, int End, int Id)>();
        for (var end = piece.Length; end > 0; end = best[end].Start)
        {
            var (_, start, id) = best[end];
            // Neighbours without a piece count as one.
            if (id == _rules.Unknown && reversed.Count > 0 && reversed[^1].Id == _rules.Unknown)
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
            var bytes = id == _rules.Unknown && _rules.ByteFallback ? Encoding.UTF8.GetBytes(piece[start..end]) : null;
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
