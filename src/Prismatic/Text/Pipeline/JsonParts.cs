using System.Text.Json;

namespace Prismatic.Text.Pipeline;

/// <summary>Reads the parts of a tokenizer file; what is missing or of another kind is refused by its name.</summary>
internal static class JsonParts
{
    /// <summary>The part, or null where it is missing or null.</summary>
    public static JsonElement? Part(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The part, which has to be there.</summary>
    public static JsonElement Needed(this JsonElement parent, string name) =>
        parent.Part(name) ?? throw TokenizerFault.Broken($"it has no '{name}'");

    /// <summary>The elements of a list.</summary>
    public static JsonElement.ArrayEnumerator List(this JsonElement parent, string name) =>
        parent.Needed(name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray()
            : throw TokenizerFault.Broken($"'{name}' is not a list");

    /// <summary>The names and values of an object.</summary>
    public static JsonElement.ObjectEnumerator Pairs(this JsonElement parent, string name) =>
        parent.Needed(name) is { ValueKind: JsonValueKind.Object } pairs
            ? pairs.EnumerateObject()
            : throw TokenizerFault.Broken($"'{name}' is not an object");

    /// <summary>Text, or null where it is missing.</summary>
    public static string? Text(this JsonElement parent, string name) =>
        parent.Part(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw TokenizerFault.Broken($"'{name}' is not text");

    /// <summary>True or false.</summary>
    public static bool Flag(this JsonElement parent, string name, bool fallback) =>
        parent.Part(name)?.ValueKind switch
        {
            null => fallback,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw TokenizerFault.Broken($"'{name}' is neither true nor false"),
        };

    /// <summary>The "type" of a component.</summary>
    public static string Type(this JsonElement component) =>
        component.Text("type") ?? throw TokenizerFault.Broken("a component has no 'type'");

    /// <summary>A token id.</summary>
    public static int Id(this JsonElement value, string of) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id) && id is >= 0 and < Vocabulary.MaxIds
            ? id
            : throw TokenizerFault.Broken(
                $"'{TokenizerFault.Short(of)}' has the id {TokenizerFault.Short(value.GetRawText())}"
            );
}
