using Prismatic.Tool.Git;

namespace Prismatic.Tool.PullRequests;

/// <summary>
/// Finds what a pull request changes: from the merge commit that a runner checks out; else from the two branches, with as much history as that
/// takes; else from the host's list.
/// </summary>
/// <param name="history">Of the working copy.</param>
/// <param name="list">The host's list of changed files; null where it cannot be asked.</param>
internal sealed class ChangeFinder(GitHistory history, Func<Task<IReadOnlyList<ChangedFile>>>? list)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="PrismaticException">None of the ways leads there.</exception>
    public async Task<ChangeSet> FindAsync(PullRequestEvent request, CancellationToken cancellation)
    {
        return await OfMergeAsync(request, cancellation)
            ?? await OfBranchesAsync(request, cancellation)
            ?? await OfHostAsync(request, cancellation)
            ?? throw new PrismaticException(
                "what the pull request changes cannot be found: the clone lacks its history, and GitHub was not asked; check out with "
                    + "fetch-depth: 2, or give the job a token",
                ExitCode.Environment
            );
    }

    // The commit that merges the pull request into its base, as the host would: its first parent is the base of today.
    private async Task<ChangeSet?> OfMergeAsync(PullRequestEvent request, CancellationToken cancellation)
    {
        var parents = await history.ParentsAsync("HEAD", cancellation);
        if (parents.Count == 0 && await history.IsShallowAsync(cancellation))
        {
            await history.DeepenAsync(1, cancellation);
            parents = await history.ParentsAsync("HEAD", cancellation);
        }
        return parents.Count == 2 && parents[1] == request.Head
            ? await OfAsync(parents[0], "HEAD", "the merge commit", cancellation)
            : null;
    }

    private async Task<ChangeSet?> OfBranchesAsync(PullRequestEvent request, CancellationToken cancellation)
    {
        foreach (var commit in new[] { request.Base, request.Head })
        {
            if (await history.CommitAsync(commit, cancellation) is null)
            {
                await history.FetchAsync(commit, cancellation);
            }
        }
        return await history.CommitAsync(request.Base, cancellation) is null
            || await history.CommitAsync(request.Head, cancellation) is null
                ? null
            : await history.MergeBaseAsync(request.Base, request.Head, cancellation) is { } common
                ? await OfAsync(common, request.Head, "the branches", cancellation)
            : null;
    }

    private async Task<ChangeSet?> OfHostAsync(PullRequestEvent request, CancellationToken cancellation) =>
        list is null
            ? null
            : new ChangeSet(
                await history.CommitAsync(request.Base, cancellation),
                await list(),
                "GitHub's list of changed files"
            );

    private async Task<ChangeSet> OfAsync(string from, string to, string how, CancellationToken cancellation) =>
        new(from, [.. (await history.ChangesAsync(from, to, cancellation)).Select(ChangedFile.Of)], how);
}
