using Prismatic.Clustering;
using Prismatic.Comparing;
using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Duplicates;
using Prismatic.Features;

namespace Prismatic.Reports;

/// <summary>One of two data sets that are compared.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Dataset">Its rows.</param>
/// <param name="Scan">What is there.</param>
public sealed record ComparedSet(string Name, Dataset Dataset, DatasetScan Scan);

/// <summary>All that was found between two data sets: what a <see cref="CompareSummary"/> is made of.</summary>
public sealed record CompareMeasurement
{
    private const int Shown = 3;

    /// <summary>The earlier set.</summary>
    public required ComparedSet Base { get; init; }

    /// <summary>The later set.</summary>
    public required ComparedSet Head { get; init; }

    /// <summary>How rows were matched, in words.</summary>
    public required string MatchedBy { get; init; }

    /// <summary>What became of every row.</summary>
    public required RowChanges Changes { get; init; }

    /// <summary>Rows with text of both.</summary>
    public required RowUnion Union { get; init; }

    /// <summary>Added rows that repeat one, by places of the union.</summary>
    public required IReadOnlyList<Overlap> Repeats { get; init; }

    /// <summary>What other sets hold of new rows.</summary>
    public IReadOnlyList<CompareOverlap> Against { get; init; } = [];

    /// <summary>One for each view.</summary>
    public required IReadOnlyList<CompareViewMeasurement> Views { get; init; }

    /// <summary>Rows of BASE whose texts the report shows.</summary>
    public IEnumerable<long> BaseExamples =>
        Changes
            .Removed.Take(Shown)
            .Concat(MostChanged.Select(pair => pair.Base))
            .Concat(ExamplePlaces.Where(place => !Union.IsNew(place)).Select(Union.NumberOf));

    /// <summary>Rows of HEAD whose texts the report shows.</summary>
    public IEnumerable<long> HeadExamples =>
        Changes
            .Added.Take(Shown)
            .Concat(MostChanged.Select(pair => pair.Head))
            .Concat(Against.SelectMany(other => Pairs(other.Rows)).Select(pair => NewRows[pair.Row]))
            .Concat(ExamplePlaces.Where(Union.IsNew).Select(Union.NumberOf));

    /// <summary>Row numbers in HEAD of new rows with text, ascending.</summary>
    public IReadOnlyList<long> NewRows => Union.NewNumbers;

    internal IEnumerable<ChangedRow> MostChanged =>
        Changes.Changed.OrderBy(pair => pair.Similarity ?? 0).ThenBy(pair => pair.Head).Take(Shown);

    internal IEnumerable<long> FirstAdded => Changes.Added.Take(Shown);

    internal IEnumerable<long> FirstRemoved => Changes.Removed.Take(Shown);

    private IEnumerable<int> ExamplePlaces =>
        Pairs(Repeats)
            .SelectMany(pair => (int[])[pair.Row, pair.Of])
            .Concat(Views.SelectMany(view => view.Shown.SelectMany(cluster => cluster.Examples)));

    /// <summary>Pairs as evidence: of each kind those least alike.</summary>
    public static IEnumerable<Overlap> Pairs(IReadOnlyList<Overlap> rows) =>
        rows.GroupBy(row => row.Kind)
            .OrderBy(kind => kind.Key)
            .SelectMany(kind => kind.OrderBy(row => row.Similarity).ThenBy(row => row.Row).Take(Shown));
}

/// <summary>What another set holds of new rows.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Rows">By place among new rows; <see cref="Overlap.Of"/> is the number in the other set.</param>
/// <param name="Excerpts">Texts of the pairs' rows of the other set, by row number.</param>
public sealed record CompareOverlap(
    string Name,
    IReadOnlyList<Overlap> Rows,
    IReadOnlyDictionary<long, string> Excerpts
);

/// <summary>A cluster to show.</summary>
/// <param name="Growth">Its numbers.</param>
/// <param name="Examples">Places of rows to show.</param>
/// <param name="Members">Places of all its rows.</param>
public sealed record ShownCluster(ClusterGrowth Growth, IReadOnlyList<int> Examples, IReadOnlyList<int> Members)
{
    /// <summary>Words that set it apart; empty where they were not looked for.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];
}

/// <summary>One view of two sets.</summary>
public sealed record CompareViewMeasurement
{
    private const int ClustersShown = 5;
    private const int ExamplesShown = 3;

    /// <summary>The view; its vectors are not needed.</summary>
    public required FeatureSpace Space { get; init; }

    /// <summary>Effective number of BASE.</summary>
    public required double Base { get; init; }

    /// <summary>Effective number of HEAD.</summary>
    public required double Head { get; init; }

    /// <summary>What added rows bring; null where that cannot be said.</summary>
    public PoolGain? Gain { get; init; }

    /// <summary>Added rows and BASE at one number of rows; null where there are less than two.</summary>
    public (RarefactionResult Own, RarefactionResult Base)? Added { get; init; }

    /// <summary>The same of removed rows.</summary>
    public (RarefactionResult Own, RarefactionResult Base)? Removed { get; init; }

    /// <summary>All clusters.</summary>
    public required IReadOnlyList<ClusterGrowth> Clusters { get; init; }

    /// <summary>For each row of both sets its cluster.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>Those to show: the most grown, then the most shrunken.</summary>
    public IReadOnlyList<ShownCluster> Shown { get; init; } = [];

    /// <summary>Chooses the clusters to show.</summary>
    public CompareViewMeasurement WithShown(KMeansResult clusters, RowUnion union)
    {
        var head = union.Head.ToHashSet();
        var grown = Clusters.Where(c => c.IsClear && c.Change > 0).OrderByDescending(c => c.Change);
        var shrunk = Clusters.Where(c => c.IsClear && c.Change < 0).OrderBy(c => c.Change);
        return this with { Shown = [.. grown.Take(ClustersShown).Concat(shrunk.Take(ClustersShown)).Select(Show)] };

        ShownCluster Show(ClusterGrowth growth)
        {
            int[] members =
            [
                .. Enumerable.Range(0, clusters.Labels.Length).Where(row => clusters.Labels[row] == growth.Cluster),
            ];
            // What came, or what went: these say what changed.
            var near = members
                .Where(row => growth.Change > 0 ? head.Contains(row) : !union.IsNew(row))
                .OrderByDescending(row => growth.Change > 0 ? union.IsNew(row) : !head.Contains(row))
                .ThenByDescending(row => clusters.Similarities[row])
                .ThenBy(row => row);
            return new ShownCluster(growth, [.. near.Take(ExamplesShown)], members);
        }
    }
}
