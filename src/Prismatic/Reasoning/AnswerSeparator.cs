namespace Prismatic.Reasoning;

/// <summary>What stands between a row's reasoning and its answer where both are in one text.</summary>
/// <param name="Text">For example <c>####</c> of GSM8K, or <c>&lt;/think&gt;</c>.</param>
public sealed record AnswerSeparator(string Text)
{
    private const string ThoughtStart = "<think>";
    private const string ThoughtEnd = "</think>";

    // A habit of the whole data set, not of some rows; and no heading of a longer text.
    private const double DetectedShare = 0.9;
    private const int LongestDetected = 64;

    /// <summary>The separators that are looked for where none is named.</summary>
    public static IReadOnlyList<AnswerSeparator> Known { get; } = [new("####"), new(ThoughtEnd)];

    /// <summary>What leads to the answer in the text the model reads: nothing behind a thought, where whole texts stand.</summary>
    public string Cue => Text == ThoughtEnd ? "" : GainOptions.DefaultCue;

    /// <summary>
    /// The known separator that at least nine of ten responses have, behind a reasoning and (but for thoughts) before an answer
    /// of one line; null where there is none.
    /// </summary>
    public static AnswerSeparator? Detect(IReadOnlyCollection<string> responses) =>
        Known.FirstOrDefault(separator =>
            responses.Count > 0 && responses.Count(separator.Fits) >= DetectedShare * responses.Count
        );

    /// <summary>
    /// Reasoning and answer without the white space around them, cut at the last separator; null where there is none, or no
    /// answer behind it.
    /// </summary>
    public (string Reasoning, string Answer)? Split(string response)
    {
        var at = response.LastIndexOf(Text, StringComparison.Ordinal);
        if (at < 0 || response[(at + Text.Length)..].Trim() is not { Length: > 0 } answer)
        {
            return null;
        }
        var reasoning = response[..at];
        if (Text == ThoughtEnd && reasoning.IndexOf(ThoughtStart, StringComparison.Ordinal) is >= 0 and var start)
        {
            reasoning = reasoning[(start + ThoughtStart.Length)..];
        }
        return (reasoning.Trim(), answer);
    }

    private bool Fits(string response) =>
        Split(response) is { Reasoning.Length: > 0 } parts
        && (Text == ThoughtEnd || (parts.Answer.Length <= LongestDetected && !parts.Answer.Contains('\n')));
}
