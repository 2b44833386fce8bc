using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>One row of a side table.</summary>
/// <param name="Number">From 1, without the header, as messages name it.</param>
/// <param name="Values">In the order of the columns asked for; null where nothing stands.</param>
public readonly record struct TextTableRow(long Number, IReadOnlyList<string?> Values);

/// <summary>
/// A small table beside the data, such as human answers or a list of viewpoints: one file of any supported format, every
/// value as text. Read as a stream, as often as wanted.
/// </summary>
/// <remarks>Memory: one row (JSON, CSV), or the columns asked for of one row group (Parquet).</remarks>
public sealed class TextTable
{
    /// <summary>Rows beyond which a file is taken for something else than a side table.</summary>
    public const long DefaultMaxRows = 5_000_000;

    private readonly DataSource _source;
    private readonly IReadOnlyList<ColumnInfo> _columns;
    private readonly long _maxRows;

    private TextTable(DataSource source, IReadOnlyList<ColumnInfo> columns, long maxRows)
    {
        (_source, _columns, _maxRows) = (source, columns, maxRows);
        Columns = [.. columns.Select(column => column.Name)];
    }

    /// <summary>As the user named it.</summary>
    public string Path => _source.Path;

    /// <summary>Names as the file spells them, in its order; those of JSON are learned from the first 100 rows.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Finds the file and learns its columns.</summary>
    /// <exception cref="PrismaticException">No such file, more than one, not readable, or without rows.</exception>
    public static async Task<TextTable> OpenAsync(
        string path,
        long maxRows = DefaultMaxRows,
        CancellationToken cancellationToken = default
    )
    {
        var files = DataPaths.Resolve([path]);
        if (files.Count != 1)
        {
            throw new PrismaticException($"'{path}' names {files.Count} files; a side table is one file");
        }
        var source = DatasetReader.Source(files[0]);
        var info = await source.InspectAsync(cancellationToken);
        return info.HasRows
            ? new TextTable(source, info.Columns, maxRows)
            : throw new PrismaticException($"'{source.Path}' has no rows");
    }

    /// <summary>The column of this name as the file spells it, in another case too where that is clear.</summary>
    /// <exception cref="PrismaticException">There is none, or there are two; the message lists the columns.</exception>
    public string Column(string name)
    {
        var exact = Columns.Count(column => column == name);
        string[] loose = [.. Columns.Where(column => column.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (exact == 1 || (exact == 0 && loose.Length == 1))
        {
            return exact == 1 ? name : loose[0];
        }
        if (exact > 1)
        {
            throw new PrismaticException($"'{Path}' has {exact} columns '{name}'; give them different names");
        }
        var near = NearNames.Suggest(name, Columns);
        throw new PrismaticException($"'{Path}' has no column '{name}'{near}; its columns are {List()}");
    }

    /// <summary>
    /// The first column that has one of these names, the earlier name first; case, spaces, hyphens and underscores do
    /// not count. Null where there is none.
    /// </summary>
    public string? Find(IReadOnlyList<string> names) =>
        names
            .Select(name => Columns.FirstOrDefault(column => Plain(column) == Plain(name)))
            .FirstOrDefault(column => column is not null);

    /// <summary>All columns for a message, the first twenty by name.</summary>
    public string List()
    {
        const int shown = 20;
        var rest = Columns.Count > shown ? $" and {Columns.Count - shown} more" : "";
        return string.Join(", ", Columns.Take(shown)) + rest;
    }

    /// <summary>The rows, with these columns; a new list of values for each.</summary>
    /// <param name="columns">As <see cref="Columns"/> spells them.</param>
    /// <param name="cancellationToken">Checked at every row.</param>
    /// <exception cref="PrismaticException">
    /// A row cannot be read, a value is a list or an object, or there are more rows than a side table may have.
    /// </exception>
    public async IAsyncEnumerable<TextTableRow> ReadAsync(
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var column in columns)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(Columns.Count(name => name == column), 1, column);
        }
        var number = 0L;
        var rows =
            _source is ParquetSource
                ? ParquetTexts.ReadAsync(Path, columns, cancellationToken)
                : _source.ReadAsync(columns, cancellationToken);
        await foreach (var cells in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++number > _maxRows)
            {
                throw new PrismaticException($"'{Path}' has more than {_maxRows} rows, too many for a side table");
            }
            yield return new TextTableRow(number, [.. cells.Select(cell => cell.IsNull ? null : cell.Flatten())]);
        }
    }

    private static string Plain(string name) =>
        name.ToLowerInvariant()
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal);
}
