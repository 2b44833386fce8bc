using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>A Parquet file as a table, lists and structures included. Memory: the wanted columns of one row group.</summary>
internal sealed class ParquetFieldTable(string path) : FieldTable(path)
{
    public override async Task<FieldTableInfo> InspectAsync(CancellationToken cancellationToken)
    {
        await using var file = await ParquetFile.OpenAsync(Path, cancellationToken);
        var columns = file.Footer.Root.Children.Select(node => new FieldColumn(
            node.Name,
            ParquetRecords.ShapeOf(node)
        ));
        return new FieldTableInfo([.. columns], file.Footer.RowCount > 0);
    }

    public override async IAsyncEnumerable<(FieldValue[] Values, string Place)> ReadAsync(
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var file = await ParquetFile.OpenAsync(Path, cancellationToken);
        var nodes = columns
            .Select(column => file.Footer.Root.Children.FirstOrDefault(node => node.Name == column))
            .ToArray();
        var values = new FieldValue[columns.Count];
        var number = 0L;
        for (var group = 0; group < file.Footer.RowGroups.Count; group++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var records = new ParquetRecords?[nodes.Length];
            for (var i = 0; i < nodes.Length; i++)
            {
                records[i] = nodes[i] is { } node
                    ? await ParquetRecords.ReadAsync(file, group, node, cancellationToken)
                    : null;
            }
            for (var row = 0L; row < file.Footer.RowGroups[group].RowCount; row++)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = records[i]?.Next() ?? FieldValue.Null;
                }
                yield return (values, $"{Path}: row {++number}");
            }
        }
    }
}
