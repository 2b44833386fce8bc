namespace Prismatic.Tool.GitHub;

/// <summary>
/// The right to change a comment, held by one run at a time: GitHub changes a comment without looking at what it said, so that an older
/// run could undo what a newer one wrote between its look and its change. The right is a sign (👀) on the comment, which an account
/// can put there only once.
/// </summary>
internal sealed class CommentLock : IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 2, 4, 8 }.Select(s => TimeSpan.FromSeconds(s))];

    // Two requests under the lock take a minute at most: whoever holds it longer was killed.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly GitHubApi _api;
    private readonly long _comment;
    private readonly long? _sign;
    private readonly Action<string> _say;

    private CommentLock(GitHubApi api, long comment, long? sign, Action<string> say) =>
        (_api, _comment, _sign, _say) = (api, comment, sign, say);

    /// <summary>Waits until no other run changes the comment. A token that may not put signs goes without the lock.</summary>
    /// <param name="api">GitHub.</param>
    /// <param name="comment">What is to be changed.</param>
    /// <param name="author">Who we are.</param>
    /// <param name="waits">How to wait.</param>
    /// <param name="say">Told what takes long.</param>
    public static async Task<CommentLock> TakeAsync(
        GitHubApi api,
        long comment,
        string author,
        Waits waits,
        Action<string> say
    )
    {
        try
        {
            var (seen, held) = ((long?)null, TimeSpan.Zero);
            for (var turns = 0; ; turns++)
            {
                if (await api.SignAsync(comment) is { } sign)
                {
                    return new CommentLock(api, comment, sign, say);
                }
                var holder = await api.SignOnAsync(comment, author);
                held = holder == seen ? held : TimeSpan.Zero;
                seen = holder;
                if (held >= Longest)
                {
                    say("a run that was changing the comment did not end; going on without it");
                    if (holder is null)
                    {
                        // The sign is there under a name that is not ours.
                        return new CommentLock(api, comment, null, say);
                    }
                    await api.UnsignAsync(comment, holder.Value);
                    held = TimeSpan.Zero;
                    continue;
                }
                var pause = Pauses[Math.Min(turns, Pauses.Length - 1)];
                await waits.PauseAsync(pause);
                held += pause;
            }
        }
        catch (Refusal)
        {
            return new CommentLock(api, comment, null, say);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sign is not { } sign)
        {
            return;
        }
        try
        {
            await _api.UnsignAsync(_comment, sign);
        }
        catch (Exception fault) when (fault is PassingFault or PrismaticException)
        {
            // The next run waits for it a while and takes it off.
            _say("the sign on the comment (👀) could not be taken off");
        }
    }
}
