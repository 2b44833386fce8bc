namespace Prismatic.Data;

/// <summary>One message of a chat.</summary>
internal readonly record struct ChatMessage(string Role, string Content);

/// <summary>What stands in one column of one row: text, a chat, or nothing.</summary>
internal readonly record struct Cell(string? Text, IReadOnlyList<ChatMessage>? Chat = null)
{
    public bool IsNull => Text is null && Chat is null;

    /// <summary>All of it as one text; empty for nothing.</summary>
    public string Flatten() => Text ?? (Chat is null ? "" : Data.Chat.Flatten(Chat));
}

/// <summary>How a chat becomes a prompt and a response.</summary>
internal static class Chat
{
    private static readonly HashSet<string> Answerers = new(StringComparer.OrdinalIgnoreCase)
    {
        "assistant",
        "gpt",
        "chatgpt",
        "model",
        "bot",
        "ai",
    };

    /// <summary>
    /// The last answer is the response and everything before it the prompt; a chat without an answer is all response.
    /// </summary>
    public static (string Prompt, string Response) Split(IReadOnlyList<ChatMessage> messages)
    {
        var answer = LastAnswer(messages);
        return answer < 0 ? ("", Flatten(messages)) : (Flatten([.. messages.Take(answer)]), messages[answer].Content);
    }

    /// <summary>Place of the last message that a model wrote; minus one where there is none.</summary>
    public static int LastAnswer(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (Answerers.Contains(messages[i].Role))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Messages on lines of their own; roles only where there is more than one message.</summary>
    public static string Flatten(IReadOnlyList<ChatMessage> messages) =>
        messages.Count == 1
            ? messages[0].Content
            : string.Join('\n', messages.Select(message => $"{message.Role}: {message.Content}"));
}
