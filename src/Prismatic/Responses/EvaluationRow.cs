using System.Text.Json;
using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>
/// One result of Microsoft.Extensions.AI.Evaluation: a conversation, the answer of a model to it, and metrics.
/// </summary>
internal static class EvaluationRow
{
    /// <summary>Whether an object that makes a whole file is such a result, not a wrapper around its messages.</summary>
    public static bool IsResult(JsonElement root) => root.TryGetProperty("modelResponse", out _);

    /// <summary>The conversation as one text; null where there is none.</summary>
    public static string? Prompt(FieldValue messages) =>
        FieldChat.Messages(messages) is { } chat ? Chat.Flatten(chat) : null;

    /// <summary>The texts of the answer; older versions hold one message in place of a list.</summary>
    public static FieldValue Answer(FieldValue response)
    {
        if (response.Inner("messages") is not { Kind: FieldKind.List } messages)
        {
            var message = response.Inner("message") is { Kind: FieldKind.Object } inner ? inner : response;
            return message.Fields.ContainsKey("contents")
                ? FieldValue.Of(FieldChat.Content(message.Inner("contents")))
                : FieldValue.Null;
        }
        var texts = messages.Items.Select(message => FieldChat.Content(message.Inner("contents")));
        return messages.Items.Count == 0
            ? FieldValue.Null
            : FieldValue.Of(string.Join('\n', texts.Where(text => text.Length > 0)));
    }
}
