using Prismatic.Tool.Git;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.PullRequests;

/// <summary>A data file that a pull request changes.</summary>
/// <param name="Path">In the repository, after.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Previous">Its path before, where it moved.</param>
internal sealed record ChangedFile(string Path, DatasetStatus Status, string? Previous)
{
    /// <summary>Where it was before.</summary>
    public string Before => Previous ?? Path;

    /// <summary>Of what git tells.</summary>
    public static ChangedFile Of(GitChange change) =>
        change.Kind switch
        {
            'D' => new(change.Path, DatasetStatus.Removed, null),
            'R' => new(change.Path, DatasetStatus.Renamed, change.Previous),
            'A' or 'C' => new(change.Path, DatasetStatus.Added, null),
            _ => new(change.Path, DatasetStatus.Modified, null),
        };

    /// <summary>Of what the host lists.</summary>
    public static ChangedFile Of(ListedFile file) =>
        file.Status switch
        {
            "removed" => new(file.Path, DatasetStatus.Removed, null),
            "renamed" => new(file.Path, DatasetStatus.Renamed, file.Previous),
            "added" or "copied" => new(file.Path, DatasetStatus.Added, null),
            _ => new(file.Path, DatasetStatus.Modified, null),
        };
}

/// <summary>The files that a pull request changes, and the commit they are compared with.</summary>
/// <param name="Base">Full hash; null where that commit could not be had: then nothing is compared.</param>
/// <param name="Files">All of them, data or not.</param>
/// <param name="How">How they were found, for people.</param>
/// <param name="IsNamed">Whether a person named them: then they are not all that changed.</param>
internal sealed record ChangeSet(string? Base, IReadOnlyList<ChangedFile> Files, string How, bool IsNamed = false);
