using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Features;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>A table with a line for each row of a data set, in its order: what was found of the row.</summary>
internal sealed class RowTable
{
    /// <summary>Greatest length of a text, in UTF-16 code units.</summary>
    public const int LongestText = 4000;

    private readonly Dataset _dataset;
    private readonly DatasetScan _scan;
    private readonly int _count;
    private readonly List<OutputColumn> _columns;

    private RowTable(Dataset dataset, DatasetScan scan)
    {
        (_dataset, _scan, _count) = (dataset, scan, checked((int)scan.RowCount));
        string[] names = [.. dataset.Files.Select(file => Path.GetFileName(file))];
        _columns =
        [
            OutputColumn.Long("row", [.. Enumerable.Range(0, _count).Select(row => (long)row)]),
            OutputColumn.Text("file", [.. Enumerable.Range(0, _count).Select(row => names[dataset.FileOf(row)])]),
        ];
    }

    /// <summary>Of an audit: state, clusters of each view, loss where a model has one, and what a row repeats.</summary>
    /// <param name="dataset">Was read.</param>
    /// <param name="scan">Of it.</param>
    /// <param name="views">With their clusters.</param>
    /// <param name="losses">For views with a model: nats a token, for each row of the view.</param>
    /// <param name="duplicates">What repeats.</param>
    /// <param name="places">Where rows lie in the map; null where there is none.</param>
    /// <param name="hasTerms">Whether words of clusters are told: they are text of the data.</param>
    public static RowTable OfAudit(
        Dataset dataset,
        DatasetScan scan,
        IReadOnlyList<ViewMeasurement> views,
        IReadOnlyDictionary<string, IReadOnlyList<float>> losses,
        DuplicateMeasurement duplicates,
        PlacedRows? places,
        bool hasTerms
    )
    {
        var table = new RowTable(dataset, scan);
        table.Add(places);
        table._columns.Add(OutputColumn.Text("state", table.States()));
        foreach (var view in views)
        {
            table.Add(view, losses.GetValueOrDefault(view.Space.Name), hasTerms);
        }
        table.Add(duplicates);
        return table;
    }

    /// <summary>Of a filter: whether a row was kept, else why not and which row stands for it.</summary>
    /// <param name="dataset">Was read.</param>
    /// <param name="outcome">Of the filter.</param>
    /// <param name="places">Where rows lie in the map; null where there is none.</param>
    public static RowTable OfFilter(Dataset dataset, FilterOutcome outcome, PlacedRows? places)
    {
        var table = new RowTable(dataset, outcome.Scan);
        table.Add(places);
        var dropped = new DroppedLine?[table._count];
        var (clusters, sizes, similarities) = (table.Column<int>(), table.Column<int>(), table.Column<float>());
        foreach (var line in outcome.Dropped)
        {
            dropped[line.Row] = line;
            (clusters[line.Row], sizes[line.Row], similarities[line.Row]) = (
                line.Cluster,
                line.ClusterSize,
                line.Similarity
            );
        }
        foreach (var (number, kept) in outcome.KeptRows.Zip(outcome.Selection.Kept))
        {
            (clusters[number], sizes[number], similarities[number]) = (kept.Cluster, kept.ClusterSize, kept.Similarity);
        }
        table._columns.AddRange([
            OutputColumn.Bool("kept", [.. dropped.Select(line => line is null)]),
            OutputColumn.Text("reason", [.. dropped.Select(line => line?.Reason)]),
            OutputColumn.Long("duplicate_of", [.. dropped.Select(line => line?.DuplicateOf)]),
            OutputColumn.Int("cluster", clusters),
            OutputColumn.Int("cluster_size", sizes),
            OutputColumn.Float("similarity", similarities),
            OutputColumn.Long("nearest_kept", [.. dropped.Select(line => line?.NearestKept)]),
        ]);
        return table;
    }

    /// <summary>Writes the table as Parquet, beside its place first.</summary>
    /// <param name="path">Where.</param>
    /// <param name="hasTexts">Whether the texts go with it: one more pass over the files, and as much memory as they take.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PrismaticException">It cannot be written.</exception>
    public async Task WriteAsync(string path, bool hasTexts, CancellationToken cancellation)
    {
        if (hasTexts)
        {
            _columns.Add(OutputColumn.Text("text", await TextsAsync(cancellation)));
        }
        await ParquetTableWriter.WriteAsync(path, _columns, cancellation);
    }

    private T?[] Column<T>()
        where T : struct => new T?[_count];

    private string?[] States()
    {
        var states = new string?[_count];
        Array.Fill(states, "not sampled");
        Set(_scan.Rows, "measured");
        Set(_scan.NullRows, "null");
        Set(_scan.EmptyRows, "empty");
        return states;

        void Set(IReadOnlyList<long> rows, string state)
        {
            foreach (var row in rows)
            {
                states[row] = state;
            }
        }
    }

    // Viewers such as Embedding Atlas look for x and y.
    private void Add(PlacedRows? places)
    {
        var (x, y) = (Column<float>(), Column<float>());
        foreach (var (row, point) in (places?.Rows ?? []).Zip(places?.Map.Points ?? []))
        {
            (x[row], y[row]) = (point.X, point.Y);
        }
        _columns.Add(OutputColumn.Float("x", x));
        _columns.Add(OutputColumn.Float("y", y));
    }

    private void Add(ViewMeasurement view, IReadOnlyList<float>? losses, bool hasTerms)
    {
        var (clusters, sizes, known) = (Column<int>(), Column<int>(), Column<float>());
        foreach (var (place, row) in view.Space.RowIndices.Index())
        {
            var label = view.Clusters.Labels[place];
            (clusters[row], sizes[row]) = (label, view.Clusters.Sizes[label]);
            known[row] = losses is { Count: > 0 } ? losses[place] : null;
        }
        var name = view.Space.Name;
        _columns.Add(OutputColumn.Int($"cluster_{name}", clusters));
        _columns.Add(OutputColumn.Int($"cluster_size_{name}", sizes));
        if (losses is { Count: > 0 })
        {
            _columns.Add(OutputColumn.Float($"loss_{name}", known));
        }
        if (hasTerms)
        {
            var terms = new string?[_count];
            foreach (var (rows, words) in view.ShownClusters.Zip(view.Terms))
            {
                foreach (var row in rows)
                {
                    terms[row] = words.Count == 0 ? null : string.Join(", ", words);
                }
            }
            _columns.Add(OutputColumn.Text($"terms_{name}", terms));
        }
    }

    private void Add(DuplicateMeasurement found)
    {
        var kinds = new string?[_count];
        var (of, similarity) = (Column<long>(), Column<double>());
        foreach (var copy in found.Result.Rows)
        {
            var row = found.Rows.Numbers[copy.Row];
            kinds[row] = CommandText.Word<DuplicateKind>(copy.Kind);
            (of[row], similarity[row]) = (found.Rows.Numbers[copy.Of], copy.Similarity);
        }
        _columns.AddRange([
            OutputColumn.Text("duplicate_kind", kinds),
            OutputColumn.Long("duplicate_of", of),
            OutputColumn.Double("duplicate_similarity", similarity),
        ]);
    }

    private async Task<string?[]> TextsAsync(CancellationToken cancellation)
    {
        var texts = new string?[_count];
        await foreach (var row in _dataset.ReadAsync(cancellation))
        {
            texts[row.Index] = row.State == TextState.Null ? null : Cut(row.FullText);
        }
        return texts;
    }

    private static string Cut(string text)
    {
        var length = Math.Min(text.Length, LongestText);
        // Half of a character is none.
        return text[..(length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
