using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Mapping;

/// <summary>
/// The nearest rows of a row by cosine, looked for in its cluster and the clusters next to it: not always the very nearest, and linear
/// in the number of rows.
/// </summary>
internal sealed class NeighbourSearch : IDisposable
{
    private const int QueryBlock = 128;
    private readonly RowView _rows;
    private readonly RowClusters _clusters;
    private readonly int[] _members;
    private readonly int[][] _membersOf;
    private readonly int _candidates;
    private readonly ulong _seed;
    private readonly int _threads;
    private readonly ProductKernel _kernel;

    /// <summary>Prepares to look among some of the rows.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="clusters">Of all rows.</param>
    /// <param name="members">The rows that are found, ascending.</param>
    /// <param name="options">Candidates and seed.</param>
    /// <param name="settings">Device and threads.</param>
    public NeighbourSearch(
        RowView rows,
        RowClusters clusters,
        int[] members,
        RowMapOptions options,
        SessionSettings settings
    )
    {
        (_rows, _clusters, _members, _candidates, _seed) = (rows, clusters, members, options.Candidates, options.Seed);
        _membersOf = Grouped(members, clusters.Labels, clusters.Centres.RowCount);
        var onCpu = settings.Device.IsCpu;
        _threads = onCpu ? RowBlocks.Threads(settings.Threads) : 1;
        _kernel = new ProductKernel(rows.ColumnCount, onCpu ? settings with { Threads = 1 } : settings);
    }

    /// <summary>Neighbours of some rows.</summary>
    /// <param name="queries">Rows, ascending; one that is a member is not its own neighbour.</param>
    /// <param name="count">Neighbours of each.</param>
    /// <param name="cancellation">Checked once a cluster.</param>
    /// <returns>For each query <paramref name="count"/> places in the list of members, nearest first; -1 where there are too few.</returns>
    public int[] Find(int[] queries, int count, CancellationToken cancellation)
    {
        var result = new int[queries.Length * count];
        Array.Fill(result, -1);
        var places = Grouped(queries, _clusters.Labels, _clusters.Centres.RowCount);
        RowBlocks.Run(
            places.Length,
            1,
            _threads,
            () => new Scratch(_candidates, _rows.ColumnCount, _clusters.Centres.RowCount),
            (cluster, _, scratch) =>
            {
                if (places[cluster].Length > 0)
                {
                    Search(queries, places[cluster], Candidates(cluster, scratch), count, scratch, result);
                }
            },
            cancellation
        );
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private void Search(int[] queries, int[] places, int[] candidates, int count, Scratch scratch, int[] result)
    {
        var (d, targets) = (_rows.ColumnCount, scratch.Targets);
        for (var i = 0; i < candidates.Length; i++)
        {
            _rows[_members[candidates[i]]].CopyTo(targets.AsSpan(i * d));
        }
        for (var start = 0; start < places.Length; start += QueryBlock)
        {
            var block = places.AsSpan(start, Math.Min(QueryBlock, places.Length - start));
            for (var i = 0; i < block.Length; i++)
            {
                _rows[queries[block[i]]].CopyTo(scratch.Queries.AsSpan(i * d));
            }
            var products = scratch.Products.AsMemory(0, block.Length * candidates.Length);
            _kernel.Run(
                scratch.Queries.AsMemory(0, block.Length * d),
                targets.AsMemory(0, candidates.Length * d),
                products
            );
            for (var i = 0; i < block.Length; i++)
            {
                var found = products.Span.Slice(i * candidates.Length, candidates.Length);
                Nearest(found, candidates, queries[block[i]], result.AsSpan(block[i] * count, count), scratch.Best);
            }
        }
    }

    // Candidates are ascending, so of equally near ones the first row wins.
    private void Nearest(ReadOnlySpan<float> found, int[] candidates, int query, Span<int> result, float[] best)
    {
        var filled = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (_members[candidates[i]] == query || (filled == result.Length && found[i] <= best[filled - 1]))
            {
                continue;
            }
            var at = Math.Min(filled, result.Length - 1);
            for (; at > 0 && best[at - 1] < found[i]; at--)
            {
                (best[at], result[at]) = (best[at - 1], result[at - 1]);
            }
            (best[at], result[at]) = (found[i], candidates[i]);
            filled = Math.Min(filled + 1, result.Length);
        }
    }

    /// <summary>Members of a cluster and of those next to it, until there are enough; of a large cluster a part, by the seed.</summary>
    private int[] Candidates(int cluster, Scratch scratch)
    {
        var (centres, order) = (_clusters.Centres, scratch.Order);
        for (var other = 0; other < order.Length; other++)
        {
            var cosine = System.Numerics.Tensors.TensorPrimitives.Dot<float>(centres[cluster], centres[other]);
            (scratch.Far[other], order[other]) = (other == cluster ? float.NegativeInfinity : -cosine, other);
        }
        Array.Sort(scratch.Far, order);
        var candidates = new List<int>(_candidates);
        foreach (var other in order)
        {
            IEnumerable<int> members = _membersOf[other];
            var room = _candidates - candidates.Count;
            if (_membersOf[other].Length > room)
            {
                members = members.OrderBy(place => Pcg32.Hash(_seed, (ulong)place)).Take(room);
            }
            candidates.AddRange(members);
            if (candidates.Count == _candidates)
            {
                break;
            }
        }
        candidates.Sort();
        return [.. candidates];
    }

    private static int[][] Grouped(int[] rows, int[] labels, int count)
    {
        var lists = new List<int>[count];
        for (var i = 0; i < rows.Length; i++)
        {
            (lists[labels[rows[i]]] ??= []).Add(i);
        }
        return Array.ConvertAll(lists, list => list?.ToArray() ?? []);
    }

    private sealed class Scratch(int candidates, int columns, int clusters)
    {
        public readonly float[] Queries = new float[QueryBlock * columns];
        public readonly float[] Targets = new float[candidates * columns];
        public readonly float[] Products = new float[QueryBlock * candidates];
        public readonly float[] Far = new float[clusters];
        public readonly int[] Order = new int[clusters];
        public readonly float[] Best = new float[256];
    }
}
