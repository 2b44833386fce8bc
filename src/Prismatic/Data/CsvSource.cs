using System.Runtime.CompilerServices;
using CsvHelper;

namespace Prismatic.Data;

/// <summary>A CSV or TSV file with a header; every value is text.</summary>
internal sealed class CsvSource(string path) : DataSource(path)
{
    // An unclosed quote makes the rest of the file one record.
    private const int MaxRecordBytes = 256 << 20;

    public override async Task<SourceInfo> InspectAsync(CancellationToken cancellationToken)
    {
        var header = Array.Empty<string>();
        var hasRows = false;
        await foreach (var (record, isHeader) in RecordsAsync(cancellationToken))
        {
            if (!isHeader)
            {
                hasRows = true;
                break;
            }
            header = record;
        }
        return new SourceInfo([.. header.Select(name => new ColumnInfo(name, ColumnKind.Text, "text"))], null, hasRows);
    }

    public override async IAsyncEnumerable<Cell[]> ReadAsync(
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var cells = new Cell[columns.Count];
        var places = new int[columns.Count];
        await foreach (var (record, isHeader) in RecordsAsync(cancellationToken))
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (isHeader)
                {
                    places[i] = Array.IndexOf(record, columns[i]);
                }
                else
                {
                    cells[i] = new Cell(places[i] < 0 ? null : record[places[i]]);
                }
            }
            if (!isHeader)
            {
                yield return cells;
            }
        }
    }

    /// <summary>The header and then every record, each with as many values as the header has names.</summary>
    public async IAsyncEnumerable<(string[] Record, bool IsHeader)> RecordsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var options = new CsvReaderOptions
        {
            Separator = await GuardAsync(async () => await SeparatorAsync(cancellationToken)),
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = MaxRecordBytes,
            OnMalformedRecord = Reject,
        };
        await using var reader = CsvReader.Create(
            await GuardAsync(() => Task.FromResult(LenientText.OpenReader(Path))),
            options
        );
        var names = 0;
        for (
            var isHeader = true;
            await GuardAsync(() => reader.ReadAsync(cancellationToken).AsTask());
            isHeader = false
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            var record = reader.Current.ToArray();
            if (isHeader)
            {
                names = record.Length;
            }
            else if (record.Length != names)
            {
                throw Fault(
                    $"{Path}:{reader.LineNumber}: this record has {record.Length} values, the header has {names}; "
                        + "quote values that contain the separator or line breaks"
                );
            }
            yield return (record, isHeader);
        }
    }

    // A quote within an unquoted value is text; anything else means that values were cut in the wrong places.
    private void Reject(CsvMalformedRecord record)
    {
        if (record.Reason != CsvMalformedReason.StrayQuote)
        {
            var what =
                record.Reason == CsvMalformedReason.UnterminatedQuote
                    ? "a quoted value is never closed"
                    : "a quoted value is followed by more text";
            throw Fault($"{Path}:{record.LineNumber}: {what}; write quotes inside quoted values twice");
        }
    }

    private async Task<char> SeparatorAsync(CancellationToken cancellationToken)
    {
        if (Path.Contains(".tsv", StringComparison.OrdinalIgnoreCase))
        {
            return '\t';
        }
        using var reader = LenientText.OpenReader(Path);
        var first = await reader.ReadLineAsync(cancellationToken) ?? "";
        return ",;\t|".Where(first.Contains).FirstOrDefault(',');
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (CsvFormatException fault)
        {
            throw Fault(
                $"{Path}:{fault.LineNumber}: this record cannot be read; check its quotes and separators",
                fault
            );
        }
        catch (Exception fault) when (IsReadFault(fault))
        {
            throw ReadFault(fault);
        }
    }
}
