namespace Prismatic.Duplicates;

/// <summary>
/// Rows of one set that another set holds too, by the kinds of <see cref="DuplicateSearch"/>: contamination of an evaluation set, or what a
/// branch shares with its base.
/// </summary>
/// <remarks>
/// After the sketches, one pass over the candidates of the other set, whose shingles are held, then one over those of the first. In a bucket of
/// p rows and q others at most 64 (p + q) pairs are compared, more in sets below 62,500 rows.
/// </remarks>
public sealed class OverlapSearch
{
    private const int TextsAtOnce = 256;
    private const byte None = 0;
    private readonly DuplicateOptions _options;
    private readonly CopyGroups _copies;
    private readonly BandBuckets _buckets;
    private readonly HeldSets _held;
    private readonly SetBatch _batch;
    private readonly int[] _sizes;
    private readonly int[] _otherSizes;
    private readonly byte[] _kinds;
    private readonly int[] _of;
    private readonly double[] _similarities;
    private readonly int _split;
    private readonly int _total;
    private readonly int _threads;
    private readonly int _firstOther;
    private readonly int _mostHeld;
    private long _compared;
    private int _cutShort;
    private int _nextOther;
    private int _next;

    /// <summary>Finds copies and candidates.</summary>
    /// <param name="sketch">Of the rows in question.</param>
    /// <param name="other">Of the set they are looked for in, made with the same options.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked often.</param>
    public OverlapSearch(
        DuplicateSketch sketch,
        DuplicateSketch other,
        int threads = 0,
        CancellationToken cancellation = default
    )
    {
        var joint = new DuplicateSketch(sketch.Options);
        joint.Append(sketch);
        joint.Append(other);
        (_options, _threads, _split, _total) = (sketch.Options, threads, sketch.Count, joint.Count);
        _mostHeld = _options.HeldOf(_total);
        var sorter = new RowSorter(_total);
        _copies = new CopyGroups(joint, sorter);
        (_kinds, _of, _similarities) = (new byte[_total], new int[_total], new double[_total]);
        FindCopies(_copies.Exact, DuplicateKind.Exact);
        var firstOthers = FindCopies(_copies.Normal, DuplicateKind.Normalised);
        var (isWanted, isOpen) = (new bool[_total], new bool[_total]);
        for (var row = 0; row < _total; row++)
        {
            // The first of its copies in its own set; that it has copies in the other set takes nothing from those nearly like it.
            var first = _copies.Normal[row];
            isWanted[row] = first == row || (row >= _split && first < _split && firstOthers[first] == row);
            isOpen[row] = isWanted[row] && _kinds[row] == None;
        }
        _buckets = new BandBuckets(joint, new BandRows(isWanted, isOpen, _split), sorter, cancellation);
        _firstOther = _nextOther = _buckets.Rows.Count(row => row < _split);
        (_sizes, _otherSizes) = (_buckets.Sizes(0, _firstOther), _buckets.Sizes(_firstOther, _buckets.Rows.Count));
        _held = new HeldSets([.. _sizes], _options.HeldBytes);
        _batch = new SetBatch(_options.ShingleWords);
        Candidates = [.. _buckets.Rows.Take(_firstOther)];
        OtherCandidates = [.. _buckets.Rows.Skip(_firstOther).Select(row => row - _split)];
    }

    /// <summary>Rows of the first set whose texts are needed a second time, ascending.</summary>
    public IReadOnlyList<int> Candidates { get; }

    /// <summary>Rows of the other set whose texts are needed a second time, ascending; before those of the first.</summary>
    public IReadOnlyList<int> OtherCandidates { get; }

    /// <summary>All passes over texts that are in memory.</summary>
    public static OverlapResult Of(
        IReadOnlyList<string> texts,
        IReadOnlyList<string> others,
        DuplicateOptions? options = null,
        int threads = 0,
        CancellationToken cancellation = default
    )
    {
        var (sketch, other) = (new DuplicateSketch(options), new DuplicateSketch(options));
        sketch.Add(texts, threads, cancellation);
        other.Add(others, threads, cancellation);
        var search = new OverlapSearch(sketch, other, threads, cancellation);
        foreach (var rows in search.OtherCandidates.Chunk(TextsAtOnce))
        {
            search.Hold(rows, Array.ConvertAll(rows, row => others[row]), cancellation);
        }
        foreach (var rows in search.Candidates.Chunk(TextsAtOnce))
        {
            search.Compare(rows, Array.ConvertAll(rows, row => texts[row]), cancellation);
        }
        return search.Complete();
    }

    /// <summary>Texts of the next candidates of the other set; every one once, in order.</summary>
    /// <param name="rows">Which candidates, by their place in the other set.</param>
    /// <param name="texts">One for each of them.</param>
    /// <param name="cancellation">Checked often.</param>
    /// <exception cref="ArgumentException">Not the next ones.</exception>
    public void Hold(IReadOnlyList<int> rows, IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        _batch.Read(texts, _threads, cancellation);
        for (var i = 0; i < rows.Count; i++)
        {
            Expect(_nextOther, _buckets.Rows.Count, rows[i] + _split);
            Hold(_nextOther++, _batch[i]);
        }
    }

