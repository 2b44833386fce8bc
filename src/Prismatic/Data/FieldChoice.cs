namespace Prismatic.Data;

/// <summary>Columns the user asked for; what is null is found by name.</summary>
/// <param name="Text">Column that holds the whole text.</param>
/// <param name="Prompt">Column that holds what is answered; needs <paramref name="Response"/> unless it is a chat.</param>
/// <param name="Response">Column that holds the answer.</param>
/// <param name="Messages">Column that holds a chat: a list of role and content.</param>
public sealed record FieldChoice(
    string? Text = null,
    string? Prompt = null,
    string? Response = null,
    string? Messages = null
)
{
    /// <summary>Nothing asked for: find the columns by name.</summary>
    public static FieldChoice Detect { get; } = new();
}
