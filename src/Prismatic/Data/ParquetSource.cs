using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>A Parquet file as a source of text: row group by row group, only the columns asked for.</summary>
internal sealed class ParquetSource(string path) : DataSource(path)
{
    public override async Task<SourceInfo> InspectAsync(CancellationToken cancellationToken)
    {
        await using var file = await ParquetFile.OpenAsync(Path, cancellationToken);
        var columns = new List<ColumnInfo>();
        foreach (var node in file.Footer.Root.Children)
        {
            Describe(node, columns);
        }
        return new SourceInfo(columns, file.Footer.RowCount, file.Footer.RowCount > 0);
    }

    public override async IAsyncEnumerable<Cell[]> ReadAsync(
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var file = await ParquetFile.OpenAsync(Path, cancellationToken);
        var cells = new Cell[columns.Count];
        for (var group = 0; group < file.Footer.RowGroups.Count; group++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var readers = new ParquetCells[columns.Count];
            for (var i = 0; i < columns.Count; i++)
            {
                readers[i] = await ParquetCells.ReadAsync(file, group, columns[i], cancellationToken);
            }
            for (var row = 0L; row < file.Footer.RowGroups[group].RowCount; row++)
            {
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = readers[i].Next();
                }
                yield return cells;
            }
        }
    }

    private static void Describe(ParquetNode node, List<ColumnInfo> columns)
    {
        if (ParquetCells.ChatLeaves(node) is not null)
        {
            columns.Add(new ColumnInfo(node.DottedPath, ColumnKind.Chat, "chat"));
        }
        else if (
            node.Physical is not null
            || node.Repetition == ParquetRepetition.Repeated
            || node.TypeName != "struct"
        )
        {
            var isSingle = node.MaxRepetition == 0;
            var kind =
                isSingle && node.IsText ? ColumnKind.Text
                : isSingle && node.IsPlainBytes ? ColumnKind.Bytes
                : ColumnKind.Other;
            columns.Add(new ColumnInfo(node.DottedPath, kind, node.TypeName));
        }
        else
        {
            columns.Add(new ColumnInfo(node.DottedPath, ColumnKind.Other, node.TypeName));
            foreach (var child in node.Children)
            {
                Describe(child, columns);
            }
        }
    }
}
