namespace Prismatic.Tool.GitHub;

/// <summary>What became of a comment.</summary>
internal enum PostOutcome
{
    /// <summary>There was none, and none was wanted.</summary>
    None,

    /// <summary>It is new.</summary>
    Created,

    /// <summary>It was there and says something new.</summary>
    Updated,

    /// <summary>It was there and says the same of the same commit: nothing was written.</summary>
    Unchanged,

    /// <summary>A newer run has written; what it said stays.</summary>
    Older,
}

/// <summary>What became of a comment, and where it is.</summary>
internal sealed record Posted(PostOutcome Outcome, PostedComment? Comment);

/// <summary>
/// One comment for each key in the conversation of a pull request, written once and changed from then on, whatever other runs do at
/// the same time. The earliest comment stays; what a newer run says is never replaced by what an older one says; comments that two
/// runs made at once are put together. Comments of others are left alone, whatever they begin with.
/// </summary>
/// <param name="api">GitHub.</param>
/// <param name="waits">How to wait.</param>
/// <param name="author">Account whose comments are ours.</param>
/// <param name="say">Told what is out of the ordinary.</param>
internal sealed class StickyComment(GitHubApi api, Waits waits, string author, Action<string> say)
{
    private const int MostRounds = 20;

    private string _author = author;
    private PostOutcome _outcome = PostOutcome.Unchanged;
    private bool _isWritten;

    /// <summary>Says it.</summary>
    /// <param name="number">Of the pull request.</param>
    /// <param name="draft">What to say.</param>
    /// <param name="creates">Whether to make a comment where there is none.</param>
    /// <exception cref="Refusal">GitHub does not take it.</exception>
    /// <exception cref="PrismaticException">GitHub cannot be reached, or the conversation does not come to rest.</exception>
    public async Task<Posted> PostAsync(int number, CommentDraft draft, bool creates)
    {
        var failures = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            try
            {
                if (await StepAsync(number, draft, creates) is { } posted)
                {
                    return posted;
                }
                failures = 0;
            }
            catch (PassingFault fault)
            {
                await waits.AfterAsync(fault, ++failures);
            }
        }
        throw new PrismaticException(
            "other runs change the comment all the time; give each job a key of its own, or run again later",
            ExitCode.Environment
        );
    }

    // Looks at what is there and does the next thing; a result when nothing is left to do.
    private async Task<Posted?> StepAsync(int number, CommentDraft draft, bool creates)
    {
        var key = draft.Marker.Key;
        var ours = (await api.CommentsAsync(number)).Where(comment => IsOurs(comment, key)).ToList();
        if (ours.Count == 0)
        {
            return creates ? await CreateAsync(number, draft) : new Posted(PostOutcome.None, null);
        }
        var (stays, newest) = (ours[0], ours.MaxBy(comment => comment.Marker!.Version)!);
        var isOlder = newest.Marker!.Version.CompareTo(draft.Marker.Version) > 0;
        // Whoever comes last puts things in order, also with what another run said.
        if (isOlder ? IsBehind(stays, newest.Marker) : IsBehind(stays, draft.Marker))
        {
            await (
                isOlder
                    ? ChangeAsync(stays.Id, newest.Marker, newest.Body)
                    : ChangeAsync(stays.Id, draft.Marker, draft.Body)
            );
            return null;
        }
        foreach (var later in ours.Skip(1))
        {
            await api.DeleteAsync(later.Id);
        }
        return ours.Count > 1 ? null : new Posted(isOlder ? PostOutcome.Older : _outcome, stays);
    }

    private async Task<Posted?> CreateAsync(int number, CommentDraft draft)
    {
        // Set first: the comment may be there although no answer came.
        _outcome = PostOutcome.Created;
        var comment = await api.CreateAsync(number, draft.Body);
        _isWritten = true;
        if (!IsBy(comment, _author))
        {
            say($"comments of this token are written by {comment.Author}; give --author {comment.Author}");
            _author = comment.Author;
        }
        return null;
    }

    private async Task ChangeAsync(long id, CommentMarker marker, string body)
    {
        await using var changing = await CommentLock.TakeAsync(api, id, _author, waits, say);
        using var hurry = waits.Hurry();
        var now = await api.CommentAsync(id);
        if (now is null || (now.Marker is not null && !IsBehind(now, marker)))
        {
            return;
        }
        _outcome = _outcome == PostOutcome.Created ? PostOutcome.Created : PostOutcome.Updated;
        _isWritten = await api.UpdateAsync(id, body) is not null;
    }

    // One run may say two things one after the other; two that say they are the same one do not overwrite each other for ever.
    private bool IsBehind(PostedComment there, CommentMarker wanted) =>
        !there.Says(wanted)
        && there.Marker!.Version.CompareTo(wanted.Version) is var order
        && (order < 0 || (order == 0 && !_isWritten && !there.Marker.Equals(wanted)));

    private bool IsOurs(PostedComment comment, string key) => IsBy(comment, _author) && comment.Marker?.Key == key;

    private static bool IsBy(PostedComment comment, string author) =>
        string.Equals(comment.Author, author, StringComparison.OrdinalIgnoreCase);
}
