using Prismatic.Data;

namespace Prismatic.Trainer.Corpus;

/// <summary>
/// A chat as text, by the same rules by which the library turns the rows of a chat data set into text: <c>role: text</c>
/// on lines of their own, the last answer as the response and everything before it as the prompt.
/// </summary>
internal static class ChatText
{
    private const string User = "user";

    /// <summary>The role whose last message is the response.</summary>
    public const string Assistant = "assistant";

    /// <summary>Even numbers give prompt and response, odd ones the whole conversation as one text.</summary>
    public static CorpusDocument Document(
        string source,
        IReadOnlyList<ChatMessage> messages,
        int number,
        string? heldOut
    )
    {
        if (number % 2 == 1 || !messages.Skip(1).Any(static message => message.Role == Assistant))
        {
            return CorpusDocument.Of(source, Chat.Flatten(messages), heldOut);
        }

        var (prompt, response) = Chat.Split(messages);
        return CorpusDocument.Of(source, prompt, response, heldOut);
    }

    /// <summary>A question and its answer as a chat of two messages in one text.</summary>
    public static CorpusDocument Pair(string source, string prompt, string response) =>
        CorpusDocument.Of(
            source,
            Chat.Flatten([new ChatMessage(User, prompt.Trim()), new ChatMessage(Assistant, response.Trim())])
        );

    /// <summary>One speaker after the other, the user first.</summary>
    public static IReadOnlyList<ChatMessage> Alternating(IEnumerable<string> texts) =>
        [.. texts.Select(static (text, i) => new ChatMessage(i % 2 == 0 ? User : Assistant, text))];

    /// <summary>Messages of the same speaker one after the other become one.</summary>
    public static IReadOnlyList<ChatMessage> Merged(IEnumerable<ChatMessage> messages)
    {
        var merged = new List<ChatMessage>();
        foreach (var (role, raw) in messages)
        {
            var text = raw.Trim();
            if (text.Length == 0)
            {
                continue;
            }

            if (merged.Count > 0 && merged[^1].Role == role)
            {
                merged[^1] = new ChatMessage(role, merged[^1].Content + " " + text);
            }
            else
            {
                merged.Add(new ChatMessage(role, text));
            }
        }

        return merged;
    }
}
