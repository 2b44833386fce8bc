using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prismatic.Tool.GitHub;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>What is tried again, after which wait, and what is given up.</summary>
public sealed class GitHubHandlerTests : GitHubFixture
{
    public static TheoryData<string, int, int[]> Waiting =>
        new()
        {
            { "429 Retry-After 7", 1, [7] },
            { "429", 2, [60, 120] },
            { "403 secondary", 1, [60] },
            { "403 secondary Retry-After 31", 1, [31] },
            { "403 remaining 0 reset 100", 1, [101] },
            { "403 remaining 0 reset -5", 1, [1] },
            { "503 Retry-After 11", 1, [11] },
            { "502", 3, [2, 4, 8] },
            { "lost", 2, [2, 4] },
            { "unknown host", 1, [2] },
            { "cut", 1, [2] },
        };

    [Theory]
    [MemberData(nameof(Waiting))]
    public async Task A_passing_fault_is_waited_for(string fault, int times, int[] seconds)
    {
        for (var i = 0; i < times; i++)
        {
            Fates.Enqueue(_ => Fault(fault));
        }
        var head = await HeadAsync();
        Assert.Equal(GitHub.Head, head);
        Assert.Equal(seconds, Clock.Waits.Select(wait => (int)Math.Ceiling(wait.TotalSeconds)));
        Assert.Equal(times, Said.Count);
    }

    [Theory]
    [InlineData("429", 2)]
    [InlineData("429 Retry-After 3600", 0)]
    [InlineData("403 remaining 0 reset 3000", 0)]
    [InlineData("502", 5)]
    [InlineData("lost", 5)]
    public async Task What_lasts_too_long_is_told(string fault, int waits)
    {
        for (var i = 0; i < 10; i++)
        {
            Fates.Enqueue(_ => Fault(fault));
        }
        var told = await FailsAsync<PrismaticException>(HeadAsync);
        Assert.Equal(ExitCode.Environment, told.ExitCode);
        Assert.Contains("run again", told.Message, StringComparison.Ordinal);
        Assert.Equal(waits, Clock.Waits.Count);
    }

    [Fact]
    public async Task A_missing_permission_is_no_limit()
    {
        GitHub.IsReadOnly = true;
        await FailsAsync<Refusal>(() => WithAsync(api => api.CreateAsync(7, "x")));
        Assert.Empty(Clock.Waits);
        Assert.Single(GitHub.Requests);
    }

