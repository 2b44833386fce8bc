using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prismatic.Data;

/// <summary>What JSON values mean as cells.</summary>
internal static class JsonCells
{
    private static readonly string[] RoleNames = ["role", "from"];
    private static readonly string[] ContentNames = ["content", "value"];

    /// <summary>The value as text or chat; null where it is a structure that holds neither.</summary>
    public static Cell? Cell(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => default(Cell),
            JsonValueKind.String => new Cell(Text(value)),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => new Cell(value.GetRawText()),
            JsonValueKind.Array => List(value),
            _ => null,
        };

    /// <summary>Kind and type of one value, for learning the columns.</summary>
    public static ColumnInfo Describe(string name, JsonElement value)
    {
        var kind = value.ValueKind switch
        {
            JsonValueKind.Null => ColumnKind.Unknown,
            JsonValueKind.String => ColumnKind.Text,
            JsonValueKind.Array when value.GetArrayLength() == 0 => ColumnKind.Unknown,
            JsonValueKind.Array when List(value) is { } cell => cell.Chat is null ? ColumnKind.Text : ColumnKind.Chat,
            _ => ColumnKind.Other,
        };
        return new ColumnInfo(name, kind, TypeName(value));
    }

    /// <summary>Nulls say nothing; of two kinds the one that is not text wins, so that nobody is surprised later.</summary>
    public static ColumnInfo Merge(ColumnInfo before, ColumnInfo seen) =>
        before.Kind == ColumnKind.Unknown || (seen.Kind == ColumnKind.Other && before.Kind != ColumnKind.Other)
            ? seen
            : before;

    public static string TypeName(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => "text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            _ => "null",
        };

    /// <summary>The one array of objects that a wrapping object is there for; null where it is a row itself.</summary>
    public static JsonElement? WrappedRows(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        JsonElement? found = null;
        foreach (var property in root.EnumerateObject())
        {
            var value = property.Value;
            if (
                value.ValueKind == JsonValueKind.Array
                && value.GetArrayLength() > 0
                && value[0].ValueKind == JsonValueKind.Object
                && List(value)?.Chat is null
            )
            {
                if (found is not null)
                {
                    return null;
                }
                found = value;
            }
        }
        return found;
    }

    /// <summary>The string, half surrogate pairs replaced: they can be written as escapes, but are not text.</summary>
    public static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            using var mended = JsonDocument.Parse(Mend(value.GetRawText()));
            return mended.RootElement.GetString()!;
        }
    }

    private static string Mend(string raw)
    {
        var text = raw.ToCharArray();
        for (var i = 0; i < text.Length; i += text[i] == '\\' ? 2 : 1)
        {
            if (!IsSurrogate(raw, i))
            {
                continue;
            }
            if (
                char.ToUpperInvariant(raw[i + 3]) <= 'B'
                && IsSurrogate(raw, i + 6)
                && char.ToUpperInvariant(raw[i + 9]) > 'B'
            )
            {
                i += 6;
            }
            else
            {
                "FFFD".CopyTo(text.AsSpan(i + 2));
            }
        }
        return new string(text);
    }

    private static bool IsSurrogate(string raw, int at) =>
        at + 6 <= raw.Length
        && raw[at] == '\\'
        && raw[at + 1] == 'u'
        && (raw[at + 2] is 'd' or 'D')
        && (char.ToUpperInvariant(raw[at + 3]) is '8' or '9' or (>= 'A' and <= 'F'));

    private static Cell? List(JsonElement list)
    {
        var messages = new List<ChatMessage>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                return null;
            }
            if (Find(item, RoleNames) is not { } role || Find(item, ContentNames) is not { } content)
            {
                return Chunks(list);
            }
            messages.Add(new ChatMessage(Content(role), Content(content)));
        }
        return new Cell(null, messages);
    }

    // Utterances cut into pieces: [{"text": "play "}, {"text": "jazz", "entity": "genre"}].
    private static Cell? Chunks(JsonElement list)
    {
        var parts = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (
                item.ValueKind != JsonValueKind.Object
                || !item.TryGetProperty("text", out var text)
                || text.ValueKind != JsonValueKind.String
            )
            {
                return null;
            }
            parts.Add(Text(text));
        }
        return new Cell(string.Concat(parts));
    }

    // Content is text, or a list of typed parts, or an object that wraps the text.
    private static string Content(JsonElement content) =>
        content.ValueKind switch
        {
            JsonValueKind.String => Text(content),
            JsonValueKind.Array => string.Join(
                '\n',
                content.EnumerateArray().Select(Content).Where(part => part.Length > 0)
            ),
            JsonValueKind.Object => string.Join('\n', Strings(content)),
            JsonValueKind.Null => "",
            _ => content.GetRawText(),
        };

    private static IEnumerable<string> Strings(JsonElement wrapper) =>
        wrapper
            .EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.String && property.Name != "type")
            .Select(property => Text(property.Value));

    private static JsonElement? Find(JsonElement item, string[] names)
    {
        foreach (var name in names)
        {
            if (item.TryGetProperty(name, out var value))
            {
                return value;
            }
        }
        return null;
    }
}

/// <summary>Reads JSON values without reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonRowContext : JsonSerializerContext
{
    public static JsonRowContext With(JsonSerializerOptions options) => new(options);
}
