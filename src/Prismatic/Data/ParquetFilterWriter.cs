namespace Prismatic.Data;

/// <summary>
/// Writes the kept rows of a data set as one Parquet file, with columns added. From Parquet every column, type, null
/// and the order are kept as they are; from JSON and CSV columns are inferred.
/// </summary>
/// <remarks>
/// JSON: text, 64-bit integers, doubles and booleans as themselves, all nullable; a list of objects of texts (a chat) as
/// nested columns; any other structure, and columns of mixed types, as JSON text. CSV: text.
/// </remarks>
public static class ParquetFilterWriter
{
    /// <summary>Finds out before any work whether <see cref="WriteAsync"/> could do its part.</summary>
    /// <exception cref="PrismaticException">
    /// The output is one of the inputs or cannot be written; formats are mixed; Parquet schemas differ; a column cannot
    /// be decoded (told from all page headers and the values of the first row group).
    /// </exception>
    public static async Task CheckAsync(
        Dataset dataset,
        string outputPath,
        CancellationToken cancellationToken = default
    )
    {
        CheckOutput(dataset, outputPath);
        await using var rows = await Source(dataset).OpenAsync(cancellationToken);
        await rows.ProbeAsync(cancellationToken);
        // Whether the place takes files at all is known only by trying.
        await using var output = await ParquetOutput.CreateAsync(outputPath, rows.Root, cancellationToken);
    }

    /// <summary>Writes the file; it gets its name only when it is complete, and on failure nothing is left behind.</summary>
    /// <param name="dataset">The rows; read once more (JSON: twice).</param>
    /// <param name="keptRows">Indices of the rows to keep, ascending.</param>
    /// <param name="added">Columns to add, one value for every kept row, in the same order.</param>
    /// <param name="outputPath">Replaced if it exists.</param>
    /// <param name="progress">Rows written.</param>
    /// <param name="cancellationToken">Checked for every block of rows.</param>
    /// <returns>The names of the added columns: numbered where the data has a column of that name.</returns>
    /// <exception cref="PrismaticException">As <see cref="CheckAsync"/>, and when the disk is full.</exception>
    /// <exception cref="ArgumentException">Indices do not ascend, or an added column has another length.</exception>
    public static Task<IReadOnlyList<string>> WriteAsync(
        Dataset dataset,
        IReadOnlyList<long> keptRows,
        IReadOnlyList<OutputColumn> added,
        string outputPath,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => WriteThroughAsync(dataset, keptRows, added, outputPath, progress, null, cancellationToken);

    internal static async Task<IReadOnlyList<string>> WriteThroughAsync(
        Dataset dataset,
        IReadOnlyList<long> keptRows,
        IReadOnlyList<OutputColumn> added,
        string outputPath,
        IProgress<StageProgress>? progress,
        Func<Stream, Stream>? wrap,
        CancellationToken cancellationToken
    )
    {
        if (
            keptRows.Zip(keptRows.Skip(1)).Any(pair => pair.First >= pair.Second)
            || added.Any(a => a.Count != keptRows.Count)
        )
        {
            throw new ArgumentException("kept rows must ascend, and added columns have one value for each of them");
        }
        CheckOutput(dataset, outputPath);
        var source = Source(dataset);
        await using var rows = await source.OpenAsync(cancellationToken, keptRows);
        OutputColumn[] columns = [.. Unique(added, rows.Root.Children.Select(child => child.Name))];
        var metadata = Extend(rows.Metadata, columns);
        await using var output = await ParquetOutput.CreateAsync(
            outputPath,
            ParquetElements.Root(metadata),
            cancellationToken,
            wrap
        );
        var written = 0;
        var ownChunks = output.Chunks.Count - columns.Length;
        await foreach (var count in rows.CopyAsync(keptRows, output.Chunks, cancellationToken))
        {
            for (var i = 0; i < columns.Length; i++)
            {
                for (var row = written; row < written + count; row++)
                {
                    columns[i].Append(output.Chunks[ownChunks + i], row);
                }
            }
            written += count;
            await output.EndRowsAsync(count, cancellationToken);
            progress?.Report(new StageProgress("writing", written, keptRows.Count));
        }
        if (written != keptRows.Count)
        {
            throw new PrismaticException(
                $"'{dataset.Files[0]}' has fewer rows than it had when it was read first; run again when it is complete"
            );
        }
        await output.CompleteAsync(metadata, cancellationToken);
        return [.. columns.Select(column => column.Name)];
    }

    private static RowCopier Source(Dataset dataset)
    {
        var kinds = dataset.Sources.Select(source => source.GetType()).Distinct().Count();
        if (kinds > 1)
        {
            throw new PrismaticException(
                "the input mixes Parquet, JSON and CSV files, which have no common columns to write; filter them apart"
            );
        }
        return dataset.Sources[0] is ParquetSource
            ? new ParquetRowCopier(dataset.Files)
            : new TextRowCopier(dataset.Sources);
    }

    private static void CheckOutput(Dataset dataset, string outputPath)
    {
        var output = Real(outputPath);
        if (dataset.Files.FirstOrDefault(file => Same(Real(file), output)) is { } same)
        {
            throw new PrismaticException(
                $"output '{outputPath}' is the input '{same}' itself; write to another file",
                ExitCode.Usage
            );
        }
    }

    // Links are followed in every part of the path.
    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }
        var place = Path.Combine(Real(folder), Path.GetFileName(full));
        FileSystemInfo? target =
            Directory.Exists(place) ? Directory.ResolveLinkTarget(place, returnFinalTarget: true)
            : File.Exists(place) ? File.ResolveLinkTarget(place, returnFinalTarget: true)
            : null;
        return target?.FullName ?? place;
    }

    private static bool Same(string a, string b) =>
        string.Equals(a, b, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<OutputColumn> Unique(IReadOnlyList<OutputColumn> added, IEnumerable<string> names)
    {
        var taken = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var column in added)
        {
            var name = column.Name;
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{column.Name}_{number}";
            }
            yield return name == column.Name ? column : column.Renamed(name);
        }
    }

    private static ThriftStruct Extend(ThriftStruct metadata, OutputColumn[] columns)
    {
        var elements = metadata.List<ThriftStruct>(2);
        var root = elements[0].Clone();
        root.I32(5, (root.Integer(5) ?? 0) + columns.Length);
        return metadata
            .Clone()
            .Structs(2, [root, .. elements.Skip(1), .. columns.SelectMany(column => column.Elements)]);
    }
}
