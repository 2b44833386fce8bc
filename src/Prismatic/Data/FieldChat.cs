namespace Prismatic.Data;

/// <summary>Reads chats in the shapes that programs write them.</summary>
internal static class FieldChat
{
    private static readonly string[] RoleNames = ["role", "from"];
    private static readonly string[] ContentNames = ["content", "contents", "value"];
    private static readonly string[] TextNames = ["text", "answer", "content", "output", "response", "value"];

    /// <summary>The messages where the value is a list of objects with role and content; else null.</summary>
    public static IReadOnlyList<ChatMessage>? Messages(FieldValue value)
    {
        if (value.Kind != FieldKind.List || value.Items.Count == 0)
        {
            return null;
        }
        var messages = new List<ChatMessage>(value.Items.Count);
        foreach (var item in value.Items)
        {
            if (First(item, RoleNames) is not { IsScalar: true } role || First(item, ContentNames) is not { } content)
            {
                return null;
            }
            messages.Add(new ChatMessage(role.Text, Content(content)));
        }
        return messages;
    }

    /// <summary>
    /// The text of a message: text as it is, parts joined, of an object the text it wraps. Parts that are typed and not
    /// text (calls of tools, thoughts, pictures) are left out.
    /// </summary>
    public static string Content(FieldValue content) =>
        content.Kind switch
        {
            FieldKind.Text or FieldKind.Number => content.Text,
            FieldKind.List => string.Join('\n', content.Items.Select(Content).Where(part => part.Length > 0)),
            FieldKind.Object => Wrapped(content),
            _ => "",
        };

    private static string Wrapped(FieldValue wrapper)
    {
        var type = First(wrapper, ["$type", "type"]);
        if (type is { Kind: FieldKind.Text } && type.Text is not ("text" or "input_text" or "output_text"))
        {
            return "";
        }
        return First(wrapper, TextNames) is { } text ? Content(text) : "";
    }

    private static FieldValue? First(FieldValue item, string[] names)
    {
        foreach (var name in names)
        {
            if (item.Fields.TryGetValue(name, out var field))
            {
                return field;
            }
        }
        return null;
    }
}
