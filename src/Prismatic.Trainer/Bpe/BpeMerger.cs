namespace Prismatic.Trainer.Bpe;

/// <summary>The merging loop of <see cref="BpeTrainer"/>: pair counts, where pairs occur, and a lazy priority queue.</summary>
internal sealed class BpeMerger
{
    private readonly List<(int[] Ids, long Count)> _words;
    private readonly int _size;
    private readonly List<byte[]> _pieces = [];
    private readonly Dictionary<string, int> _idOf = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Left, int Right), long> _pairs = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];
    private readonly PriorityQueue<(int Left, int Right, long Count), (long, int, int)> _queue = new();

    public BpeMerger(List<(int[] Ids, long Count)> words, int size)
    {
        _words = words;
        _size = size;
        for (var value = 0; value < 256; value++)
        {
            AddPiece([(byte)value]);
        }

        for (var word = 0; word < words.Count; word++)
        {
            CountWord(word, 1);
        }

        foreach (var (pair, count) in _pairs)
        {
            Push(pair, count);
        }
    }

    public IReadOnlyList<byte[]> Run(CancellationToken cancellationToken)
    {
        while (_pieces.Count < _size && _queue.TryDequeue(out var top, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pair = (top.Left, top.Right);
            // Counts fall while a pair waits in the queue; a stale entry goes back with its true count.
            if (!_pairs.TryGetValue(pair, out var count) || count < 2)
            {
                continue;
            }

            if (count != top.Count)
            {
                Push(pair, count);
                continue;
            }

            byte[] bytes = [.. _pieces[pair.Left], .. _pieces[pair.Right]];
            // Two pairs can spell the same bytes: the second joins the piece that exists.
            Merge(pair, _idOf.TryGetValue(Convert.ToHexString(bytes), out var known) ? known : AddPiece(bytes));
        }

        return _pieces;
    }

    private void Merge((int Left, int Right) pair, int id)
    {
        var touched = new HashSet<(int, int)>();
        var places = _places[pair].ToArray();
        foreach (var word in places)
        {
            CountWord(word, -1);
            var ids = _words[word].Ids;
            var merged = new List<int>(ids.Length);
            for (var i = 0; i < ids.Length; i++)
            {
                if (i + 1 < ids.Length && ids[i] == pair.Left && ids[i + 1] == pair.Right)
                {
                    merged.Add(id);
                    i++;
                }
                else
                {
                    merged.Add(ids[i]);
                }
            }

            _words[word] = ([.. merged], _words[word].Count);
            CountWord(word, 1);
            for (var i = 0; i + 1 < merged.Count; i++)
            {
                if (merged[i] == id || merged[i + 1] == id)
                {
                    touched.Add((merged[i], merged[i + 1]));
                }
            }
        }

        _pairs.Remove(pair);
        _places.Remove(pair);
        foreach (var changed in touched)
        {
            if (_pairs.TryGetValue(changed, out var count))
            {
                Push(changed, count);
            }
        }
    }

    private void CountWord(int word, int sign)
    {
        var (ids, count) = _words[word];
        for (var i = 0; i + 1 < ids.Length; i++)
        {
            var pair = (ids[i], ids[i + 1]);
            _pairs.TryGetValue(pair, out var before);
            _pairs[pair] = before + (sign * count);
            if (sign > 0)
            {
                if (!_places.TryGetValue(pair, out var set))
                {
                    _places[pair] = set = [];
                }

                set.Add(word);
            }
            else if (_places.TryGetValue(pair, out var set))
            {
                set.Remove(word);
            }
        }
    }

    private int AddPiece(byte[] bytes)
    {
        _pieces.Add(bytes);
        _idOf[Convert.ToHexString(bytes)] = _pieces.Count - 1;
        return _pieces.Count - 1;
    }

    private void Push((int Left, int Right) pair, long count) =>
        _queue.Enqueue((pair.Left, pair.Right, count), (-count, pair.Left, pair.Right));
}
