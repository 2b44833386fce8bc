using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Tests.GitHub;

namespace Prismatic.Tool.Tests.Contract;

/// <summary>
/// Every request that we make is one that GitHub describes: github.com, and a server of one's own. Skipped, with the reason, where
/// npm or the network is missing.
/// </summary>
public sealed class ContractTests : IAsyncLifetime
{
    private const string GitHubCom = "api.github.com";
    private const string OwnServer = "ghes-3.19";

    // GitHub's own description of its API, and a server that answers by such a description.
    private const string Descriptions = "@octokit/openapi@23.0.2";
    private const string Server = "@stoplight/prism-cli@5.14.2";

    private readonly Dictionary<string, DescribedServer> _servers = [];
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        _missing =
            await NodePackages.FilesAsync(Descriptions, "generated", $"{GitHubCom}.json", $"{OwnServer}.json")
            ?? await NodePackages.ProgramAsync(Server, DescribedServer.Script);
        foreach (var kind in _missing is null ? new[] { GitHubCom, OwnServer } : [])
        {
            var whole = await File.ReadAllTextAsync(NodePackages.PathOf($"{kind}.json"), stop);
            var trimmed = NodePackages.PathOf($"{kind}.trimmed.json");
            await File.WriteAllTextAsync(trimmed, ApiDescription.Trimmed(whole, Root(kind)), stop);
            _servers[kind] = await DescribedServer.StartAsync(trimmed, stop);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            server.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_request_is_as_GitHub_describes_it()
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        foreach (var kind in _servers.Keys)
        {
            var settings = Settings(kind);
            var waits = new Waits(settings, static _ => { }, CancellationToken.None);
            using var api = new GitHubApi(settings, FakeGitHub.Repository, waits, CancellationToken.None);

            Assert.NotEmpty(await api.AccountAsync() ?? "");
            Assert.Matches("^[0-9a-f]{40}$", (await api.PullRequestAsync(7)).Head);
            var comment = Assert.Single(await api.CommentsAsync(7));
            Assert.NotEmpty(comment.Author);
            Assert.NotEmpty(comment.Address);
            Assert.Equal(comment.Id, (await api.CommentAsync(comment.Id))!.Id);
            Assert.NotEqual(0, (await api.CreateAsync(7, "A comment.\n| a | ü |")).Id);
            Assert.NotNull(await api.UpdateAsync(comment.Id, "Another."));
            await api.DeleteAsync(comment.Id);
            var sign = await api.SignAsync(comment.Id);
            Assert.NotNull(sign);
            Assert.Null(await api.SignOnAsync(comment.Id, "nobody"));
            await api.UnsignAsync(comment.Id, sign.Value);
            Assert.NotEmpty((await api.FilesAsync(7))[0].Path);
            // One that is not there yet is made; the one of the description is told anew.
            foreach (var key in new[] { "audit.yml/audit", "42" })
            {
                var check = new CheckReport(
                    "prismatic",
                    new string('a', 40),
                    key,
                    CheckEnd.Failure,
                    "1 fails",
                    "# It",
                    null
                );
                Assert.NotEmpty(await api.CheckAsync(check));
            }

            Assert.Equal(15, _requests.Count(line => line.StartsWith(kind, StringComparison.Ordinal)));
        }
        Assert.Empty(_violations);

        // The server does tell what is wrong.
        using var http = new HttpClient(new Listener(this, GitHubCom));
        using var wrong = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        var address = new Uri(_servers[GitHubCom].Address, "repos/owner/data/issues/7/comments");
        using var answer = await http.PostAsync(address, wrong, TestContext.Current.CancellationToken);
        Assert.Contains(_violations, violation => violation.Contains("body", StringComparison.Ordinal));
    }

    private static string Root(string kind) => kind == GitHubCom ? "" : "/api/v3";

    private GitHubSettings Settings(string kind) =>
        GitHubSettings.FromEnvironment(name =>
            name switch
            {
                "GITHUB_API_URL" => _servers[kind].Address.AbsoluteUri.TrimEnd('/') + Root(kind),
                "GITHUB_TOKEN" => FakeGitHub.Secret,
                _ => null,
            }
        ) with
        {
            Handler = () => new Listener(this, kind),
        };

    /// <summary>Notes what the server finds wrong with requests.</summary>
    private sealed class Listener(ContractTests test, string kind) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            // GitHub knows other names for JSON too; the description does not.
            request.Headers.Accept.Clear();
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (
                request.Method == HttpMethod.Post
                && request.RequestUri!.AbsolutePath.EndsWith("/reactions", StringComparison.Ordinal)
            )
            {
                // Else it answers that the sign is there already.
                request.Headers.Add("Prefer", "code=201");
            }
            var answer = await base.SendAsync(request, cancellationToken);
            test._requests.Enqueue($"{kind} {request.Method} {request.RequestUri}");
            foreach (var violations in answer.Headers.TryGetValues("sl-violations", out var values) ? values : [])
            {
                foreach (var violation in JsonNode.Parse(violations)!.AsArray())
                {
                    if (violation!["location"]?[0]?.GetValue<string>() == "request")
                    {
                        test._violations.Enqueue($"{request.Method} {request.RequestUri}: {violation.ToJsonString()}");
                    }
                }
            }
            return answer;
        }
    }
}
