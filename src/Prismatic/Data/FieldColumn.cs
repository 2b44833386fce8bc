namespace Prismatic.Data;

/// <summary>The form of a column's values, as far as one looks for answers of models in it.</summary>
internal enum FieldShape
{
    /// <summary>Nothing seen but nulls and empty lists.</summary>
    Unknown,
    Text,
    Number,
    TextList,
    NumberList,

    /// <summary>A list of messages with role and content.</summary>
    Chat,
    ObjectList,
    Object,

    /// <summary>Dates, bytes, lists of lists, or forms that change from row to row.</summary>
    Other,
}

/// <summary>A column at the top of a table, as the file spells it.</summary>
internal sealed record FieldColumn(string Name, FieldShape Shape)
{
    /// <summary>The form in words, for messages.</summary>
    public string TypeName =>
        Shape switch
        {
            FieldShape.Unknown => "null",
            FieldShape.Text => "text",
            FieldShape.Number => "a number",
            FieldShape.TextList => "a list of texts",
            FieldShape.NumberList => "a list of numbers",
            FieldShape.Chat => "a chat",
            FieldShape.ObjectList => "a list of objects",
            FieldShape.Object => "an object",
            _ => "of another type",
        };

    public static FieldShape ShapeOf(FieldValue value)
    {
        if (value.Kind != FieldKind.List)
        {
            return value.Kind switch
            {
                FieldKind.Null => FieldShape.Unknown,
                FieldKind.Text => FieldShape.Text,
                FieldKind.Number => FieldShape.Number,
                FieldKind.Object => FieldShape.Object,
                _ => FieldShape.Other,
            };
        }
        var items = value.Items.Select(ShapeOf).Aggregate(FieldShape.Unknown, Merge);
        return items switch
        {
            FieldShape.Unknown => FieldShape.Unknown,
            FieldShape.Text => FieldShape.TextList,
            FieldShape.Number => FieldShape.NumberList,
            FieldShape.Object => FieldChat.Messages(value) is null ? FieldShape.ObjectList : FieldShape.Chat,
            _ => FieldShape.Other,
        };
    }

    /// <summary>Nulls say nothing; numbers among texts are texts; other forms do not mix.</summary>
    public static FieldShape Merge(FieldShape before, FieldShape seen) =>
        (before, seen) switch
        {
            _ when before == seen => before,
            (FieldShape.Unknown, _) => seen,
            (_, FieldShape.Unknown) => before,
            (FieldShape.Text or FieldShape.Number, FieldShape.Text or FieldShape.Number) => FieldShape.Text,
            (FieldShape.TextList or FieldShape.NumberList, FieldShape.TextList or FieldShape.NumberList) =>
                FieldShape.TextList,
            _ => FieldShape.Other,
        };
}
