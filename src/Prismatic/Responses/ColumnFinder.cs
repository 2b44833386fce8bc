using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Finds columns of one file: by the names the user gave, or by usual names.</summary>
internal sealed class ColumnFinder(string path, IReadOnlyList<FieldColumn> columns)
{
    private const int Shown = 20;

    public IReadOnlyList<FieldColumn> Columns => columns;

    /// <summary>The columns with their forms, for messages.</summary>
    public string Listed =>
        string.Join(", ", columns.Take(Shown).Select(column => $"{column.Name} ({column.TypeName})"))
        + (columns.Count > Shown ? $" and {columns.Count - Shown} more" : "");

    /// <summary>The same without columns that are taken.</summary>
    public ColumnFinder Without(params IEnumerable<string?> names) =>
        new(path, [.. columns.Where(column => !names.Contains(column.Name))]);

    /// <summary>The column of exactly this name, case aside; null where there is none.</summary>
    public FieldColumn? Find(string name)
    {
        var loose = columns.Where(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return columns.FirstOrDefault(column => column.Name == name) ?? (loose.Count == 1 ? loose[0] : null);
    }

    /// <summary>The column of the first of these names that fits; letters and digits count, case does not.</summary>
    public FieldColumn? Named(ReadOnlySpan<string> names, params ReadOnlySpan<FieldShape> shapes)
    {
        foreach (var name in names)
        {
            foreach (var column in columns)
            {
                if (shapes.Contains(column.Shape) && Plain(column.Name) == name)
                {
                    return column;
                }
            }
        }
        return null;
    }

    /// <summary>What the user named, with the form of its column; the form of an inner field is not known.</summary>
    /// <exception cref="PrismaticException">The file does not have it.</exception>
    public (FieldPath Path, FieldShape Shape) Chosen(string name)
    {
        if (Find(name) is { } column)
        {
            return (new FieldPath(column.Name), column.Shape);
        }
        var parts = name.Split('.');
        return
            parts.Length > 1
            && Find(parts[0]) is { Shape: FieldShape.Object or FieldShape.ObjectList or FieldShape.Chat } outer
            ? (new FieldPath(outer.Name, parts[1..]), FieldShape.Unknown)
            : throw new PrismaticException(
                $"'{path}' has no column '{name}'{NearNames.Suggest(name, columns.Select(known => known.Name))}; "
                    + $"its columns are {Listed}"
            );
    }

    /// <summary>Letters and digits in lower case.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
