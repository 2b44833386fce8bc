namespace Prismatic.Text.Pipeline;

/// <summary>The merging of one word: a linked list of symbols and a heap of the merges that may come next.</summary>
internal sealed class BytePairMerging
{
    private readonly int[] _symbols;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _merges;

    // By rank, then by place: the merge learnt first, and of those the leftmost.
    private readonly PriorityQueue<(int At, int Id), long> _heap = new();

    public BytePairMerging(int[] symbols, Dictionary<(int Left, int Right), (int Rank, int Id)> merges)
    {
        (_symbols, _merges) = (symbols, merges);
        _next = new int[symbols.Length];
        _previous = new int[symbols.Length];
        for (var i = 0; i < symbols.Length; i++)
        {
            (_previous[i], _next[i]) = (i - 1, i + 1 < symbols.Length ? i + 1 : -1);
        }
    }

    /// <summary>The symbols that are left when nothing can be merged.</summary>
    public int[] Run()
    {
        for (var at = 0; at + 1 < _symbols.Length; at++)
        {
            Offer(at);
        }
        while (_heap.TryDequeue(out var merge, out _))
        {
            var (at, id) = merge;
            var right = _symbols[at] < 0 ? -1 : _next[at];
            // The neighbours may have changed; like the reference, a pair that makes the same piece will do.
            if (right < 0 || !_merges.TryGetValue((_symbols[at], _symbols[right]), out var now) || now.Id != id)
            {
                continue;
            }
            _symbols[at] = id;
            _symbols[right] = -1;
            _next[at] = _next[right];
            if (_next[at] >= 0)
            {
                _previous[_next[at]] = at;
                Offer(at);
            }
            if (_previous[at] >= 0)
            {
                Offer(_previous[at]);
            }
        }
        return [.. _symbols.Where(symbol => symbol >= 0)];
    }

    private void Offer(int at)
    {
        if (_merges.TryGetValue((_symbols[at], _symbols[_next[at]]), out var merge))
        {
            _heap.Enqueue((at, merge.Id), ((long)merge.Rank << 32) | (uint)at);
        }
    }
}
