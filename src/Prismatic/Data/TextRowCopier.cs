using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Prismatic.Data;

/// <summary>Turns JSON and CSV rows into Parquet rows, with columns inferred from the rows that are kept.</summary>
internal sealed class TextRowCopier(IReadOnlyList<DataSource> sources) : RowCopier
{
    private const int RowsAtOnce = 256;

    private readonly Dictionary<string, InferredColumn> _byName = [];
    private readonly List<InferredColumn> _columns = [];

    public override async Task<RowCopier> OpenAsync(
        CancellationToken cancellationToken,
        IReadOnlyList<long>? keptRows = null
    )
    {
        // Without kept rows only the question is answered whether the files can be read; the readers did that.
        await foreach (var row in KeptAsync(keptRows ?? [0], cancellationToken))
        {
            foreach (var (name, text, json) in row)
            {
                if (!_byName.TryGetValue(name, out var column))
                {
                    _byName.Add(name, column = new InferredColumn(name));
                    _columns.Add(column);
                }
                if (json is { } value)
                {
                    column.See(value);
                }
                else if (text is not null)
                {
                    column.SeeText();
                }
            }
        }
        if (_columns.Count == 0)
        {
            // With no row kept nothing is known of the columns, and a Parquet file has at least one.
            _columns.Add(new InferredColumn("text"));
        }
        Metadata = ParquetElements.Metadata(_columns.Count, _columns.SelectMany(column => column.Elements()));
        return this;
    }

    public override Task ProbeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async IAsyncEnumerable<int> CopyAsync(
        IReadOnlyList<long> keptRows,
        IReadOnlyList<ParquetChunkWriter> chunks,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var places = new Dictionary<InferredColumn, ParquetChunkWriter[]>();
        var first = 0;
        foreach (var column in _columns)
        {
            places.Add(column, [.. chunks.Skip(first).Take(column.LeafCount)]);
            first += column.LeafCount;
        }
        var pending = 0;
        await foreach (var row in KeptAsync(keptRows, cancellationToken))
        {
            Append(row, places);
            if (++pending == RowsAtOnce)
            {
                yield return pending;
                pending = 0;
            }
        }
        if (pending > 0)
        {
            yield return pending;
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Append(
        IEnumerable<(string Name, string? Text, JsonElement? Json)> row,
        Dictionary<InferredColumn, ParquetChunkWriter[]> places
    )
    {
        // A name given twice counts once, the last time, as everywhere else in JSON.
        var values = new Dictionary<string, (string? Text, JsonElement? Json)>();
        foreach (var (name, text, json) in row)
        {
            values[name] = (text, json);
        }
        foreach (var column in _columns)
        {
            var (text, json) = values.GetValueOrDefault(column.Name);
            if (json is { } value)
            {
                column.Add(places[column], value);
            }
            else if (text is not null)
            {
                column.AddText(places[column], text);
            }
            else
            {
                column.AddNull(places[column]);
            }
        }
    }

    private async IAsyncEnumerable<IEnumerable<(string Name, string? Text, JsonElement? Json)>> KeptAsync(
        IReadOnlyList<long> keptRows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (next, index) = (0, 0L);
        foreach (var source in sources)
        {
            await foreach (var row in RowsAsync(source, cancellationToken))
            {
                if (next == keptRows.Count)
                {
                    yield break;
                }
                if (index++ == keptRows[next])
                {
                    next++;
                    yield return row;
                }
            }
        }
    }

    private static async IAsyncEnumerable<IEnumerable<(string Name, string? Text, JsonElement? Json)>> RowsAsync(
        DataSource source,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (source is JsonSource json)
        {
            await foreach (var (row, _) in json.ElementsAsync(cancellationToken))
            {
                yield return row.EnumerateObject().Select(pair => (pair.Name, (string?)null, (JsonElement?)pair.Value));
            }
            yield break;
        }
        string[] names = [];
        await foreach (var (record, isHeader) in ((CsvSource)source).RecordsAsync(cancellationToken))
        {
            if (isHeader)
            {
                names = record;
            }
            else
            {
                yield return names.Zip(record, (name, text) => (name, (string?)text, (JsonElement?)null));
            }
        }
    }
}
