namespace Prismatic.Tool.GitHub;

/// <summary>A file that a pull request changes, as GitHub lists it.</summary>
/// <param name="Status">added, removed, modified, renamed, copied, changed or unchanged.</param>
/// <param name="Path">From the root, after.</param>
/// <param name="Previous">From the root, before, where it moved.</param>
internal sealed record ListedFile(string Status, string Path, string? Previous);