    [Theory]
    [InlineData("lost", 1)]
    [InlineData("502", 1)]
    [InlineData("429", 2)]
    [InlineData("unknown host", 2)]
    public async Task What_creates_is_sent_again_only_where_it_cannot_have_been_done(string fault, int requests)
    {
        var sent = 0;
        Fates.Enqueue(_ =>
        {
            sent++;
            return Fault(fault);
        });
        Fates.Enqueue(request =>
        {
            sent++;
            return Task.FromResult(GitHub.Answer(request));
        });
        var create = () => WithAsync(api => api.CreateAsync(7, "x"));
        if (requests == 1)
        {
            Assert.True((await Assert.ThrowsAsync<PassingFault>(create)).MayBeDone);
        }
        else
        {
            await create();
        }
        Assert.Equal(requests, sent);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_after_the_patience()
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        Fates.Enqueue(_ =>
        {
            ThreadPool.QueueUserWorkItem(_ => Clock.EndLongWaits());
            return never.Task;
        });
        Assert.Equal(GitHub.Head, await HeadAsync());
        Assert.Contains(Said, line => line.Contains("does not answer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://elsewhere.test/repos/owner/data/pulls/7")]
    [InlineData("http://api.github.test/repos/owner/data/pulls/7")]
    public async Task The_token_does_not_follow_to_another_host(string target)
    {
        Fates.Enqueue(_ =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.TemporaryRedirect) { Headers = { Location = new Uri(target) } }
            )
        );
        Fates.Enqueue(_ => throw new InvalidOperationException("sent to another host"));
        var fault = await FailsAsync<PrismaticException>(HeadAsync);
        Assert.Contains("another host", fault.Message, StringComparison.Ordinal);
        Assert.Single(Fates);
    }

    [Fact]
    public async Task A_repository_with_a_new_name_is_followed_on_the_same_host()
    {
        Fates.Enqueue(_ =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.MovedPermanently)
                {
                    Headers = { Location = new Uri("https://api.github.test/repos/owner/data/pulls/7?moved") },
                }
            )
        );
        Assert.Equal(GitHub.Head, await HeadAsync());
    }

    [Theory]
    [InlineData("text/html", "<html>Sign in</html>")]
    [InlineData("application/json", "[1, 2")]
    [InlineData("application/json", "[1, 2]")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{}")]
    public async Task What_is_no_GitHub_is_told(string type, string body)
    {
        Fates.Enqueue(_ =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent(body, System.Text.Encoding.UTF8, type),
                }
            )
        );
        var fault = await FailsAsync<Refusal>(HeadAsync);
        Assert.Contains("GITHUB_API_URL", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, RefusalReason.BadToken)]
    [InlineData(HttpStatusCode.NotFound, RefusalReason.NotFound)]
    [InlineData(HttpStatusCode.UnprocessableEntity, RefusalReason.Other)]
    [InlineData(HttpStatusCode.Gone, RefusalReason.Other)]
    internal async Task A_refusal_is_told_without_the_words_of_the_server(HttpStatusCode status, RefusalReason reason)
    {
        Fates.Enqueue(_ =>
            Task.FromResult(FakeGitHub.Json(status, new JsonObject { ["message"] = $"no\n{FakeGitHub.Secret}" }))
        );
        var fault = await Assert.ThrowsAsync<Refusal>(HeadAsync);
        Assert.Equal(reason, fault.Reason);
        Assert.DoesNotContain(FakeGitHub.Secret, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.example.org/api/v3", "/api/v3/")]
    [InlineData("https://github.example.org/api/v3/", "/api/v3/")]
    [InlineData("https://api.tenant.ghe.com", "/")]
    [InlineData("https://api.github.com", "/")]
    public async Task Every_kind_of_GitHub_is_asked_at_its_own_address(string api, string root)
    {
        var gitHub = new FakeGitHub { Root = root, LongestPage = 1 };
        gitHub.Add("someone", "One.");
        gitHub.Add("someone", "Two.");
        var settings = FakeNetwork.Settings((request, _) => Task.FromResult(gitHub.Answer(request)), Clock, api);
        var waits = new Waits(settings, Said.Enqueue, CancellationToken.None);
        using var client = new GitHubApi(settings, FakeGitHub.Repository, waits, CancellationToken.None);
        Assert.Equal(2, (await client.CommentsAsync(7)).Count);
        Assert.All(gitHub.Requests, line => Assert.StartsWith($"GET {root}repos/", line, StringComparison.Ordinal));
    }

    private Task<string> HeadAsync() => WithAsync(async api => (await api.PullRequestAsync(7)).Head);

    private async Task<T> WithAsync<T>(Func<GitHubApi, Task<T>> ask)
    {
        var waits = new Waits(Settings(), Said.Enqueue, CancellationToken.None);
        using var api = new GitHubApi(Settings(), FakeGitHub.Repository, waits, CancellationToken.None);
        return await ask(api);
    }

    private Task<HttpResponseMessage> Fault(string name)
    {
        var words = name.Split(' ');
        if (!int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return Task.FromException<HttpResponseMessage>(
                name switch
                {
                    "unknown host" => new HttpRequestException(HttpRequestError.NameResolutionError),
                    "cut" => new IOException("cut"),
                    _ => new HttpRequestException(HttpRequestError.ResponseEnded),
                }
            );
        }
        var answer = FakeGitHub.Json(
            (HttpStatusCode)status,
            new JsonObject
            {
                ["message"] = words.Contains("secondary") ? "You have exceeded a secondary rate limit." : "No.",
            }
        );
        if (words.Contains("Retry-After"))
        {
            answer.Headers.Add("Retry-After", words[^1]);
        }
        if (words.Contains("reset"))
        {
            var reset = Clock.GetUtcNow().AddSeconds(int.Parse(words[^1], CultureInfo.InvariantCulture));
            answer.Headers.Add("X-RateLimit-Remaining", "0");
            answer.Headers.Add("X-RateLimit-Reset", reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        }
        return Task.FromResult(answer);
    }
}
