namespace Prismatic.Duplicates;

/// <summary>
/// Shingles of candidates that later ones are compared with, found by their buckets. A set goes when the last row of its last bucket
/// was seen.
/// </summary>
/// <param name="buckets">How many rows each bucket will see.</param>
/// <param name="most">Most bytes of shingles held.</param>
internal sealed class HeldSets(int[] buckets, long most)
{
    // An array has a header of 24 bytes; a set takes 12 in the lists.
    private const int Overhead = 40;
    private readonly int[] _left = buckets;
    private readonly int[] _latest = new int[buckets.Length];
    private readonly int[] _counts = new int[buckets.Length];
    private readonly List<ulong> _links = [0];
    private readonly List<ulong[]?> _sets = [];
    private readonly List<int> _candidates = [];
    private readonly List<int> _stamps = [];
    private readonly List<int> _uses = [];
    private readonly List<int> _found = [];
    private long _bytes;

    /// <summary>Sets held for a bucket.</summary>
    public int CountOf(int bucket) => _counts[bucket];

    /// <summary>Whether another row of a bucket is still to come.</summary>
    public bool IsNeeded(int bucket) => _left[bucket] > 0;

    /// <summary>The shingles of a held set.</summary>
    public ReadOnlySpan<ulong> Shingles(int set) => _sets[set];

    /// <summary>The candidate a held set belongs to.</summary>
    public int Candidate(int set) => _candidates[set];

    /// <summary>Holds a candidate's shingles.</summary>
    /// <returns>Number of the set; -1 where no memory is left for it.</returns>
    public int Hold(int candidate, ReadOnlySpan<ulong> shingles)
    {
        var size = SizeOf(shingles.Length);
        if (_bytes + size > most)
        {
            return -1;
        }
        _bytes += size;
        _sets.Add(shingles.ToArray());
        _candidates.Add(candidate);
        _stamps.Add(-1);
        _uses.Add(0);
        return _sets.Count - 1;
    }

    /// <summary>Makes a held set one of those of a bucket.</summary>
    public void Put(int set, int bucket)
    {
        _links.Add(((ulong)_latest[bucket] << 32) | (uint)set);
        _latest[bucket] = _links.Count - 1;
        _counts[bucket]++;
        _uses[set]++;
    }

    /// <summary>The sets of these buckets, each once; valid until the next call.</summary>
    /// <param name="buckets">Those of one candidate.</param>
    /// <param name="candidate">Another one at each call.</param>
    public List<int> Of(ReadOnlySpan<int> buckets, int candidate)
    {
        _found.Clear();
        foreach (var bucket in buckets)
        {
            for (var link = _latest[bucket]; link > 0; link = (int)(_links[link] >> 32))
            {
                var set = (int)(uint)_links[link];
                if (_stamps[set] != candidate)
                {
                    _stamps[set] = candidate;
                    _found.Add(set);
                }
            }
        }
        return _found;
    }

    /// <summary>One row of these buckets was compared; sets that no later row needs go.</summary>
    public void Seen(ReadOnlySpan<int> buckets)
    {
        foreach (var bucket in buckets)
        {
            if (--_left[bucket] > 0)
            {
                continue;
            }
            for (var link = _latest[bucket]; link > 0; link = (int)(_links[link] >> 32))
            {
                var set = (int)(uint)_links[link];
                if (--_uses[set] == 0)
                {
                    _bytes -= SizeOf(_sets[set]!.Length);
                    _sets[set] = null;
                }
            }
            _latest[bucket] = 0;
        }
    }

    private static long SizeOf(int shingles) => (shingles * (long)sizeof(ulong)) + Overhead;
}
