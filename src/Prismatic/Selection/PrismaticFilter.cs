using Prismatic.Clustering;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Selection;

/// <summary>
/// The filter of Prismatic Synthesis (Jung et al. 2025) for rows that exist already: exact duplicates go first, near-copies
/// too where they were looked for, the rest is clustered, and rows of small clusters are preferred until an exact budget
/// is met.
/// </summary>
public static class PrismaticFilter
{
    /// <summary>Chooses rows.</summary>
    /// <param name="candidates">n × d, unit rows, n at least 1.</param>
    /// <param name="options">Budget, rule, seed, duplicates, pool.</param>
    /// <param name="settings">Device and threads; the number of threads never changes the result.</param>
    /// <param name="progress">"clusters" in rounds.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <exception cref="PrismaticException">No rows, or a row that is not finite or not of unit length.</exception>
    public static SelectionResult Select(
        Matrix candidates,
        SelectionOptions options,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Check(candidates, options);
        var all = new RowView(candidates);
        all.RequireUnitRows("features", settings?.Threads ?? 0);
        var budget = options.Keep.For(candidates.RowCount);
        var (repeats, takenBack) = Repeats(candidates.RowCount, options, budget);
        int[] distinct = [.. Enumerable.Range(0, candidates.RowCount).Where(row => repeats[row] is null)];
        var rows = distinct.Length == candidates.RowCount ? all : all.Select(distinct);
        var clusters =
            distinct.Length == 0 ? new Clusters([], [], [])
            : options.Pool is { } pool ? OfPool(rows, pool, options, settings, progress, cancellation)
            : OfCandidates(rows, options, settings, progress, cancellation);
        var choice = options.Rule switch
        {
            SelectionRule.Soft => RowChoice.Soft(clusters.Labels, clusters.Sizes, distinct, budget, options.Seed),
            SelectionRule.Hard => RowChoice.Hard(
                clusters.Labels,
                clusters.Sizes,
                distinct,
                budget,
                options.SparseShare,
                options.Seed
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Rule, "Unknown rule."),
        };
        var (kept, dropped) = Lists(repeats, distinct, clusters, choice);
        if (options.FindNearestKept && kept.Count > 0 && dropped.Length > 0)
        {
            FindNearest(all, kept, dropped, settings, cancellation);
        }
        return new SelectionResult
        {
            Kept = kept,
            Dropped = dropped,
            Budget = budget,
            TakenBack = takenBack,
            LargestSparse = choice.Sparse is { } sparse
                ? clusters.Sizes.Where((_, cluster) => sparse[cluster]).DefaultIfEmpty().Max()
                : null,
            ClusterSizes = clusters.Sizes,
        };
    }

    private static void Check(Matrix candidates, SelectionOptions options)
    {
        if (candidates.RowCount == 0)
        {
            throw new PrismaticException("there are no rows to choose from; check the input and its text column");
        }
        foreach (var list in new[] { options.DuplicateOf, options.DuplicateOfPool })
        {
            if (list is not null && list.Count != candidates.RowCount)
            {
                throw new ArgumentException("One entry for each candidate is needed.", nameof(options));
            }
        }
        for (var row = 0; row < candidates.RowCount; row++)
        {
            if (
                options.DuplicateOf?[row] is { } first
                && (first >= row || (first >= 0 && options.DuplicateOf[first] >= 0))
            )
            {
                throw new ArgumentException($"Candidate {row} must name the first row with its text.", nameof(options));
            }
        }
        if (options.NearCopyOf is { } near)
        {
            CheckNearCopies(near, candidates.RowCount, options);
        }
        if (options.Pool is { } pool && pool.ColumnCount != candidates.ColumnCount)
        {
            throw new ArgumentException("Pool and candidates are not of one feature space.", nameof(options));
        }
    }

    private static void CheckNearCopies(IReadOnlyList<NearCopy> near, int rowCount, SelectionOptions options)
    {
        if (near.Count != rowCount)
        {
            throw new ArgumentException("One entry for each candidate is needed.", nameof(options));
        }
        for (var row = 0; row < rowCount; row++)
        {
            var copy = near[row];
            if (
                !copy.OfAccepted
                && (copy.Of > row || copy.Of < 0 || near[copy.Of] is not { OfAccepted: false } of || of.Of != copy.Of)
            )
            {
                throw new ArgumentException($"Candidate {row} must name an earlier row that stands.", nameof(options));
            }
        }
    }

