using Prismatic.Tool.GitHub;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>The way to the stand-in, on which requests can be lost.</summary>
internal sealed class FakeNetwork(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
    : HttpMessageHandler
{
    /// <summary>How a test reaches GitHub.</summary>
    public static GitHubSettings Settings(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
        TimeProvider clock,
        string api = "https://api.github.test"
    ) =>
        GitHubSettings.FromEnvironment(name =>
            name switch
            {
                "GITHUB_API_URL" => api,
                "GITHUB_TOKEN" => FakeGitHub.Secret,
                "GITHUB_REPOSITORY" => FakeGitHub.Repository,
                _ => null,
            }
        ) with
        {
            Clock = clock,
            Jitter = static () => 0,
            Handler = () => new FakeNetwork(send),
        };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => await send(request, cancellationToken);
}
