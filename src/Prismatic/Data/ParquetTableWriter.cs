namespace Prismatic.Data;

/// <summary>Writes columns that are in memory as a Parquet file, under another name until it is complete.</summary>
public static class ParquetTableWriter
{
    private const int RowsAtOnce = 256;

    /// <summary>Writes the columns in this order. Memory: at most one row group of about 64 MB besides them.</summary>
    /// <exception cref="ArgumentException">No columns, or columns of different length.</exception>
    /// <exception cref="PrismaticException">The file cannot be written; nothing is left behind.</exception>
    public static async Task WriteAsync(
        string path,
        IReadOnlyList<OutputColumn> columns,
        CancellationToken cancellationToken = default
    )
    {
        if (columns.Count == 0 || columns.Any(column => column.Count != columns[0].Count))
        {
            throw new ArgumentException("columns of one length are needed", nameof(columns));
        }
        var metadata = ParquetElements.Metadata(columns.Count, columns.SelectMany(column => column.Elements));
        await using var output = await ParquetOutput.CreateAsync(
            path,
            ParquetElements.Root(metadata),
            cancellationToken
        );
        for (var start = 0; start < columns[0].Count; start += RowsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = Math.Min(start + RowsAtOnce, columns[0].Count);
            // Every column here has exactly one leaf.
            for (var i = 0; i < columns.Count; i++)
            {
                for (var row = start; row < end; row++)
                {
                    columns[i].Append(output.Chunks[i], row);
                }
            }
            await output.EndRowsAsync(end - start, cancellationToken);
        }
        await output.CompleteAsync(metadata, cancellationToken);
    }
}
