namespace Prismatic.Tool.Hub;

/// <summary>A file of a repository at one commit, as the hub announces it.</summary>
/// <param name="Path">Inside the repository, with slashes; safe as a path on this disk.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">
/// SHA-256 of the content (64 hexadecimal digits) where the file is kept in large-file storage, else the SHA-1 of its git blob
/// (40 digits). Also the name of its blob in the cache.
/// </param>
internal sealed record HubFile(string Path, long Size, string Hash)
{
    /// <summary>Whether <paramref name="text"/> can be a <see cref="Hash"/>: it becomes a file name.</summary>
    public static bool IsHash(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>All files of a repository at one commit.</summary>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="Files">In ordinal order of their paths.</param>
/// <param name="Complete">False where only what lies in the cache is known.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubFile> Files, bool Complete = true)
{
    /// <summary>Whether a revision is a commit already.</summary>
    public static bool IsCommit(string revision) => revision.Length == 40 && revision.All(char.IsAsciiHexDigitLower);

    /// <summary>The file at a path, or null.</summary>
    public HubFile? Find(string path) =>
        Files.FirstOrDefault(file => string.Equals(file.Path, path, StringComparison.Ordinal));
}
