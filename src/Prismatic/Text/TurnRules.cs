namespace Prismatic.Text;

/// <summary>What a chat template does to the texts it puts between its markers.</summary>
/// <param name="Trims">White space around prompt and response is left out.</param>
/// <param name="DropsLineEnds">Line ends before the response are left out.</param>
/// <param name="Thinks">
/// An answer starts with a thought, an empty one where it holds none; a thought of its own is written in the template's form.
/// </param>
internal readonly record struct TurnRules(bool Trims, bool DropsLineEnds, bool Thinks)
{
    /// <summary>Before a thought.</summary>
    public const string ThoughtStart = "<think>";

    /// <summary>Behind a thought.</summary>
    public const string ThoughtEnd = "</think>";

    /// <summary>Texts stay as they are.</summary>
    public static TurnRules None { get; }

    /// <summary>Whether a response brings its thought along.</summary>
    public bool HasThought(string response) => Thinks && response.Contains(ThoughtEnd, StringComparison.Ordinal);

    /// <summary>A prompt as the template writes it.</summary>
    public string Prompt(string text) => Trims ? Trimmed(text) : text;

    /// <summary>A response as the template writes it.</summary>
    public string Response(string text)
    {
        if (HasThought(text))
        {
            var thought = text[..text.IndexOf(ThoughtEnd, StringComparison.Ordinal)];
            var start = thought.LastIndexOf(ThoughtStart, StringComparison.Ordinal);
            thought = start < 0 ? thought : thought[(start + ThoughtStart.Length)..];
            var answer = text[(text.LastIndexOf(ThoughtEnd, StringComparison.Ordinal) + ThoughtEnd.Length)..];
            return $"{ThoughtStart}\n{thought.Trim('\n')}\n{ThoughtEnd}\n\n{answer.TrimStart('\n')}";
        }
        text = Trims ? Trimmed(text) : text;
        return DropsLineEnds ? text.TrimStart('\n') : text;
    }

    // The templates' language counts four separators as white space that .NET does not.
    private static string Trimmed(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }
        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }
        return text[start..end];
    }

    private static bool IsSpace(char letter) => char.IsWhiteSpace(letter) || letter is >= '\u001C' and <= '\u001F';
}
