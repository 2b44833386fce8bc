namespace Prismatic.Data;

/// <summary>What kind of values a column holds, as far as taking text from it goes.</summary>
internal enum ColumnKind
{
    Text,
    Chat,

    /// <summary>Bytes without annotation, in which old writers keep text: only on request.</summary>
    Bytes,

    /// <summary>Nothing seen but nulls: only on request.</summary>
    Unknown,

    /// <summary>Numbers, dates, structures: no text.</summary>
    Other,
}

/// <summary>One column: its name as the file spells it (nested Parquet fields with dots), and its type in a word.</summary>
internal sealed record ColumnInfo(string Name, ColumnKind Kind, string TypeName);

/// <summary>What a file holds; the row count is null where only reading tells.</summary>
internal sealed record SourceInfo(IReadOnlyList<ColumnInfo> Columns, long? RowCount, bool HasRows);

/// <summary>One data file of any format: its columns, and its rows as often as wanted.</summary>
internal abstract class DataSource(string path)
{
    /// <summary>How many rows are looked at to learn the columns of a format without a schema.</summary>
    protected const int SampleRows = 100;

    /// <summary>As the user named it.</summary>
    public string Path { get; } = path;

    /// <summary>Learns the columns: from the schema, or from the first rows.</summary>
    /// <exception cref="PrismaticException">The file cannot be read.</exception>
    public abstract Task<SourceInfo> InspectAsync(CancellationToken cancellationToken);

    /// <summary>The cells of the wanted columns, row by row, streaming. The array is reused between rows.</summary>
    /// <exception cref="PrismaticException">A row cannot be read; the message says which.</exception>
    public abstract IAsyncEnumerable<Cell[]> ReadAsync(
        IReadOnlyList<string> columns,
        CancellationToken cancellationToken
    );

    protected static PrismaticException Fault(string message, Exception? inner = null) =>
        new(message, ExitCode.Input, inner);

    /// <summary>Whether the file itself could not be read, whatever its format.</summary>
    protected static bool IsReadFault(Exception fault) =>
        fault is IOException or InvalidDataException or UnauthorizedAccessException;

    protected PrismaticException ReadFault(Exception fault) =>
        Fault($"cannot read '{Path}': {fault.Message.ReplaceLineEndings(" ")}", fault);
}
