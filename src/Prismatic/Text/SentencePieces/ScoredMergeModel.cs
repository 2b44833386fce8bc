using Prismatic.Text.Pipeline;

namespace Prismatic.Text.SentencePieces;

/// <summary>
/// Byte-pair encoding of SentencePiece: of all neighbours that make a piece together, those with the highest score join first.
/// </summary>
internal sealed class ScoredMergeModel : ITokenModel
{
    private readonly Dictionary<string, int> _merged = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byText;
    private readonly IReadOnlyList<ScoredPiece> _pieces;
    private readonly SortedPieces _symbols;
    private readonly PieceFallback _fallback;
    private readonly int _longest;

    /// <summary>Orders the pieces.</summary>
    /// <param name="pieces">All pieces, id by place.</param>
    /// <param name="vocabulary">The same; what text may not become is reserved.</param>
    /// <param name="symbols">Pieces that are cut out before anything is joined.</param>
    /// <param name="fallback">What becomes of letters without a piece.</param>
    public ScoredMergeModel(
        IReadOnlyList<ScoredPiece> pieces,
        Vocabulary vocabulary,
        SortedPieces symbols,
        PieceFallback fallback
    )
    {
        (_pieces, _symbols, _fallback) = (pieces, symbols, fallback);
        foreach (var (piece, id) in vocabulary.Pieces)
        {
            if (vocabulary.Find(piece) >= 0)
            {
                _merged.Add(piece, id);
                _longest = Math.Max(_longest, piece.Length);
            }
        }
        _byText = _merged.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public void Encode(string piece, List<int> ids)
    {
        var run = new Run(this, piece);
        run.Join();
        run.Write(ids);
    }

    // One text: where its symbols start and end, their neighbours, and what may be joined next.
    private sealed class Run
    {
        private readonly ScoredMergeModel _model;
        private readonly string _text;
        private readonly List<(int Start, int Length, bool Frozen)> _symbols = [];
        private readonly int[] _next;
        private readonly int[] _previous;
        private readonly PriorityQueue<(int Left, int Right, int Length), (float Score, int Left)> _queue = new(
            Comparer<(float Score, int Left)>.Create(
                static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Left.CompareTo(b.Left)
            )
        );

        // How pieces that are no longer used came about, to take them apart again.
        private readonly Dictionary<string, (int Start, int Left, int Right)> _unused = [];

        public Run(ScoredMergeModel model, string text)
        {
            (_model, _text) = (model, text);
            var found = new List<(int Length, int Value)>();
            for (var at = 0; at < text.Length; at += _symbols[^1].Length)
            {
                model._symbols.Prefixes(text.AsSpan(at), found);
                var sign = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
                _symbols.Add(found.Count > 0 ? (at, found[^1].Length, true) : (at, sign, false));
            }
            (_next, _previous) = (new int[_symbols.Count], new int[_symbols.Count]);
            for (var i = 0; i < _symbols.Count; i++)
            {
                (_previous[i], _next[i]) = (i - 1, i + 1 < _symbols.Count ? i + 1 : -1);
            }
        }

        public void Join()
        {
            for (var i = 0; i + 1 < _symbols.Count; i++)
            {
                Offer(i, i + 1);
            }
            while (_queue.TryDequeue(out var pair, out _))
            {
                var (left, right) = (_symbols[pair.Left], _symbols[pair.Right]);
                if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != pair.Length)
                {
                    continue;
                }
                _symbols[pair.Left] = left with { Length = pair.Length };
                _symbols[pair.Right] = right with { Length = 0 };
                _next[pair.Left] = _next[pair.Right];
                if (_next[pair.Right] >= 0)
                {
                    _previous[_next[pair.Right]] = pair.Left;
                    Offer(pair.Left, _next[pair.Left]);
                }
                if (_previous[pair.Left] >= 0)
                {
                    Offer(_previous[pair.Left], pair.Left);
                }
            }
        }

        public void Write(List<int> ids)
        {
            var unknown = false;
            for (var i = 0; i >= 0 && i < _symbols.Count; i = _next[i])
            {
                Write(_symbols[i].Start, _symbols[i].Length, ids, ref unknown);
            }
        }

        private void Offer(int left, int right)
        {
            var (a, b) = (_symbols[left], _symbols[right]);
            var length = a.Length + b.Length;
            if (a.Frozen || b.Frozen || length > _model._longest)
            {
                return;
            }
            var text = _text.AsSpan(a.Start, length);
            if (!_model._byText.TryGetValue(text, out var id))
            {
                return;
            }
            _queue.Enqueue((left, right, length), (_model._pieces[id].Score, left));
            if (_model._pieces[id].Kind == PieceKind.Unused)
            {
                _unused[text.ToString()] = (a.Start, a.Length, b.Length);
            }
        }

        private void Write(int start, int length, List<int> ids, ref bool unknown)
        {
            var text = _text.AsSpan(start, length);
            if (!_model._byText.TryGetValue(text, out var id))
            {
                _model._fallback.Write(text, ids, ref unknown);
                return;
            }
            if (_model._pieces[id].Kind == PieceKind.Unused && _unused.TryGetValue(text.ToString(), out var parts))
            {
                // Each part is shorter, so this ends; the depth is bound by the longest piece.
                Write(parts.Start, parts.Left, ids, ref unknown);
                Write(parts.Start + parts.Left, parts.Right, ids, ref unknown);
                return;
            }
            ids.Add(id);
            unknown = false;
        }
    }
}
