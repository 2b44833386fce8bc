using System.Net;

namespace Prismatic.Tool.Hub;

/// <summary>Where the hub is, where its files are kept, and what stands in for network, clock and disk in tests.</summary>
internal sealed record HubSettings
{
    /// <summary>Root of the hub's addresses; http or https, no slash at the end.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Sent to <see cref="Endpoint"/> and to no other host.</summary>
    public AccessToken Token { get; init; } = AccessToken.None;

    /// <summary>The folder that holds repositories, in the layout that other programs of the hub use too.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Use what is in the cache and nothing else.</summary>
    public bool Offline { get; init; }

    /// <summary>How long nothing may arrive before a connection is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<HttpMessageHandler> Handler { get; init; } = NewHandler;

    /// <summary>Bytes free where a folder lies.</summary>
    public Func<string, long> FreeSpace { get; init; } = FreeAt;

    /// <summary>Reads HF_ENDPOINT, HF_TOKEN, HF_HOME and their relatives.</summary>
    /// <exception cref="PrismaticException">One of them has a value that cannot be used.</exception>
    public static HubSettings FromEnvironment(Func<string, string?> variable)
    {
        var home = Set("HF_HOME") ?? Path.Combine(Set("XDG_CACHE_HOME") ?? UserCache(variable), "huggingface");
        return new HubSettings
        {
            Endpoint = ParseEndpoint(Set("HF_ENDPOINT") ?? "https://huggingface.co"),
            Token = AccessToken.Of(
                Set("HF_TOKEN") ?? TokenIn(Set("HF_TOKEN_PATH") ?? Path.Combine(home, "token")),
                "the hub's token (HF_TOKEN, or the file 'token' in HF_HOME)"
            ),
            CacheFolder = Path.GetFullPath(Set("HF_HUB_CACHE") ?? Path.Combine(home, "hub")),
            Offline = Set("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };

        string? Set(string name) => variable(name) is { } value && value.Trim().Length > 0 ? value.Trim() : null;
    }

    /// <summary>Whether the token may go to <paramref name="address"/>: the same scheme, host and port.</summary>
    public bool IsHub(Uri address) =>
        Uri.Compare(
            address,
            Endpoint,
            UriComponents.SchemeAndServer,
            UriFormat.Unescaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;

    private static HttpMessageHandler NewHandler() =>
        new SocketsHttpHandler
        {
            // Redirects are followed by us, who know which host may see the token; checksums are of the plain bytes.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(20),
        };

    private static long FreeAt(string folder)
    {
        // Windows knows drives by their letters; a folder of another machine has none, and is not asked.
        var root = OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder;
        return root.StartsWith(@"\\", StringComparison.Ordinal)
            ? long.MaxValue
            : new DriveInfo(root).AvailableFreeSpace;
    }

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
            ? address
            : throw new PrismaticException(
                "HF_ENDPOINT must be an address such as https://huggingface.co, without a user or a query",
                ExitCode.Environment
            );

    private static string UserCache(Func<string, string?> variable) =>
        Path.Combine(
            variable("HOME") is { Length: > 0 } home
                ? home
                : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".cache"
        );

    private static string? TokenIn(string path)
    {
        const int TooLong = 4096;
        try
        {
            return File.Exists(path) && new FileInfo(path).Length < TooLong ? File.ReadAllText(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrismaticException(
                $"the file with the hub's token, {path}, cannot be read; set HF_TOKEN or mend its permissions",
                ExitCode.Environment,
                fault
            );
        }
    }
}
