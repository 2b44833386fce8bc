using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>A column whose values name rows, such as an id: text or numbers, in any format.</summary>
public static class KeyColumn
{
    /// <summary>
    /// The column's value in each row of <paramref name="dataset"/>, in its order; numbers as they are written, null where the value is
    /// null, missing or empty.
    /// </summary>
    /// <exception cref="PrismaticException">A file has no such column, or a value is a list, an object or bytes.</exception>
    public static async IAsyncEnumerable<string?> ReadAsync(
        Dataset dataset,
        string column,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var file in dataset.Files)
        {
            var table = FieldTable.Open(file);
            var info = await table.InspectAsync(cancellationToken);
            if (info.HasRows && info.Columns.All(known => known.Name != column))
            {
                var names = info.Columns.Select(known => known.Name).ToList();
                throw new PrismaticException(
                    $"'{file}' has no column '{column}'{NearNames.Suggest(column, names)}; it has {string.Join(", ", names)}"
                );
            }
            await foreach (var (values, place) in table.ReadAsync([column], cancellationToken))
            {
                yield return Text(values[0], column, place);
            }
        }
    }

    private static string? Text(FieldValue value, string column, string place) =>
        value.Kind == FieldKind.Null || (value.IsScalar && value.Text.Length == 0) ? null
        : value.IsScalar ? value.Text
        : throw new PrismaticException(
            $"{place}: column '{column}' holds {value.TypeName}, which names no row; choose a column of text or numbers"
        );
}