    /// <summary>What each row repeats; null for rows that take part.</summary>
    private static (Repeat?[] Repeats, int TakenBack) Repeats(int rowCount, SelectionOptions options, int budget)
    {
        var repeats = new Repeat?[rowCount];
        var near = new List<int>();
        for (var row = 0; row < rowCount; row++)
        {
            repeats[row] = Duplicate(options, row);
            if (repeats[row] is null && options.NearCopyOf?[row] is { } copy && (copy.OfAccepted || copy.Of != row))
            {
                var reason = copy.OfAccepted ? DropReason.NearCopyOfPool : DropReason.NearCopy;
                repeats[row] = new Repeat(reason, copy.Of, copy.Similarity);
                near.Add(row);
            }
        }
        var missing = budget - repeats.Count(repeat => repeat is null);
        int[] back =
        [
            .. near.OrderBy(row => repeats[row]!.Value.Similarity).ThenBy(row => row).Take(Math.Max(0, missing)),
        ];
        foreach (var row in back)
        {
            repeats[row] = null;
        }
        return (repeats, back.Length);
    }

    /// <summary>What row <paramref name="row"/> repeats byte for byte; null when it is the first with its text.</summary>
    private static Repeat? Duplicate(SelectionOptions options, int row) =>
        options.DuplicateOfPool?[row] is >= 0 and var inPool ? new Repeat(DropReason.ExactDuplicateOfPool, inPool, 1)
        : options.DuplicateOf?[row] is >= 0 and var first ? new Repeat(DropReason.ExactDuplicate, first, 1)
        : null;

    private static Clusters OfCandidates(
        RowView rows,
        SelectionOptions options,
        SessionSettings? settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation
    )
    {
        var found = KMeans.Fit(rows, options.Clusters, settings, progress, cancellation);
        return new Clusters(found.Labels, found.Similarities, found.Sizes);
    }

    private static Clusters OfPool(
        RowView rows,
        Matrix pool,
        SelectionOptions options,
        SessionSettings? settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation
    )
    {
        var found = KMeans.Fit(pool, options.Clusters, settings, progress, cancellation);
        var (labels, similarities) = (new int[rows.RowCount], new float[rows.RowCount]);
        using var nearest = new NearestRows(rows.ColumnCount, settings);
        nearest.Find(rows, new RowView(found.Centroids), labels, similarities, cancellation);
        return new Clusters(labels, similarities, found.Sizes);
    }

    private static (List<KeptRow> Kept, DroppedRow[] Dropped) Lists(
        Repeat?[] repeats,
        int[] distinct,
        Clusters clusters,
        RowChoice choice
    )
    {
        var place = new int[repeats.Length];
        Array.Fill(place, -1);
        for (var i = 0; i < distinct.Length; i++)
        {
            place[distinct[i]] = i;
        }
        var (kept, dropped) = (new List<KeptRow>(), new List<DroppedRow>());
        for (var row = 0; row < repeats.Length; row++)
        {
            var repeat = repeats[row];
            var i = repeat is { Reason: DropReason.ExactDuplicate or DropReason.NearCopy } copy
                ? place[copy.Of]
                : place[row];
            var (cluster, similarity) = i < 0 ? (-1, 0) : (clusters.Labels[i], clusters.Similarities[i]);
            var size = cluster < 0 ? 0 : clusters.Sizes[cluster];
            if (repeat is null && choice.Kept[i])
            {
                kept.Add(new KeptRow(row, cluster, size, similarity));
                continue;
            }
            var reason =
                repeat?.Reason
                ?? (choice.Sparse is { } sparse && !sparse[cluster] ? DropReason.DenseCluster : DropReason.NotDrawn);
            var (of, alike) = (repeat?.Of ?? -1, repeat?.Similarity ?? 0);
            dropped.Add(new DroppedRow(row, reason, of, cluster, size, similarity, -1, 0, alike));
        }
        return (kept, [.. dropped]);
    }

    private static void FindNearest(
        RowView all,
        List<KeptRow> kept,
        DroppedRow[] dropped,
        SessionSettings? settings,
        CancellationToken cancellation
    )
    {
        var targets = all.Select([.. kept.Select(row => row.Row)]);
        var rows = all.Select(Array.ConvertAll(dropped, row => row.Row));
        var (labels, similarities) = (new int[dropped.Length], new float[dropped.Length]);
        using var nearest = new NearestRows(all.ColumnCount, settings);
        nearest.Find(rows, targets, labels, similarities, cancellation);
        for (var i = 0; i < dropped.Length; i++)
        {
            dropped[i] = dropped[i] with { NearestKept = kept[labels[i]].Row, NearestSimilarity = similarities[i] };
        }
    }

    private readonly record struct Repeat(DropReason Reason, int Of, float Similarity);

    private sealed record Clusters(int[] Labels, float[] Similarities, int[] Sizes);
}
