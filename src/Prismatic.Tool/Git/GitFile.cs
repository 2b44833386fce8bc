namespace Prismatic.Tool.Git;

/// <summary>A file of a revision.</summary>
/// <param name="Path">From the root of the repository, parts separated by <c>/</c>.</param>
/// <param name="Mode">What it is, as git writes it: 100644 and 100755 are files, 120000 a link, 160000 another repository.</param>
/// <param name="Blob">Hash of its content.</param>
internal sealed record GitFile(string Path, string Mode, string Blob)
{
    /// <summary>Whether it has content of its own.</summary>
    public bool IsRegular => Mode.StartsWith("100", StringComparison.Ordinal);

    /// <summary>Reads what <c>git ls-tree -r -z</c> prints: <c>MODE TYPE HASH TAB PATH NUL</c>; names are never quoted there.</summary>
    public static IReadOnlyList<GitFile> ReadList(string listing) =>
        [
            .. listing
                .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(line =>
                {
                    var tab = line.IndexOf('\t', StringComparison.Ordinal);
                    var parts = line[..tab].Split(' ');
                    return new GitFile(line[(tab + 1)..], parts[0], parts[2]);
                }),
        ];
}
