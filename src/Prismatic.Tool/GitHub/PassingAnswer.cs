using System.Globalization;
using System.Net;

namespace Prismatic.Tool.GitHub;

/// <summary>Answers that another may follow: limits and faults of the server.</summary>
internal static class PassingAnswer
{
    // Of a body that says why; the rest is no sentence.
    private const int LongestReason = 64 << 10;

    /// <summary>The fault an answer stands for; null where it is an answer that stays.</summary>
    /// <param name="response">With its body in memory.</param>
    /// <param name="clock">For times of day.</param>
    public static async Task<PassingFault?> OfAsync(HttpResponseMessage response, TimeProvider clock)
    {
        var host = response.RequestMessage?.RequestUri?.Authority ?? "GitHub";
        var status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError)
        {
            return new PassingFault($"{host} has a fault of its own ({status})")
            {
                Wait = AskedFor(response, clock),
                MayBeDone = true,
            };
        }
        return await IsLimitAsync(response)
            ? new PassingFault($"{host} is asked too often ({status})")
            {
                Wait = AskedFor(response, clock) ?? UntilReset(response, clock),
                IsLimit = true,
            }
            : null;
    }

    // The second limit of GitHub answers with 403 as a missing permission does, and may tell no time.
    private static async Task<bool> IsLimitAsync(HttpResponseMessage response) =>
        response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.Forbidden => response.Headers.RetryAfter is not null
                || Number(response, "X-RateLimit-Remaining") == 0
                || SaysLimit(await response.Content.ReadAsStringAsync()),
            _ => false,
        };

    private static bool SaysLimit(string body) =>
        body.Length < LongestReason
        && (
            body.Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase)
            || body.Contains("rate limit exceeded", StringComparison.OrdinalIgnoreCase)
            || body.Contains("abuse detection", StringComparison.OrdinalIgnoreCase)
        );

    private static TimeSpan? AskedFor(HttpResponseMessage response, TimeProvider clock) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => NotNegative(delta),
            { Date: { } date } => NotNegative(date - clock.GetUtcNow()),
            _ => null,
        };

    private static TimeSpan? UntilReset(HttpResponseMessage response, TimeProvider clock)
    {
        const long EndOfTime = 253_402_300_799;
        return
            Number(response, "X-RateLimit-Remaining") == 0
            && Number(response, "X-RateLimit-Reset") is { } reset and >= 0 and <= EndOfTime
            // Clocks differ a little, and a request that comes too early counts as well.
            ? NotNegative(DateTimeOffset.FromUnixTimeSeconds(reset) - clock.GetUtcNow()) + TimeSpan.FromSeconds(1)
            : null;
    }

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static TimeSpan NotNegative(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
}
