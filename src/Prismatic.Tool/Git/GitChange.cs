namespace Prismatic.Tool.Git;

/// <summary>A file that differs between two commits.</summary>
/// <param name="Kind">As git tells it: A added, M modified, R renamed, D deleted, C copied, T another type.</param>
/// <param name="Path">From the root, after.</param>
/// <param name="Previous">From the root, before; null where it had the same name or none.</param>
internal sealed record GitChange(char Kind, string Path, string? Previous)
{
    /// <summary>Reads what <c>git diff --name-status -z</c> prints: KIND NUL PATH NUL, of renamed files KIND NUL OLD NUL NEW NUL.</summary>
    public static IReadOnlyList<GitChange> ReadList(string listing)
    {
        var parts = listing.Split('\0');
        var changes = new List<GitChange>();
        for (var at = 0; at + 1 < parts.Length; )
        {
            var kind = parts[at++][0];
            var previous = kind is 'R' or 'C' ? parts[at++] : null;
            changes.Add(new GitChange(kind, parts[at++], previous));
        }
        return changes;
    }
}
