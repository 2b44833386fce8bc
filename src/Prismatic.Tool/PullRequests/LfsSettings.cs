using Prismatic.Tool.Git;

namespace Prismatic.Tool.PullRequests;

/// <summary>The file of a repository that says which server Git LFS asks for content, and with whose token.</summary>
/// <param name="repository">Of the working copy.</param>
/// <param name="history">Of the working copy.</param>
/// <param name="folder">Of the working copy, absolute.</param>
internal sealed class LfsSettings(GitRepository repository, GitHistory history, string folder)
{
    /// <summary>Its name, at the root.</summary>
    public const string Name = ".lfsconfig";

    /// <summary>Whether it is not as it was: whoever wrote the pull request would choose who is asked. Where nobody knows, it counts as changed.</summary>
    public async Task<bool> AreChangedByAsync(ChangeSet changes, CancellationToken cancellation)
    {
        // Some file systems find it by other letters too.
        if (changes.Files.Any(file => IsThis(file.Path) || IsThis(file.Before)))
        {
            return true;
        }
        return changes.Base is { } before && await history.CommitAsync("HEAD", cancellation) is { } after
            ? await BlobAsync(before) != await BlobAsync(after)
            : changes.IsNamed && File.Exists(Path.Combine(folder, Name));

        async Task<string?> BlobAsync(string commit) =>
            (await repository.FilesAsync(commit, Name, cancellation)).SingleOrDefault()?.Blob;
    }

    private static bool IsThis(string path) => path.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
