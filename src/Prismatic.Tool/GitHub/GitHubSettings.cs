using System.Net;

namespace Prismatic.Tool.GitHub;

/// <summary>Which GitHub this is, and what stands in for network and clock in tests.</summary>
internal sealed record GitHubSettings
{
    /// <summary>
    /// Root of the REST API, with a slash at the end: https://api.github.com/, https://HOST/api/v3/ of a server of one's own,
    /// https://api.TENANT.ghe.com/ where data stays in a region.
    /// </summary>
    public required Uri Api { get; init; }

    /// <summary>Where people see the repository: https://github.com/.</summary>
    public required Uri Server { get; init; }

    /// <summary>Sent to <see cref="Api"/> and to no other host.</summary>
    public AccessToken Token { get; init; } = AccessToken.None;

    /// <summary>OWNER/NAME that the environment names; null where it names none.</summary>
    public string? Repository { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one may wait in all for limits and passing faults.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(4);

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A number in [0, 1) that keeps runs from coming back at the same time.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    public Func<HttpMessageHandler> Handler { get; init; } = NewHandler;

    /// <summary>Reads GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_TOKEN and GITHUB_REPOSITORY.</summary>
    /// <exception cref="PrismaticException">One of them has a value that cannot be used; the token is not told.</exception>
    public static GitHubSettings FromEnvironment(Func<string, string?> variable)
    {
        return new GitHubSettings
        {
            Api = Address("GITHUB_API_URL", Set("GITHUB_API_URL") ?? "https://api.github.com"),
            Server = Address("GITHUB_SERVER_URL", Set("GITHUB_SERVER_URL") ?? "https://github.com"),
            Token = AccessToken.Of(Set("GITHUB_TOKEN"), "GITHUB_TOKEN"),
            Repository = Set("GITHUB_REPOSITORY"),
        };

        string? Set(string name) => variable(name) is { } value && value.Trim().Length > 0 ? value.Trim() : null;
    }

    /// <summary>Whether the token may go to <paramref name="address"/>: the same scheme, host and port.</summary>
    public bool IsApi(Uri address) =>
        Uri.Compare(
            address,
            Api,
            UriComponents.SchemeAndServer,
            UriFormat.Unescaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;

    private static SocketsHttpHandler NewHandler() =>
        new()
        {
            // Octokit follows redirects by itself, through the handler that knows which host may see the token.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(20),
        };

    private static Uri Address(string name, string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
        && address.Fragment.Length == 0
            ? address
            : throw new PrismaticException(
                $"{name} must be an address such as https://api.github.com or https://HOST/api/v3, without a user or a query",
                ExitCode.Environment
            );
}
