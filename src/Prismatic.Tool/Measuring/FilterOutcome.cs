using System.Globalization;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Reports;
using Prismatic.Selection;

namespace Prismatic.Tool.Measuring;

/// <summary>A selection in terms of the data set's rows: every row read is either kept, or dropped for a reason.</summary>
/// <param name="Scan">Of the candidates; chosen are those without a copy before them.</param>
/// <param name="Space">Vectors of the chosen rows.</param>
/// <param name="Selection">In indices of the matrix.</param>
/// <param name="Pool">Row numbers of the pool's vectors, where there is a pool.</param>
internal sealed record FilterOutcome(
    DatasetScan Scan,
    FeatureSpace Space,
    SelectionResult Selection,
    IReadOnlyList<long>? Pool = null
)
{
    internal const string NullText = "text is null";
    internal const string EmptyText = "text is empty";
    internal const string ExactDuplicate = "exact duplicate of an earlier row";
    internal const string ExactDuplicateOfPool = "exact duplicate of a pool row";

    /// <summary>Rows written, ascending.</summary>
    public IReadOnlyList<long> KeptRows { get; } = [.. Selection.Kept.Select(row => Space.RowIndices[row.Row])];

    /// <summary>All others, ascending.</summary>
    public IReadOnlyList<DroppedLine> Dropped { get; } = Lines(Scan, Space, Selection, Pool);

    /// <summary>Columns added to the output.</summary>
    public IReadOnlyList<OutputColumn> AddedColumns =>
        [
            OutputColumn.Int("prismatic_cluster", [.. Selection.Kept.Select(row => row.Cluster)]),
            OutputColumn.Int("prismatic_cluster_size", [.. Selection.Kept.Select(row => row.ClusterSize)]),
            OutputColumn.Float("prismatic_similarity", [.. Selection.Kept.Select(row => row.Similarity)]),
        ];

    /// <summary>The side file.</summary>
    public IReadOnlyList<OutputColumn> DroppedColumns =>
        [
            OutputColumn.Long("row", [.. Dropped.Select(line => line.Row)]),
            OutputColumn.Text("reason", [.. Dropped.Select(line => line.Reason)]),
            OutputColumn.Long("duplicate_of", [.. Dropped.Select(line => line.DuplicateOf)]),
            OutputColumn.Int("cluster", [.. Dropped.Select(line => line.Cluster)]),
            OutputColumn.Int("cluster_size", [.. Dropped.Select(line => line.ClusterSize)]),
            OutputColumn.Float("similarity", [.. Dropped.Select(line => line.Similarity)]),
            OutputColumn.Long("nearest_kept", [.. Dropped.Select(line => line.NearestKept)]),
            OutputColumn.Float("nearest_similarity", [.. Dropped.Select(line => line.NearestSimilarity)]),
        ];

    /// <summary>How many rows were dropped for each reason, most frequent first.</summary>
    public IReadOnlyList<Reports.DropReason> Reasons =>
        [
            .. Dropped
                .GroupBy(line => line.Kind ?? line.Reason, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Reports.DropReason { Reason = group.Key, Rows = group.Count() }),
        ];

    /// <summary>What became of near-copies.</summary>
    public NearCopySummary NearCopies(double threshold)
    {
        var dropped = Selection.Dropped.Count(row =>
            row.Reason is Prismatic.Selection.DropReason.NearCopy or Prismatic.Selection.DropReason.NearCopyOfPool
        );
        return new NearCopySummary
        {
            Threshold = threshold,
            Found = dropped + Selection.TakenBack,
            TakenBack = Selection.TakenBack,
        };
    }

    /// <summary>All rows with text, copies too: what was there before.</summary>
    /// <param name="space">Vectors of the chosen rows, of the selection or of another view.</param>
    public RowView Before(FeatureSpace space)
    {
        var place = Places(space);
        int[] copies =
        [
            .. Scan
                .Duplicates.OrderBy(copy => copy.Key)
                .Where(copy => place.ContainsKey(copy.Value))
                .Select(copy => place[copy.Value]),
        ];
        return new RowView(space.Rows, [.. Enumerable.Range(0, space.Rows.RowCount), .. copies]);
    }

    /// <summary>The kept rows as a feature space of their own.</summary>
    /// <param name="space">Vectors of the chosen rows, of the selection or of another view.</param>
    public FeatureSpace After(FeatureSpace space)
    {
        var place = Places(space);
        return space with { Rows = space.Rows.Gather([.. KeptRows.Select(row => place[row])]), RowIndices = KeptRows };
    }

    private static Dictionary<long, int> Places(FeatureSpace space)
    {
        var places = new Dictionary<long, int>(space.RowIndices.Count);
        for (var i = 0; i < space.RowIndices.Count; i++)
        {
            places[space.RowIndices[i]] = i;
        }
        return places;
    }

    private static List<DroppedLine> Lines(
        DatasetScan scan,
        FeatureSpace space,
        SelectionResult selection,
        IReadOnlyList<long>? pool
    )
    {
        var lines = new List<DroppedLine>();
        lines.AddRange(scan.NullRows.Select(row => new DroppedLine(row, NullText)));
        lines.AddRange(scan.EmptyRows.Select(row => new DroppedLine(row, EmptyText)));
        lines.AddRange(
            scan.DuplicatesOfAccepted.Select(copy => new DroppedLine(copy.Key, ExactDuplicateOfPool)
            {
                DuplicateOf = copy.Value,
            })
        );
        var chosen = selection.Dropped.ToDictionary(
            row => space.RowIndices[row.Row],
            row =>
                Line(row, space, pool) with
                {
                    Cluster = row.Cluster < 0 ? null : row.Cluster,
                    ClusterSize = row.Cluster < 0 ? null : row.ClusterSize,
                    Similarity = row.Cluster < 0 ? null : row.Similarity,
                    NearestKept = row.NearestKept < 0 ? null : space.RowIndices[row.NearestKept],
                    NearestSimilarity = row.NearestKept < 0 ? null : row.NearestSimilarity,
                }
        );
        lines.AddRange(chosen.Values);
        // The nearest kept row of a copy is its original, or where that was dropped too, the original's.
        lines.AddRange(
            scan.Duplicates.Where(copy => !scan.DuplicatesOfAccepted.ContainsKey(copy.Key))
                .Select(copy =>
                    chosen.TryGetValue(copy.Value, out var original)
                        ? original with
                        {
                            Row = copy.Key,
                            Reason = ExactDuplicate,
                            Kind = null,
                            DuplicateOf = copy.Value,
                        }
                        : new DroppedLine(copy.Key, ExactDuplicate)
                        {
                            DuplicateOf = copy.Value,
                            NearestKept = copy.Value,
                            NearestSimilarity = 1,
                        }
                )
        );
        lines.Sort((left, right) => left.Row.CompareTo(right.Row));
        return lines;
    }

    private static DroppedLine Line(DroppedRow row, FeatureSpace space, IReadOnlyList<long>? pool)
    {
        var number = space.RowIndices[row.Row];
        var ofPool = row.Reason == Prismatic.Selection.DropReason.NearCopyOfPool;
        if (!ofPool && row.Reason != Prismatic.Selection.DropReason.NearCopy)
        {
            return new DroppedLine(number, Describe(row.Reason));
        }
        var of = ofPool ? pool![row.DuplicateOf] : space.RowIndices[row.DuplicateOf];
        var similarity = row.CopySimilarity.ToString("F2", CultureInfo.InvariantCulture);
        return new DroppedLine(number, $"near-copy of {(ofPool ? "pool row" : "row")} {of}, similarity {similarity}")
        {
            Kind = ofPool ? "near-copy of a pool row" : "near-copy of an earlier row",
            DuplicateOf = of,
        };
    }

    internal static string Describe(Prismatic.Selection.DropReason reason) =>
        reason switch
        {
            Prismatic.Selection.DropReason.DenseCluster => "its cluster is not among the sparsest",
            Prismatic.Selection.DropReason.NotDrawn => "not drawn within the budget",
            _ => ExactDuplicate,
        };
}

/// <summary>A dropped row, in row numbers of the data set.</summary>
internal sealed record DroppedLine(long Row, string Reason)
{
    /// <summary>What the reason is an instance of, where it names a row.</summary>
    public string? Kind { get; init; }
    public long? DuplicateOf { get; init; }
    public int? Cluster { get; init; }
    public int? ClusterSize { get; init; }
    public float? Similarity { get; init; }
    public long? NearestKept { get; init; }
    public float? NearestSimilarity { get; init; }
}
