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
    /// <exception cref="PrismaticException">None of the ways leads there, or the working copy is of something else.</exception>
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
        var here = await history.CommitAsync("HEAD", cancellation);
        if (here is null || here == request.Head)
        {
            return null;
        }
        var parents = await history.ParentsAsync(here, cancellation);
        if (parents.Count != 2 || parents[1] != request.Head)
        {
            // Files are read from the working copy: those of another commit would pass or fail in the place of the pull request's.
            throw new PrismaticException(
                $"the working copy is not the pull request's: it is of {here[..12]}, and neither that nor a merge of {request.Head[..12]}; check out "
                    + "what on: pull_request gives without a ref, or github.event.pull_request.head.sha",
                ExitCode.Environment
            );
        }
        return
            await history.CommitAsync(parents[0], cancellation) is null
            && !(
                await history.DeepenAsync(1, cancellation)
                && await history.CommitAsync(parents[0], cancellation) is not null
            )
            ? null
            : await OfAsync(parents[0], here, "the merge commit", cancellation);
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
