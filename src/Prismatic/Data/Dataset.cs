using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>Rows of text out of one or more files; can be read any number of times, always streaming.</summary>
public sealed class Dataset
{
    private readonly long[] _firstRows;

    internal Dataset(IReadOnlyList<DataSource> sources, FieldMap fields, long? rowCount)
    {
        (Sources, Fields, RowCountHint) = (sources, fields, rowCount);
        Files = [.. sources.Select(source => source.Path)];
        _firstRows = new long[sources.Count];
        Array.Fill(_firstRows, long.MaxValue);
    }

    /// <summary>The files in reading order, as the user named them.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Which columns make the text, and why.</summary>
    public FieldMap Fields { get; }

    /// <summary>Rows in all files; null where only reading tells (JSON, CSV).</summary>
    public long? RowCountHint { get; }

    internal IReadOnlyList<DataSource> Sources { get; }

    /// <summary>
    /// All rows in order. Memory: one row (JSON, CSV), or the text columns of one row group (Parquet).
    /// </summary>
    /// <exception cref="PrismaticException">A row cannot be read; the message names file and line or column.</exception>
    public async IAsyncEnumerable<TextRow> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var index = 0L;
        foreach (var (file, source) in Sources.Index())
        {
            _firstRows[file] = index;
            await foreach (var cells in source.ReadAsync(Fields.Columns, cancellationToken))
            {
                yield return Fields.Row(index++, cells);
            }
        }
    }

    /// <summary>Which of <see cref="Files"/> a row comes from; known once the row was read.</summary>
    public int FileOf(long index)
    {
        // Of files that begin at one row, all but the last are without rows.
        var (file, end) = (0, _firstRows.Length);
        while (end - file > 1)
        {
            var middle = (file + end) / 2;
            (file, end) = _firstRows[middle] <= index ? (middle, end) : (file, middle);
        }
        return file;
    }

    /// <summary>The rows with these indices in ascending order, for a second look: one more pass over the files.</summary>
    /// <exception cref="PrismaticException">A row cannot be read.</exception>
    public async IAsyncEnumerable<TextRow> ReadRowsAsync(
        IReadOnlyCollection<long> indices,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var wanted = indices.ToHashSet();
        if (wanted.Count == 0)
        {
            yield break;
        }
        await foreach (var row in ReadAsync(cancellationToken))
        {
            if (wanted.Remove(row.Index))
            {
                yield return row;
            }
            if (wanted.Count == 0)
            {
                yield break;
            }
        }
    }
}
