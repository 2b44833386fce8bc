using System.Globalization;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.Commands;

/// <summary>What results must agree with before anything is posted.</summary>
internal sealed partial class CommentCommand
{
    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Check(!FromArtifact || Head is not null, "--from-artifact needs --head: the commit that the run was for");
        Check(
            FromArtifact || (Head ?? HeadRepository ?? RunId ?? Attempt) is null,
            "--head, --head-repository, --run and --attempt go with --from-artifact"
        );
        Check(Head is null || JsonFields.IsCommit(Head), "--head must be the 40 hexadecimal digits of a commit");
        Check(
            HeadRepository is null || JsonFields.IsRepository(HeadRepository),
            "--head-repository must be OWNER/NAME"
        );
        Check(RunId is null || NumberOf(RunId) > 0, "--run must be a whole number");
        Check(Attempt is null || NumberOf(Attempt) > 0, "--attempt must be a whole number");
        Check(
            ReportUrl is null
                || (
                    Uri.TryCreate(ReportUrl, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
                ),
            "--report-url must be an https address"
        );
        Check(CheckRun is null or { Length: > 0 and <= 100 }, "--check-run must be a name of 1 to 100 letters");
        Check(Author is not { Length: 0 }, "--author must be the name of an account");
        return base.Start(terminal, arguments, cancellation);
    }

    private void CheckArtifact(PullRequestResults results, GitHubSettings settings)
    {
        if (!settings.Token.IsSet)
        {
            throw new PrismaticException(
                "GITHUB_TOKEN is not set; set it to the job's token, or print the comment with --dry-run",
                ExitCode.Environment
            );
        }
        Agree("repository", results.Repository, settings.Repository);
        if (FromArtifact && settings.Repository is null)
        {
            throw new PrismaticException(
                "GITHUB_REPOSITORY is not set: results that cannot be trusted do not say where they are posted",
                ExitCode.Environment
            );
        }
        Agree("head", results.Head, Head);
        Agree("runId", Text(results.RunId), RunId is null ? null : Text(NumberOf(RunId)));
        Agree("runAttempt", Text(results.RunAttempt), Attempt is null ? null : Text(NumberOf(Attempt)));
        if (FromArtifact && results.ReportUrl is { } address && !IsOfRepository(address, settings))
        {
            throw new PrismaticException(
                $"{ResultsFolder.Main}: 'reportUrl' leads out of the repository's runs; nothing was posted"
            );
        }
    }

    // What is told instead of posting; null where the results may be posted.
    private async Task<string?> StaleAsync(GitHubApi api, PullRequestResults results, Session session)
    {
        try
        {
            if (await WhyNotAsync(api, results) is not { } reason)
            {
                return null;
            }
            session.Say(reason);
            return "older";
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.NotPermitted or RefusalReason.Closed)
        {
            Notice(session, "nothing was posted", "read the pull request", "pull-requests: write", refusal);
            return "refused";
        }
    }

    // Null where the results may be posted; else why not.
    private async Task<string?> WhyNotAsync(GitHubApi api, PullRequestResults results)
    {
        GitHub.PullRequest request;
        try
        {
            request = await api.PullRequestAsync(results.Number);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.NotFound)
        {
            throw new PrismaticException(
                $"{ResultsFolder.Main}: there is no pull request {results.Number}; nothing was posted",
                ExitCode.Input,
                refusal
            );
        }
        if (
            HeadRepository is not null
            && !string.Equals(request.HeadRepository, HeadRepository, StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new PrismaticException(
                $"{ResultsFolder.Main}: pull request {results.Number} does not come from {HeadRepository}; nothing was posted"
            );
        }
        return request.Head == Head
            ? null
            : $"pull request {results.Number} is not at {Head}: another commit came, and its run will say more; nothing was posted";
    }

    private static void Agree(string name, string told, string? expected)
    {
        if (expected is not null && !string.Equals(told, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new PrismaticException(
                $"{ResultsFolder.Main}: '{name}' is {told}, and this run is for {expected}; nothing was posted"
            );
        }
    }

    private static bool IsOfRepository(Uri address, GitHubSettings settings) =>
        address.AbsoluteUri.StartsWith(
            $"{settings.Server.AbsoluteUri.TrimEnd('/')}/{settings.Repository}/actions/runs/",
            StringComparison.OrdinalIgnoreCase
        );

    private static long NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new PrismaticException(message, ExitCode.Usage);
        }
    }
}
