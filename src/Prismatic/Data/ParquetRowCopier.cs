using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>Copies rows out of Parquet files of one schema: levels and physical values, never interpreted.</summary>
internal sealed class ParquetRowCopier(IReadOnlyList<string> paths) : RowCopier
{
    // Arrow's own copy of the schema would contradict the added columns.
    private const string ArrowSchemaKey = "ARROW:schema";
    private const int FieldId = 9;
    private const int RowsAtOnce = 4096;

    public override async Task<RowCopier> OpenAsync(
        CancellationToken cancellationToken,
        IReadOnlyList<long>? keptRows = null
    )
    {
        ParquetFooter? first = null;
        foreach (var path in paths)
        {
            await using var file = await ParquetFile.OpenAsync(path, cancellationToken);
            if (first is null)
            {
                first = file.Footer;
            }
            else if (Difference(first.Root, file.Footer.Root) is { } column)
            {
                throw new PrismaticException(
                    $"'{path}' differs from '{paths[0]}' in column '{column}' (name, type or nullability); "
                        + "filter files of different schema apart"
                );
            }
        }
        var pairs = first!.Raw.List<ThriftStruct>(5).Where(pair => pair.String(1) != ArrowSchemaKey).ToList();
        Metadata = new ThriftStruct().I32(1, first.Raw.Integer(1) ?? 1).Structs(2, first.Raw.List<ThriftStruct>(2));
        if (pairs.Count > 0)
        {
            Metadata.Structs(5, pairs);
        }
        return this;
    }

    public override async Task ProbeAsync(CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            await using var file = await ParquetFile.OpenAsync(path, cancellationToken);
            for (var group = 0; group < file.Footer.RowGroups.Count; group++)
            {
                for (var leaf = 0; leaf < file.Footer.Leaves.Count; leaf++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Task check =
                        group == 0
                            ? file.ReadColumnAsync(group, leaf, cancellationToken)
                            : file.CheckColumnAsync(group, leaf, cancellationToken);
                    await check;
                }
            }
        }
    }

    public override async IAsyncEnumerable<int> CopyAsync(
        IReadOnlyList<long> keptRows,
        IReadOnlyList<ParquetChunkWriter> chunks,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (next, firstRow) = (0, 0L);
        foreach (var path in paths)
        {
            await using var file = await ParquetFile.OpenAsync(path, cancellationToken);
            for (var group = 0; group < file.Footer.RowGroups.Count; group++)
            {
                var end = firstRow + file.Footer.RowGroups[group].RowCount;
                var start = next;
                while (next < keptRows.Count && keptRows[next] < end)
                {
                    next++;
                }
                if (next > start)
                {
                    int[] rows = [.. keptRows.Skip(start).Take(next - start).Select(row => (int)(row - firstRow))];
                    for (var leaf = 0; leaf < file.Footer.Leaves.Count; leaf++)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        Copy(await file.ReadColumnAsync(group, leaf, cancellationToken), rows, chunks[leaf]);
                    }
                    yield return rows.Length;
                }
                firstRow = end;
            }
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Copy(ParquetColumn column, int[] rows, ParquetChunkWriter chunk)
    {
        var (row, entry, value) = (0, 0, 0);
        for (var i = 0; i < rows.Length; )
        {
            Skip(rows[i]);
            var (firstEntry, firstValue) = (entry, value);
            var run = i + 1;
            while (run < rows.Length && rows[run] == rows[run - 1] + 1 && run - i < RowsAtOnce)
            {
                run++;
            }
            Skip(rows[run - 1] + 1);
            chunk.Copy(column, firstEntry..entry, firstValue..value);
            chunk.EndRows();
            i = run;
        }

        void Skip(int target)
        {
            while (row < target)
            {
                do
                {
                    value += column.IsDefined(entry++) ? 1 : 0;
                } while (entry < column.Count && !column.BeginsRow(entry));
                row++;
            }
        }
    }

    // Field ids number the columns for table formats; shards of one table may number them differently.
    private static string? Difference(ParquetNode a, ParquetNode b)
    {
        if (a.Parent is not null && !Bytes(a).AsSpan().SequenceEqual(Bytes(b)))
        {
            return b.DottedPath;
        }
        for (var i = 0; i < Math.Max(a.Children.Count, b.Children.Count); i++)
        {
            if (i >= a.Children.Count || i >= b.Children.Count)
            {
                return (i < a.Children.Count ? a : b).Children[i].DottedPath;
            }
            if (Difference(a.Children[i], b.Children[i]) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    private static byte[] Bytes(ParquetNode node)
    {
        var element = node.Element.Clone();
        element.Remove(FieldId);
        return ThriftWriter.ToBytes(element);
    }
}
