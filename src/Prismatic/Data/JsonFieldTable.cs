using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Prismatic.Data;

/// <summary>JSON Lines or JSON as a table.</summary>
internal sealed class JsonFieldTable(string path, Func<JsonElement, bool>? isRow) : FieldTable(path)
{
    private readonly JsonSource _source = new(path, isRow);

    public override async Task<FieldTableInfo> InspectAsync(CancellationToken cancellationToken)
    {
        var shapes = new Dictionary<string, FieldShape>();
        var names = new List<string>();
        var rows = 0;
        await foreach (var (row, place) in _source.ElementsAsync(cancellationToken))
        {
            foreach (var (name, value) in Guard(place, () => FieldValue.Of(row)).Fields)
            {
                var shape = FieldColumn.ShapeOf(value);
                if (shapes.TryAdd(name, shape))
                {
                    names.Add(name);
                }
                else
                {
                    shapes[name] = FieldColumn.Merge(shapes[name], shape);
                }
            }
            if (++rows == SampleRows)
            {
                break;
            }
        }
        return new FieldTableInfo([.. names.Select(name => new FieldColumn(name, shapes[name]))], rows > 0);
    }

    public override async IAsyncEnumerable<(FieldValue[] Values, string Place)> ReadAsync(
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var values = new FieldValue[columns.Count];
        await foreach (var (row, place) in _source.ElementsAsync(cancellationToken))
        {
            for (var i = 0; i < values.Length; i++)
            {
                var column = columns[i];
                values[i] = Guard(
                    place,
                    () => row.TryGetProperty(column, out var value) ? FieldValue.Of(value) : FieldValue.Null
                );
            }
            yield return (values, place);
        }
    }

    private static FieldValue Guard(string place, Func<FieldValue> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException fault)
        {
            throw new PrismaticException(
                $"{place}: a column has a name that is not valid text; rename it",
                ExitCode.Input,
                fault
            );
        }
    }
}
