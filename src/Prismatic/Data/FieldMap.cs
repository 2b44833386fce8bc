namespace Prismatic.Data;

/// <summary>Which columns make the text of a row.</summary>
/// <param name="Prompt">Columns that make the prompt, joined by line breaks; empty where there is none.</param>
/// <param name="Response">Column with the text itself, or with the chat.</param>
/// <param name="IsChat">Whether <paramref name="Response"/> is a list of messages that is split into both.</param>
/// <param name="Reason">Why these: "chosen", or how they were found.</param>
public sealed record FieldMap(IReadOnlyList<string> Prompt, string Response, bool IsChat, string Reason)
{
    /// <summary>All columns needed, prompt first.</summary>
    internal IReadOnlyList<string> Columns => [.. Prompt, Response];

    /// <summary>One sentence for the user.</summary>
    public string Describe()
    {
        if (IsChat)
        {
            return $"Text: chat in column '{Response}', the last answer as response ({Reason}).";
        }
        return Prompt.Count == 0
            ? $"Text: column '{Response}' ({Reason})."
            : $"Text: prompt from {string.Join(" and ", Prompt.Select(name => $"'{name}'"))}, "
                + $"response from '{Response}' ({Reason}).";
    }

    /// <summary>The row these cells make; cells in the order of <see cref="Columns"/>.</summary>
    internal TextRow Row(long index, ReadOnlySpan<Cell> cells)
    {
        var last = cells[^1];
        if (last.IsNull)
        {
            return new TextRow(index, PromptText(cells[..^1]), "", TextState.Null);
        }
        var (prompt, response) = IsChat && last.Chat is { } chat ? Chat.Split(chat) : ("", last.Flatten());
        var state = string.IsNullOrWhiteSpace(response) ? TextState.Empty : TextState.Present;
        return new TextRow(index, IsChat ? prompt : PromptText(cells[..^1]), response, state);
    }

    private static string PromptText(ReadOnlySpan<Cell> cells)
    {
        var parts = new List<string>(cells.Length);
        foreach (var cell in cells)
        {
            if (cell.Flatten() is { Length: > 0 } text)
            {
                parts.Add(text);
            }
        }
        return string.Join('\n', parts);
    }
}
