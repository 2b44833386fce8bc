using System.Globalization;
using System.Text.Json;

namespace Prismatic.Data;

/// <summary>What a value is, whatever the format it stands in.</summary>
internal enum FieldKind
{
    Null,

    /// <summary>Text; also true and false.</summary>
    Text,
    Number,
    List,
    Object,

    /// <summary>Dates, bytes and other types of Parquet that are neither text nor number.</summary>
    Other,
}

/// <summary>One value of one row as a tree: the same for Parquet, JSON and CSV.</summary>
internal sealed class FieldValue
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private FieldValue(FieldKind kind, string text = "") => (Kind, Text) = (kind, text);

    public static FieldValue Null { get; } = new(FieldKind.Null);

    public FieldKind Kind { get; }

    /// <summary>The text, or the number as it is written; of other types their name; else empty.</summary>
    public string Text { get; }

    public IReadOnlyList<FieldValue> Items { get; private init; } = [];

    public IReadOnlyDictionary<string, FieldValue> Fields { get; private init; } =
        new Dictionary<string, FieldValue>(0);

    public bool IsScalar => Kind is FieldKind.Text or FieldKind.Number;

    /// <summary>The number, also where it is written as text; null where it is none. May be NaN or infinite.</summary>
    public double? Number =>
        !IsScalar ? null
        : double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : Text.Trim().ToUpperInvariant() switch
        {
            "INF" or "+INF" => double.PositiveInfinity,
            "-INF" => double.NegativeInfinity,
            _ => null,
        };

    /// <summary>The type in words, for messages.</summary>
    public string TypeName =>
        Kind switch
        {
            FieldKind.Null => "null",
            FieldKind.Text => "text",
            FieldKind.Number => "a number",
            FieldKind.List => "a list",
            FieldKind.Object => "an object",
            _ => Text,
        };

    public static FieldValue Of(string text) => new(FieldKind.Text, text);

    public static FieldValue OfNumber(string text) => new(FieldKind.Number, text);

    public static FieldValue Of(IReadOnlyList<FieldValue> items) => new(FieldKind.List) { Items = items };

    public static FieldValue Of(IReadOnlyDictionary<string, FieldValue> fields) =>
        new(FieldKind.Object) { Fields = fields };

    public static FieldValue OfType(string typeName) => new(FieldKind.Other, typeName);

    /// <summary>The whole tree below a JSON value, half surrogate pairs replaced.</summary>
    /// <exception cref="InvalidOperationException">A property has a name that is not valid text.</exception>
    public static FieldValue Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Of(JsonCells.Text(value)),
            JsonValueKind.Number => OfNumber(value.GetRawText()),
            JsonValueKind.True => Of("true"),
            JsonValueKind.False => Of("false"),
            JsonValueKind.Array => Of([.. value.EnumerateArray().Select(Of)]),
            JsonValueKind.Object => OfProperties(value),
            _ => Null,
        };

    /// <summary>The field of that name; of a list that field of every item; null where there is none.</summary>
    public FieldValue Inner(string name) =>
        Kind == FieldKind.List ? Of([.. Items.Select(item => item.Inner(name))])
        : Fields.TryGetValue(name, out var field) ? field
        : Null;

    /// <summary>The list that a text spells in JSON, as tables without lists hold it; the value itself where it spells none.</summary>
    public FieldValue Unpacked()
    {
        if (Kind != FieldKind.Text || !Text.AsSpan().TrimStart().StartsWith("["))
        {
            return this;
        }
        try
        {
            using var document = JsonDocument.Parse(Text, Lenient);
            return Of(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return this;
        }
    }

    private static FieldValue OfProperties(JsonElement value)
    {
        var fields = new Dictionary<string, FieldValue>();
        foreach (var property in value.EnumerateObject())
        {
            fields[property.Name] = Of(property.Value);
        }
        return Of(fields);
    }
}
