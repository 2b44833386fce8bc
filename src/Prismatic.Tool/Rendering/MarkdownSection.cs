namespace Prismatic.Tool.Rendering;

/// <summary>A part of a report in Markdown that is left out as a whole where there is no room.</summary>
/// <param name="Title">Words of ours only: a summary is HTML, where Markdown's escapes do not count.</param>
/// <param name="Lines">Markdown.</param>
/// <param name="IsFolded">Whether a reader opens it first.</param>
internal sealed record MarkdownSection(string Title, IReadOnlyList<string> Lines, bool IsFolded = true)
{
    /// <summary>The section with its title.</summary>
    public string Text =>
        IsFolded
            ? $"<details><summary>{Title}</summary>\n\n{string.Join('\n', Lines)}\n\n</details>"
            : $"### {Title}\n\n{string.Join('\n', Lines)}";
}
