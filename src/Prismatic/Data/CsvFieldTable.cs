using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>CSV or TSV as a table: every value is text; a column whose first values are numbers counts as one of numbers.</summary>
internal sealed class CsvFieldTable(string path) : FieldTable(path)
{
    private readonly CsvSource _source = new(path);

    public override async Task<FieldTableInfo> InspectAsync(CancellationToken cancellationToken)
    {
        string[] header = [];
        FieldShape[] shapes = [];
        var rows = -1;
        await foreach (var (record, isHeader) in _source.RecordsAsync(cancellationToken))
        {
            if (isHeader)
            {
                (header, shapes) = (record, new FieldShape[record.Length]);
            }
            for (var i = 0; i < shapes.Length && !isHeader; i++)
            {
                var seen =
                    record[i].Length == 0 ? FieldShape.Unknown
                    : FieldValue.Of(record[i]).Number is null ? FieldShape.Text
                    : FieldShape.Number;
                shapes[i] = FieldColumn.Merge(shapes[i], seen);
            }
            if (++rows == SampleRows)
            {
                break;
            }
        }
        var columns = header.Select(
            (name, i) => new FieldColumn(name, shapes[i] == FieldShape.Unknown ? FieldShape.Text : shapes[i])
        );
        return new FieldTableInfo([.. columns], rows > 0);
    }

    public override async IAsyncEnumerable<(FieldValue[] Values, string Place)> ReadAsync(
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var values = new FieldValue[columns.Count];
        var places = new int[columns.Count];
        var number = 0L;
        await foreach (var (record, isHeader) in _source.RecordsAsync(cancellationToken))
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (isHeader)
                {
                    places[i] = Array.IndexOf(record, columns[i]);
                }
                else
                {
                    values[i] = places[i] < 0 ? FieldValue.Null : FieldValue.Of(record[places[i]]);
                }
            }
            if (!isHeader)
            {
                yield return (values, $"{Path}: record {++number}");
            }
        }
    }
}
