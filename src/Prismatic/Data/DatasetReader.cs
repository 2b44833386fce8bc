using System.Text;

namespace Prismatic.Data;

/// <summary>Opens data sets: Parquet, JSON Lines, JSON, CSV and TSV, as files, folders or globs.</summary>
public static class DatasetReader
{
    private const int PointerMaxBytes = 1024;

    private static ReadOnlySpan<byte> PointerStart => "version https://git-lfs.github.com/spec/v1"u8;

    /// <summary>Whether a name has an ending that is read.</summary>
    public static bool IsDataFile(string path) => DataPaths.IsDataFile(path);

    /// <summary>Finds the files, learns their columns and settles which of them make the text.</summary>
    /// <exception cref="PrismaticException">
    /// Nothing is there, a file cannot be read, no rows, or a column is missing or holds no text.
    /// </exception>
    public static Dataset Open(IReadOnlyList<string> paths, FieldChoice? choice = null) =>
        OpenAsync(paths, choice, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="Open"/>
    public static async Task<Dataset> OpenAsync(
        IReadOnlyList<string> paths,
        FieldChoice? choice,
        CancellationToken cancellationToken
    )
    {
        DataSource[] sources = [.. DataPaths.Resolve(paths).Select(Source)];
        FieldMap? fields = null;
        long? rows = 0;
        var hasRows = false;
        foreach (var source in sources)
        {
            var info = await source.InspectAsync(cancellationToken);
            (rows, hasRows) = (rows + info.RowCount, hasRows || info.HasRows);
            if (!info.HasRows && info.RowCount is null)
            {
                // Without rows such a file has no columns either.
                continue;
            }
            if (fields is null)
            {
                fields = await FieldDetector.FindAsync(
                    source.Path,
                    info.Columns,
                    choice ?? FieldChoice.Detect,
                    columns => MeanLengthsAsync(source, columns, cancellationToken)
                );
            }
            else
            {
                FieldDetector.Require(source.Path, info.Columns, fields);
            }
        }
        return hasRows && fields is not null
            ? new Dataset(sources, fields, rows)
            : throw new PrismaticException($"{Name(sources)} {(sources.Length == 1 ? "has" : "have")} no rows");
    }

    private static string Name(DataSource[] sources) =>
        sources.Length == 1 ? $"'{sources[0].Path}'" : $"all {sources.Length} files, '{sources[0].Path}' first,";

    internal static DataSource Source(string path) =>
        FormatOf(path) switch
        {
            ".PARQUET" => new ParquetSource(path),
            ".CSV" or ".TSV" => new CsvSource(path),
            _ => new JsonSource(path),
        };

    /// <summary>The ending that tells the format, in capitals and without <c>.gz</c>.</summary>
    /// <exception cref="PrismaticException">It cannot be opened, is empty, or has a name that tells no format.</exception>
    internal static string FormatOf(string path)
    {
        CheckContent(path);
        if (!DataPaths.IsDataFile(path))
        {
            throw new PrismaticException(
                $"'{path}' has a name that tells no format; known are {DataPaths.KnownFormats}"
            );
        }
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return System.IO.Path.GetExtension(name).ToUpperInvariant();
    }

    private static void CheckContent(string path)
    {
        Span<byte> start = stackalloc byte[PointerMaxBytes];
        long length;
        int read;
        try
        {
            using var file = File.OpenRead(path);
            (length, read) = (file.Length, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrismaticException(
                $"cannot open '{path}': {fault.Message.ReplaceLineEndings(" ")}",
                ExitCode.Input,
                fault
            );
        }
        if (read == 0)
        {
            throw new PrismaticException($"'{path}' is empty (0 bytes)");
        }
        if (length < PointerMaxBytes && start[..read].StartsWith(PointerStart))
        {
            throw new PrismaticException(
                $"'{path}' is a Git LFS pointer, not the data{PointerSize(start[..read])}; run 'git lfs pull' and try again"
            );
        }
    }

    private static string PointerSize(ReadOnlySpan<byte> pointer)
    {
        foreach (var line in Encoding.ASCII.GetString(pointer).Split('\n'))
        {
            if (line.StartsWith("size ", StringComparison.Ordinal) && long.TryParse(line.AsSpan(5), out var size))
            {
                return size < 1 << 20 ? $" of {size} bytes" : $" of {size / (double)(1 << 20):0.#} MB";
            }
        }
        return "";
    }

    private static async Task<IReadOnlyList<double>> MeanLengthsAsync(
        DataSource source,
        IReadOnlyList<string> columns,
        CancellationToken cancellationToken
    )
    {
        const int sample = 100;
        var lengths = new double[columns.Count];
        var rows = 0;
        await foreach (var cells in source.ReadAsync(columns, cancellationToken))
        {
            for (var i = 0; i < lengths.Length; i++)
            {
                lengths[i] += cells[i].Flatten().Length;
            }
            if (++rows == sample)
            {
                break;
            }
        }
        return lengths;
    }
}