    /// <summary>Texts of the next candidates of the first set; every one once, in order, when the others are held.</summary>
    /// <param name="rows">Which candidates.</param>
    /// <param name="texts">One for each of them.</param>
    /// <param name="cancellation">Checked often.</param>
    /// <exception cref="ArgumentException">Not the next ones.</exception>
    public void Compare(IReadOnlyList<int> rows, IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        _batch.Read(texts, _threads, cancellation);
        for (var i = 0; i < rows.Count; i++)
        {
            Expect(_next, _firstOther, rows[i]);
            Compare(_next++, _batch[i]);
        }
    }

    /// <summary>What was found, when every candidate was compared.</summary>
    /// <exception cref="InvalidOperationException">Candidates are left.</exception>
    public OverlapResult Complete()
    {
        if (_nextOther < _buckets.Rows.Count || _next < _firstOther)
        {
            throw new InvalidOperationException("the texts of some candidates were not given a second time");
        }
        return new OverlapResult(Rows(0, _split, _split), Rows(_split, _total, 0), _compared, _cutShort);
    }

    // Copies within a set share what was found for the first of them.
    private List<Overlap> Rows(int from, int to, int otherStart)
    {
        var rows = new List<Overlap>();
        for (var row = from; row < to; row++)
        {
            var found = _kinds[row] == None ? _copies.Normal[row] : row;
            if (_kinds[found] != None)
            {
                var kind = (DuplicateKind)(_kinds[found] - 1);
                rows.Add(new Overlap(row - from, kind, _of[found] - otherStart, _similarities[found]));
            }
        }
        return rows;
    }

    // The first row of each set stands for its copies there. Returns, for first rows of the first set, the first copy in the other.
    private int[] FindCopies(int[] firsts, DuplicateKind kind)
    {
        var firstOthers = new int[_split];
        for (var row = _split; row < _total; row++)
        {
            if (firsts[row] < _split)
            {
                firstOthers[firsts[row]] = firstOthers[firsts[row]] == 0 ? row : firstOthers[firsts[row]];
                Find(row, kind, firsts[row], 1);
            }
        }
        for (var row = 0; row < _split; row++)
        {
            // Never row 0, which is of the first set.
            if (firstOthers[firsts[row]] > 0)
            {
                Find(row, kind, firstOthers[firsts[row]], 1);
            }
        }
        return firstOthers;
    }

    // A closer kind that was found before stays.
    private void Find(int row, DuplicateKind kind, int of, double similarity)
    {
        if (_kinds[row] == None || _kinds[row] - 1 == (int)kind)
        {
            (_kinds[row], _of[row], _similarities[row]) = ((byte)(1 + (int)kind), of, similarity);
        }
    }

    private void Hold(int candidate, ReadOnlySpan<ulong> set)
    {
        var (held, isCut) = (-1, false);
        foreach (var bucket in _buckets.Of(candidate))
        {
            if (_held.CountOf(bucket) >= _mostHeld + (_mostHeld * (long)_otherSizes[bucket] / _sizes[bucket]))
            {
                isCut = true;
                continue;
            }
            held = held < 0 ? _held.Hold(candidate, set) : held;
            if (held < 0)
            {
                isCut = true;
                break;
            }
            _held.Put(held, bucket);
        }
        _cutShort += isCut ? 1 : 0;
    }

    private void Compare(int candidate, ReadOnlySpan<ulong> set)
    {
        var buckets = _buckets.Of(candidate);
        foreach (var held in _held.Of(buckets, candidate))
        {
            var shingles = _held.Shingles(held);
            if (Math.Min(set.Length, shingles.Length) < _options.Threshold * Math.Max(set.Length, shingles.Length))
            {
                continue;
            }
            _compared++;
            var similarity = TextKeys.Jaccard(set, shingles);
            if (similarity >= _options.Threshold)
            {
                var (row, other) = (_buckets.Rows[candidate], _buckets.Rows[_held.Candidate(held)]);
                Note(row, other, similarity);
                Note(other, row, similarity);
            }
        }
        _held.Seen(buckets);
    }

    // Of equally similar rows the earlier one.
    private void Note(int row, int of, double similarity)
    {
        var known = _similarities[row];
        if (_kinds[row] == None || similarity > known || (similarity == known && of < _of[row]))
        {
            Find(row, DuplicateKind.Near, of, similarity);
        }
    }

    private void Expect(int next, int end, int row)
    {
        if (next >= end || _buckets.Rows[next] != row)
        {
            throw new ArgumentException("the texts of the candidates are needed in their order");
        }
    }
}
