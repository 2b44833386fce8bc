using System.Runtime.CompilerServices;

namespace Prismatic.Duplicates;

/// <summary>
/// Duplicates within a set, without overlap: the same characters, the same normal form, and near-duplicates by MinHash with bands whose
/// exact Jaccard similarity of word shingles was computed. Copies take no part in the search for near-duplicates.
/// </summary>
/// <remarks>
/// Two passes over the texts: one for the sketch, one for the candidates. A near pair at the threshold is a candidate with probability
/// 0.99, one above it nearly always; none below it is ever reported. Clusters are chains: two rows of one may be less alike than the
/// threshold. Time grows with the rows: no candidate is compared with more than 64 others a band, or 4 million over the rows where that
/// is more.
/// </remarks>
public sealed class DuplicateSearch
{
    // Later rows of a bucket are compared with its first ones, alike or not, and with those that were like none before them.
    private const int FirstHeld = 8;
    private const int TextsAtOnce = 256;
    private readonly DuplicateOptions _options;
    private readonly CopyGroups _copies;
    private readonly BandBuckets _buckets;
    private readonly HeldSets _held;
    private readonly SetBatch _batch;
    private readonly DisjointSets _clusters;
    private readonly int[] _best;
    private readonly double[] _similarities;
    private readonly int _threads;
    private readonly int _mostHeld;
    private long _compared;
    private int _cutShort;
    private int _next;

    /// <summary>Finds copies and candidates.</summary>
    /// <param name="sketch">Of all rows.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked often.</param>
    public DuplicateSearch(DuplicateSketch sketch, int threads = 0, CancellationToken cancellation = default)
    {
        (_options, _threads, _mostHeld) = (sketch.Options, threads, sketch.Options.HeldOf(sketch.Count));
        var sorter = new RowSorter(sketch.Count);
        _copies = new CopyGroups(sketch, sorter);
        _clusters = new DisjointSets(sketch.Count);
        var isFirst = new bool[sketch.Count];
        JoinCopies(_copies.Normal, isFirst);
        _buckets = new BandBuckets(sketch, new BandRows(isFirst, isFirst), sorter, cancellation);
        _held = new HeldSets(_buckets.Sizes(0, _buckets.Rows.Count), _options.HeldBytes);
        _batch = new SetBatch(_options.ShingleWords);
        (_best, _similarities) = (new int[_buckets.Rows.Count], new double[_buckets.Rows.Count]);
    }

    /// <summary>Rows whose texts are needed a second time, ascending.</summary>
    public IReadOnlyList<int> Candidates => _buckets.Rows;

    /// <summary>Both passes over texts that are in memory.</summary>
    /// <inheritdoc cref="DuplicateSearch(DuplicateSketch,int,CancellationToken)"/>
    public static DuplicateResult Of(
        IReadOnlyList<string> texts,
        DuplicateOptions? options = null,
        int threads = 0,
        CancellationToken cancellation = default
    )
    {
        var sketch = new DuplicateSketch(options);
        sketch.Add(texts, threads, cancellation);
        var search = new DuplicateSearch(sketch, threads, cancellation);
        for (var start = 0; start < search.Candidates.Count; start += TextsAtOnce)
        {
            var rows = new int[Math.Min(TextsAtOnce, search.Candidates.Count - start)];
            var again = new string[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = search.Candidates[start + i];
                again[i] = texts[rows[i]];
            }
            search.Compare(rows, again, cancellation);
        }
        return search.Complete();
    }

    /// <summary>Second pass: texts of the next candidates; every one once, in order, some hundreds at once.</summary>
    /// <param name="rows">Which candidates.</param>
    /// <param name="texts">One for each of them.</param>
    /// <param name="cancellation">Checked often.</param>
    /// <exception cref="ArgumentException">Not the next ones.</exception>
    public void Compare(IReadOnlyList<int> rows, IReadOnlyList<string> texts, CancellationToken cancellation = default)
    {
        _batch.Read(texts, _threads, cancellation);
        for (var i = 0; i < rows.Count; i++)
        {
            if (_next == Candidates.Count || Candidates[_next] != rows[i])
            {
                throw new ArgumentException("the texts of the candidates are needed in their order", nameof(rows));
            }
            Compare(_next++, _batch[i]);
        }
    }

    /// <summary>What was found, when every candidate was compared.</summary>
    /// <exception cref="InvalidOperationException">Candidates are left.</exception>
    public DuplicateResult Complete()
    {
        if (_next < Candidates.Count)
        {
            throw new InvalidOperationException($"the text of row {Candidates[_next]} was not given a second time");
        }
        var representatives = _clusters.Firsts();
        return new DuplicateResult(Rows(representatives), representatives, _compared, _cutShort);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Duplicate[] Rows(int[] representatives)
    {
        var (count, candidate) = (0, 0);
        for (var row = 0; row < representatives.Length; row++)
        {
            count += representatives[row] == row ? 0 : 1;
        }
        var rows = new Duplicate[count];
        count = 0;
        for (var row = 0; row < representatives.Length; row++)
        {
            var place = candidate < Candidates.Count && Candidates[candidate] == row ? candidate++ : -1;
            if (representatives[row] != row)
            {
                rows[count++] =
                    _copies.Exact[row] != row ? Copy(row, DuplicateKind.Exact, _copies.Exact[row])
                    : _copies.Normal[row] != row ? Copy(row, DuplicateKind.Normalised, _copies.Normal[row])
                    : Copy(row, DuplicateKind.Near, Candidates[_best[place]]) with
                    {
                        Similarity = _similarities[place],
                    };
            }
        }
        return rows;

        Duplicate Copy(int row, DuplicateKind kind, int of) => new(row, kind, of, representatives[row], 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void JoinCopies(int[] firsts, bool[] isFirst)
    {
        for (var row = 0; row < isFirst.Length; row++)
        {
            isFirst[row] = firsts[row] == row;
            _clusters.Join(row, firsts[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compare(int candidate, ReadOnlySpan<ulong> set)
    {
        var buckets = _buckets.Of(candidate);
        var isAlike = false;
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
                isAlike = true;
                var other = _held.Candidate(held);
                Note(candidate, other, similarity);
                Note(other, candidate, similarity);
                _clusters.Join(Candidates[candidate], Candidates[other]);
            }
        }
        _held.Seen(buckets);
        Hold(candidate, set, buckets, isAlike ? FirstHeld : _mostHeld);
    }

    private void Hold(int candidate, ReadOnlySpan<ulong> set, ReadOnlySpan<int> buckets, int most)
    {
        var (held, isCut) = (-1, false);
        foreach (var bucket in buckets)
        {
            if (!_held.IsNeeded(bucket))
            {
                continue;
            }
            if (_held.CountOf(bucket) >= most)
            {
                isCut |= most == _mostHeld;
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

    // Of equally similar rows the earlier one.
    private void Note(int candidate, int other, double similarity)
    {
        var known = _similarities[candidate];
        if (similarity > known || (similarity == known && other < _best[candidate]))
        {
            (_best[candidate], _similarities[candidate]) = (other, similarity);
        }
    }
}
