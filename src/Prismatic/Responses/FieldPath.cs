using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>A column, or a field inside the objects of one.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Inner">Names of fields, from outside in; empty for the column itself.</param>
internal sealed record FieldPath(string Column, params string[] Inner)
{
    /// <summary>The value inside a value of the column; of a list of objects the list of their fields.</summary>
    public FieldValue From(FieldValue value) => Inner.Aggregate(value, (outer, name) => outer.Inner(name));

    public override string ToString() => $"'{string.Join('.', [Column, .. Inner])}'";
}
