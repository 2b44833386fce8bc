namespace Prismatic.Tool.GitHub;

/// <summary>What is to be said in a conversation.</summary>
/// <param name="Marker">Its first line.</param>
/// <param name="Body">All of it, marker included.</param>
internal sealed record CommentDraft(CommentMarker Marker, string Body)
{
    /// <summary>A text and who says it.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="key">Tells comments of one pull request apart.</param>
    /// <param name="head">Commit that was looked at.</param>
    /// <param name="run">Number of the run.</param>
    /// <param name="attempt">Which try of that run.</param>
    public static CommentDraft Of(string text, string key, string head, long run, int attempt)
    {
        var marker = new CommentMarker(key, CommentMarker.HashOf(text), head, run, attempt);
        return new CommentDraft(marker, $"{marker.Line}\n{text}");
    }
}
