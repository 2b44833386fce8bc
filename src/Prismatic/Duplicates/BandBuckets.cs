using System.Runtime.CompilerServices;

namespace Prismatic.Duplicates;

/// <summary>Rows that share a band with another one, and which bands those are: a bucket is a key of a band with its rows.</summary>
internal sealed class BandBuckets
{
    private readonly int[] _rows;
    private readonly int[] _starts;
    private readonly int[] _buckets;

    /// <summary>Finds the buckets of several rows, band by band. Linear in rows times bands.</summary>
    /// <param name="sketch">Of all rows.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="sorter">Of as many rows.</param>
    /// <param name="cancellation">Checked once a band.</param>
    public BandBuckets(DuplicateSketch sketch, BandRows rows, RowSorter sorter, CancellationToken cancellation)
    {
        var bands = new int[sketch.Bands][];
        var counts = new byte[sketch.Count];
        var members = new int[sketch.Count];
        for (var band = 0; band < bands.Length; band++)
        {
            cancellation.ThrowIfCancellationRequested();
            var sorted = sorter.Sort(sketch.Band(band, rows.IsWanted, sorter.Entries));
            bands[band] = members.AsSpan(0, Members(sorted, rows, members, counts)).ToArray();
        }
        (_rows, _starts, _buckets, Count) = ByRow(bands, counts, members);
    }

    /// <summary>Rows in at least one bucket, ascending: candidates.</summary>
    public IReadOnlyList<int> Rows => _rows;

    /// <summary>How many buckets.</summary>
    public int Count { get; }

    /// <summary>The buckets of a candidate, by its place in <see cref="Rows"/>.</summary>
    public ReadOnlySpan<int> Of(int candidate) =>
        _buckets.AsSpan(_starts[candidate], _starts[candidate + 1] - _starts[candidate]);

    /// <summary>For each bucket how many of some candidates it holds.</summary>
    public int[] Sizes(int from, int to)
    {
        var sizes = new int[Count];
        foreach (var bucket in _buckets.AsSpan(_starts[from], _starts[to] - _starts[from]))
        {
            sizes[bucket]++;
        }
        return sizes;
    }

    // From members by band to buckets by row, in the order of bands: a counting sort.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int[] Rows, int[] Starts, int[] Buckets, int Count) ByRow(int[][] bands, byte[] counts, int[] place)
    {
        var rows = new int[counts.Length - counts.AsSpan().Count((byte)0)];
        var starts = new int[rows.Length + 1];
        for (int row = 0, i = 0; row < counts.Length; row++)
        {
            if (counts[row] > 0)
            {
                (rows[i], place[row]) = (row, starts[i]);
                starts[i + 1] = starts[i] + counts[row];
                i++;
            }
        }
        var buckets = new int[starts[^1]];
        var bucket = -1;
        foreach (var band in bands)
        {
            foreach (var member in band)
            {
                // The first row of a bucket is marked by its complement.
                bucket += member < 0 ? 1 : 0;
                buckets[place[member < 0 ? ~member : member]++] = bucket;
            }
        }
        return (rows, starts, buckets, bucket + 1);
    }

    // Keeps the rows of useful runs of one key.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Members(ReadOnlySpan<ulong> sorted, BandRows rows, Span<int> members, Span<byte> counts)
    {
        var count = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && RowSorter.IsSameKey(sorted[start], sorted[end]))
            {
                end++;
            }
            if (end - start > 1 && rows.IsUseful(sorted[start..end]))
            {
                for (var i = start; i < end; i++)
                {
                    var row = RowSorter.Row(sorted[i]);
                    members[count++] = i == start ? ~row : row;
                    counts[row]++;
                }
            }
        }
        return count;
    }
}
