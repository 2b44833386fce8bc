using System.Text.Json.Serialization;

namespace Prismatic.Trainer.Corpus;

/// <summary>One document of the corpus: a text, or a prompt with its response.</summary>
/// <param name="Source">Name of its <see cref="CorpusSource"/>.</param>
/// <param name="Prompt">Null when there is only <paramref name="Text"/>.</param>
/// <param name="Response">Null when there is only <paramref name="Text"/>.</param>
/// <param name="Text">Null when there are prompt and response.</param>
public sealed record CorpusDocument(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("prompt")] string? Prompt,
    [property: JsonPropertyName("response")] string? Response,
    [property: JsonPropertyName("text")] string? Text
)
{
    /// <summary>Which held-out file it belongs to; null for training.</summary>
    [JsonIgnore]
    public string? HeldOut { get; init; }

    /// <summary>What is tokenized: the text, or prompt, line end, response.</summary>
    [JsonIgnore]
    public string Content => Text ?? (Response is null ? Prompt! : Prompt + "\n" + Response);

    public static CorpusDocument Of(string source, string text, string? heldOut = null) =>
        new(source, null, null, text.Trim()) { HeldOut = heldOut };

    // No white space beside the joint, so that tokens of the joined text are those of its parts.
    public static CorpusDocument Of(string source, string prompt, string response, string? heldOut) =>
        new(source, prompt.Trim(), response.Trim(), null) { HeldOut = heldOut };
}
