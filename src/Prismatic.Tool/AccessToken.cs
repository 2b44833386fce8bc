using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Prismatic.Tool;

/// <summary>A secret that can be sent and not be printed.</summary>
internal sealed class AccessToken
{
    // Shorter ones are words that may stand anywhere.
    private const int LeastLetters = 8;

    private static readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>No token.</summary>
    public static readonly AccessToken None = new("");

    private readonly string _secret;

    private AccessToken(string secret)
    {
        _secret = secret;
        if (secret.Length >= LeastLetters)
        {
            _known[secret] = true;
        }
    }

    /// <summary>Whether there is one.</summary>
    public bool IsSet => _secret.Length > 0;

    /// <summary>Takes a secret from the environment or a file.</summary>
    /// <param name="text">The secret; null or empty for none.</param>
    /// <param name="name">What it is and where it was set, for a message.</param>
    /// <exception cref="PrismaticException">It has characters that no token has; they are not told.</exception>
    public static AccessToken Of(string? text, string name)
    {
        var secret = text?.Trim() ?? "";
        return secret.All(c => c is > ' ' and <= '~')
            ? new AccessToken(secret)
            : throw new PrismaticException(
                $"{name} has characters that no token has; set it again",
                ExitCode.Environment
            );
    }

    /// <summary>A text for people with *** in place of every token of this process, should one have come into it.</summary>
    public static string Hide(string text) =>
        _known.Keys.Aggregate(text, (hidden, secret) => hidden.Replace(secret, "***", StringComparison.Ordinal));

    /// <summary>Puts the token on a request.</summary>
    public void Authorize(HttpRequestHeaders headers)
    {
        if (IsSet)
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", _secret);
        }
    }

    /// <summary>Whether it begins as tokens of a kind do.</summary>
    public bool IsOfKind(string prefix) => _secret.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Only whether there is one.</summary>
    public override string ToString() => IsSet ? "set" : "not set";
}
