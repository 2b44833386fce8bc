namespace Prismatic.Data;

/// <summary>What a table holds; columns are known from the schema or from the first hundred rows.</summary>
internal sealed record FieldTableInfo(IReadOnlyList<FieldColumn> Columns, bool HasRows);

/// <summary>One data file of any format as rows of values that may be lists and objects.</summary>
internal abstract class FieldTable(string path)
{
    protected const int SampleRows = 100;

    /// <summary>As the user named it.</summary>
    public string Path { get; } = path;

    /// <summary>The table behind the path, by its name.</summary>
    /// <param name="path">A file of one of the known formats.</param>
    /// <param name="isRow">
    /// Whether an object that makes a whole JSON file is a row, though it holds a list of objects that could be the rows.
    /// </param>
    /// <exception cref="PrismaticException">It cannot be opened, is empty, or has a name that tells no format.</exception>
    public static FieldTable Open(string path, Func<System.Text.Json.JsonElement, bool>? isRow = null) =>
        DatasetReader.FormatOf(path) switch
        {
            ".PARQUET" => new ParquetFieldTable(path),
            ".CSV" or ".TSV" => new CsvFieldTable(path),
            _ => new JsonFieldTable(path, isRow),
        };

    /// <summary>Learns the columns: from the schema, or from the first rows.</summary>
    /// <exception cref="PrismaticException">The file cannot be read.</exception>
    public abstract Task<FieldTableInfo> InspectAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The values of these columns, row by row, with the row's place as messages name it. The array is reused.
    /// </summary>
    /// <exception cref="PrismaticException">A row cannot be read; the message says which.</exception>
    public abstract IAsyncEnumerable<(FieldValue[] Values, string Place)> ReadAsync(
        IReadOnlyList<string> columns,
        CancellationToken cancellationToken
    );
}
