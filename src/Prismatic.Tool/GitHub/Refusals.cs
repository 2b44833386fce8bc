using Octokit;

namespace Prismatic.Tool.GitHub;

/// <summary>Turns what GitHub answered into a line a user can act on.</summary>
internal static class Refusals
{
    public static Refusal Of(ApiException fault, GitHubSettings settings)
    {
        var host = settings.Api.Authority;
        var status = (int)fault.StatusCode;
        return fault switch
        {
            AuthorizationException => new(
                RefusalReason.BadToken,
                settings.Token.IsSet
                    ? $"{host} does not accept the token (401): it is wrong or expired; check GITHUB_TOKEN"
                    : $"{host} asks for a token (401); set GITHUB_TOKEN",
                fault
            ),
            ForbiddenException when Says(fault, "locked") || Says(fault, "archived") => new(
                RefusalReason.Closed,
                $"{host} takes no comments there (403): the conversation is locked or the repository archived",
                fault
            ),
            ForbiddenException => new(RefusalReason.NotPermitted, $"{host} does not let this token do so (403)", fault),
            NotFoundException => new(
                RefusalReason.NotFound,
                $"{host} has no such pull request, or does not show it to this token (404)",
                fault
            ),
            _ => new(RefusalReason.Other, $"{host} answered with status {status}, which is not expected here", fault),
        };
    }

    private static bool Says(ApiException fault, string word) =>
        fault.Message.Contains(word, StringComparison.OrdinalIgnoreCase);
}
