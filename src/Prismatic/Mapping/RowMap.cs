using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Mapping;

/// <summary>
/// Rows of a view as points of a plane, so that rows near one another in the view lie near one another there: a neighbour embedding
/// in the manner of UMAP (McInnes, Healy and Melville 2018) and LargeVis (Tang et al. 2016), begun at the two principal directions
/// (Kobak and Linderman 2021). docs/map.md has what it keeps, beside plainer projections.
/// </summary>
public static class RowMap
{
    // A row that is placed afterwards stands amid so many of its neighbours.
    private const int PlacedBy = 3;

    /// <summary>Places every row.</summary>
    /// <param name="rows">n × d; of unit length, or zero. Rows that are equal in every number get one place.</param>
    /// <param name="labels">For each row its cluster, from 0; below 0 where it has none. Neighbours are looked for in clusters near by.</param>
    /// <param name="options">Neighbours, rounds, seed.</param>
    /// <param name="settings">Device and threads. The number of threads never changes the result.</param>
    /// <param name="progress">"map", in rounds.</param>
    /// <param name="cancellation">Checked once a cluster and a round.</param>
    /// <exception cref="ArgumentException">Labels are not as many as rows.</exception>
    /// <exception cref="PrismaticException">A number is NaN or infinite.</exception>
    /// <remarks>
    /// O(n d c + n r), c being the candidates looked at for a row (at most <see cref="RowMapOptions.Candidates"/>) and r the rounds:
    /// linear in n. Rows beyond <see cref="RowMapOptions.MostRows"/> are placed amid their neighbours and move none.
    /// </remarks>
    public static RowMapResult Of(
        RowView rows,
        IReadOnlyList<int> labels,
        RowMapOptions options,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (labels.Count != rows.RowCount)
        {
            throw new ArgumentException($"{labels.Count} labels for {rows.RowCount} rows.", nameof(labels));
        }
        settings ??= new SessionSettings();
        progress?.Report(new StageProgress("map", 0, options.Rounds, "rounds"));
        RequireFinite(rows, settings.Threads);
        var distinct = DistinctRows.In(rows);
        var chosen = rows.Select(distinct.First);
        var clusters = RowClusters.Of(chosen, [.. distinct.First.Select(row => labels[row])], settings, cancellation);
        int[] members = StratifiedSample.Of(clusters.Labels, options.MostRows, options.Seed);
        using var search = new NeighbourSearch(chosen, clusters, members, options, settings);
        var neighbours = search.Find(members, options.Neighbours, cancellation);
        var places = PrincipalPlane.Of(chosen.Select(members), options.Seed, settings.Threads, cancellation);
        NeighbourLayout.Arrange(places, neighbours, options, progress, cancellation);
        MapFrame.Fit(places);
        var all = PlaceRest(places, members, search, chosen.RowCount, cancellation);
        progress?.Report(new StageProgress("map", options.Rounds, options.Rounds, "rounds"));
        return new RowMapResult(Array.ConvertAll(distinct.Of, row => all[row]), members.Length, distinct.First.Length);
    }

    private static MapPoint[] PlaceRest(
        MapPoint[] places,
        int[] members,
        NeighbourSearch search,
        int count,
        CancellationToken cancellation
    )
    {
        var all = new MapPoint[count];
        var known = new bool[count];
        for (var i = 0; i < members.Length; i++)
        {
            (all[members[i]], known[members[i]]) = (places[i], true);
        }
        int[] rest = [.. Enumerable.Range(0, count).Where(row => !known[row])];
        var near = search.Find(rest, PlacedBy, cancellation);
        for (var i = 0; i < rest.Length; i++)
        {
            var (x, y, found) = (0f, 0f, 0);
            foreach (var member in near.AsSpan(i * PlacedBy, PlacedBy))
            {
                if (member >= 0)
                {
                    (x, y, found) = (x + places[member].X, y + places[member].Y, found + 1);
                }
            }
            all[rest[i]] = found == 0 ? default : new MapPoint(x / found, y / found);
        }
        return all;
    }

    private static void RequireFinite(RowView rows, int threads)
    {
        var faulty = int.MaxValue;
        RowBlocks.Run(
            rows.RowCount,
            1024,
            threads,
            (start, count) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    if (!float.IsFinite(System.Numerics.Tensors.TensorPrimitives.SumOfSquares(rows[i])))
                    {
                        InterlockedMin(ref faulty, i);
                        return;
                    }
                }
            },
            CancellationToken.None
        );
        if (faulty != int.MaxValue)
        {
            throw new PrismaticException(
                $"row {rows.RowIndex(faulty)} of the features is not finite (NaN or infinity); check the model and the row's text"
            );
        }
    }

    private static void InterlockedMin(ref int least, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref least)) > value)
        {
            Interlocked.CompareExchange(ref least, value, seen);
        }
    }
}
