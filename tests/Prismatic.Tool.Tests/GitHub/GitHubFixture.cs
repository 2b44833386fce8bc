using System.Collections.Concurrent;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Tests.Hub;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>A stand-in for GitHub, a clock on which waits are over at once, and a token that must never be seen again.</summary>
public abstract class GitHubFixture
{
    protected const string Key = "audit.yml/audit";

    private protected FakeGitHub GitHub { get; } = new();

    private protected InstantClock Clock { get; } =
        new(longSeconds: 30, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>What was said to the user.</summary>
    protected ConcurrentQueue<string> Said { get; } = new();

    /// <summary>What happens to requests in the order they come; what is beyond its end reaches GitHub.</summary>
    private protected Queue<Func<HttpRequestMessage, Task<HttpResponseMessage>>> Fates { get; } = new();

    private protected static CommentDraft Draft(int run, string text = "It says so.", char head = 'a') =>
        CommentDraft.Of(text, Key, new string(head, 40), run, 1);

    private protected GitHubSettings Settings(string api = "https://api.github.test") =>
        FakeNetwork.Settings(SendAsync, Clock, api);

    private protected async Task<Posted> PostAsync(
        CommentDraft draft,
        bool creates = true,
        string author = FakeGitHub.Bot,
        GitHubSettings? settings = null
    )
    {
        settings ??= Settings();
        var stop = TestContext.Current.CancellationToken;
        var waits = new Waits(settings, Said.Enqueue, stop);
        using var api = new GitHubApi(settings, FakeGitHub.Repository, waits, stop);
        return await new StickyComment(api, waits, author, Said.Enqueue).PostAsync(FakeGitHub.Number, draft, creates);
    }

    private protected async Task<T> FailsAsync<T>(Func<Task> work)
        where T : Exception
    {
        var fault = await Assert.ThrowsAsync<T>(work);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain(FakeGitHub.Secret, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Said, line => line.Contains(FakeGitHub.Secret, StringComparison.Ordinal));
        return fault;
    }

    private protected Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        Fates.TryDequeue(out var fate)
            ? fate(request).WaitAsync(cancellation)
            : Task.FromResult(GitHub.Answer(request));
}
