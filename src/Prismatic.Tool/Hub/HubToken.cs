using System.Net.Http.Headers;

namespace Prismatic.Tool.Hub;

/// <summary>A secret that can be sent and not be printed.</summary>
internal sealed class HubToken
{
    public static readonly HubToken None = new("");

    private readonly string _secret;

    private HubToken(string secret) => _secret = secret;

    /// <summary>Whether there is one.</summary>
    public bool IsSet => _secret.Length > 0;

    /// <summary>Takes a secret from the environment or a file.</summary>
    /// <exception cref="PrismaticException">It has characters that no token has; they are not told.</exception>
    public static HubToken Of(string? text)
    {
        var secret = text?.Trim() ?? "";
        return secret.All(c => c is > ' ' and <= '~')
            ? new HubToken(secret)
            : throw new PrismaticException(
                "the hub's token (HF_TOKEN, or the file 'token' in HF_HOME) has characters that no token has; set it again",
                ExitCode.Environment
            );
    }

    /// <summary>Puts the token on a request.</summary>
    public void Authorize(HttpRequestHeaders headers)
    {
        if (IsSet)
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", _secret);
        }
    }

    /// <summary>Only whether there is one.</summary>
    public override string ToString() => IsSet ? "set" : "not set";
}
