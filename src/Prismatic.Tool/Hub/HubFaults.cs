using System.Net;

namespace Prismatic.Tool.Hub;

/// <summary>Turns what a server answered into a line a user can act on. The server's own words are never repeated.</summary>
internal static class HubFaults
{
    /// <summary>The fault behind a status that is no success.</summary>
    /// <param name="response">The last answer, after redirects.</param>
    /// <param name="subject">What was looked for: "hf://OWNER/NAME".</param>
    /// <param name="settings">For the endpoint, the clock and whether there is a token.</param>
    public static Exception Of(HttpResponseMessage response, string subject, HubSettings settings)
    {
        var host = Host(response.RequestMessage?.RequestUri ?? settings.Endpoint);
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new PrismaticException(
                settings.Token.IsSet
                    ? $"{subject}: {host} does not accept the token (401); it is wrong or expired, or the repository does not exist"
                    : $"{subject}: {host} asks for a token (401): the repository is private or gated, or does not exist; set HF_TOKEN"
            ),
            HttpStatusCode.Forbidden => new PrismaticException(
                $"{subject}: {host} denies access (403): the repository is private or gated; accept its conditions on its page and "
                    + (settings.Token.IsSet ? "use the HF_TOKEN of an account that may read it" : "set HF_TOKEN")
            ),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new PrismaticException(
                $"{subject}: not found on {host} ({status}); check the name. Private repositories look like this too: "
                    + (settings.Token.IsSet ? "the token's account may not see it" : "for those set HF_TOKEN")
            ),
            HttpStatusCode.TooManyRequests => new TransientFault($"{host} is asked too often (429)")
            {
                RetryAfter = RetryAfter(response, settings.Clock),
            },
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new TransientFault(
                $"{host} has a fault of its own ({status})"
            )
            {
                RetryAfter = RetryAfter(response, settings.Clock),
            },
            _ => new PrismaticException($"{subject}: {host} answered with status {status}, which is not expected here"),
        };
    }

    /// <summary>No answer at all.</summary>
    public static TransientFault Of(HttpRequestException fault, Uri address) =>
        fault.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new(
                $"{Host(address)} is not known to this machine's network",
                fault
            )
            {
                Attempts = 2,
            },
            HttpRequestError.ConnectionError => new($"{Host(address)} cannot be reached", fault) { Attempts = 3 },
            HttpRequestError.SecureConnectionError => new(
                $"{Host(address)} has a certificate that is not trusted here",
                fault
            )
            {
                Attempts = 1,
            },
            _ => new($"the connection to {Host(address)} broke ({fault.HttpRequestError})", fault),
        };

    /// <summary>Host, and port where it is not the usual one: never the path or query, which may carry a signature.</summary>
    public static string Host(Uri address) => address.Authority;

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
