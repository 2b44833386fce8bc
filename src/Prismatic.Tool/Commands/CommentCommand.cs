using McMaster.Extensions.CommandLineUtils;
using Prismatic.Reports;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.Commands;

/// <summary>Says in a pull request what audits of its data found.</summary>
[Command(
    "comment",
    Description = "Say in a pull request on GitHub what audits of its data found: one comment, brought up to date by every run.",
    ExtendedHelpText = """
        Examples:
          prismatic comment results
          prismatic comment results --dry-run
          prismatic comment results --from-artifact --head "$HEAD_SHA" --head-repository "$HEAD_REPOSITORY"

        DIR holds pull-request.json and the reports it names; the Action writes it. GITHUB_TOKEN,
        GITHUB_API_URL and GITHUB_REPOSITORY say where to. The token needs pull-requests: write; with
        one that may only read, nothing is posted, and the exit code is 0.

        Prints what became of the comment (created, updated, unchanged, older, none, refused) and its
        address.
        """
)]
internal sealed partial class CommentCommand : Command
{
    // A comment takes 65,536 letters.
    private const int Longest = 60_000;

    [Argument(0, "DIR", "Folder of results.")]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "DIR is missing: give a folder of results")]
    public string Results { get; set; } = "";

    [Option("--dry-run", "Print the comment as Markdown; ask nobody and post nothing.", CommandOptionType.NoValue)]
    public bool DryRun { get; set; }

    [Option(
        "--author <LOGIN>",
        "Account whose comments are ours. Default: github-actions[bot] for a job's token, else the token's account.",
        CommandOptionType.SingleValue
    )]
    public string? Author { get; set; }

    [Option(
        "--from-artifact",
        "DIR comes from a run that cannot be trusted, as that of a fork: hold it to what --head and the like say. Needs --head.",
        CommandOptionType.NoValue
    )]
    public bool FromArtifact { get; set; }

    [Option(
        "--head <SHA>",
        "Commit that the run was for; the pull request must still be at it.",
        CommandOptionType.SingleValue
    )]
    public string? Head { get; set; }

    [Option(
        "--head-repository <NAME>",
        "OWNER/NAME that the run's commit came from; the pull request must come from it.",
        CommandOptionType.SingleValue
    )]
    public string? HeadRepository { get; set; }

    [Option("--run <ID>", "Number of the run that DIR must be of.", CommandOptionType.SingleValue)]
    public string? RunId { get; set; }

    [Option("--attempt <N>", "Attempt of the run that DIR must be of.", CommandOptionType.SingleValue)]
    public string? Attempt { get; set; }

    [Option(
        "--report-url <URL>",
        "Where the report can be read, https; in place of what DIR says.",
        CommandOptionType.SingleValue
    )]
    public string? ReportUrl { get; set; }

    [Option(
        "--check-run <NAME>",
        "Also say it as a check run of this name on the commit: success, failure, or neutral with --from-artifact. Needs checks: write. Default: none.",
        CommandOptionType.SingleValue
    )]
    public string? CheckRun { get; set; }

    [Option(ReportFiles.ExamplesTemplate, ExamplesHelp, CommandOptionType.SingleValue)]
    public ExampleChoice? Examples { get; set; }

    private const string ExamplesHelp =
        "Text of the data in the comment: none, short or full, as far as the reports have it. Without it none.";

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var results = Shown(await ResultsReader.ReadAsync(Results, session.Cancellation));
        if (ReportUrl is not null)
        {
            results = results with { ReportUrl = new Uri(ReportUrl) };
        }
        if (DryRun)
        {
            session.Terminal.Out.Write(Draft(results).Body);
            return ExitCode.Pass;
        }
        if (results.Comments == CommentMode.Never && CheckRun is null)
        {
            return Tell(session, "none");
        }
        var settings = session.GitHub();
        CheckArtifact(results, settings);
        var waits = new Waits(settings, session.Say, session.Cancellation);
        using var api = new GitHubApi(settings, results.Repository, waits, session.Cancellation);
        if (FromArtifact && await StaleAsync(api, results, session) is { } outcome)
        {
            return Tell(session, outcome);
        }
        if (CheckRun is not null)
        {
            await CheckAsync(api, results, session);
        }
        if (results.Comments == CommentMode.Never)
        {
            return Tell(session, "none");
        }
        try
        {
            var author = Author ?? await AuthorAsync(api, settings);
            var posted = await new StickyComment(api, waits, author, session.Say).PostAsync(
                results.Number,
                Draft(results),
                results.AsksForComment
            );
            return Tell(session, CommandText.Word(posted.Outcome), posted.Comment?.Address);
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.NotPermitted or RefusalReason.Closed)
        {
            Notice(session, "nothing was posted", "write comments", "pull-requests: write", refusal);
            return Tell(session, "refused");
        }
    }

    private PullRequestResults Shown(PullRequestResults results) =>
        Examples is ExampleChoice.Short or ExampleChoice.Full
            ? results
            : results with
            {
                Datasets =
                [
                    .. results.Datasets.Select(dataset =>
                        dataset with
                        {
                            Report = dataset.Report is { } report ? Privacy.WithoutTexts(report) : null,
                        }
                    ),
                ],
            };

    private CommentDraft Draft(PullRequestResults results)
    {
        CommentDraft Of(string text) =>
            CommentDraft.Of(text, results.Key, results.Head, results.RunId, results.RunAttempt);

        return Of(PullRequestText.Render(results, Longest - Of("").Body.Length, FromArtifact));
    }

    // A job's token cannot ask who it is.
    private static async Task<string> AuthorAsync(GitHubApi api, GitHubSettings settings)
    {
        const string Bot = "github-actions[bot]";
        return settings.Token.IsOfKind("ghs_") ? Bot : await api.AccountAsync() ?? Bot;
    }

    private static void Notice(Session session, string end, string deed, string permission, Refusal refusal)
    {
        var line =
            refusal.Reason == RefusalReason.Closed
                ? $"{refusal.Message}; {end}"
                : $"{end}: the token may not {deed}. It needs the permission '{permission}'; a pull request "
                    + "from a fork never gets it: for those post from a second workflow (docs/action-results.md)";
        if (session.Terminal.IsGitHubRunner && session.Commands is { } commands)
        {
            commands.Allow(() => session.Terminal.Out.WriteLine($"::notice title=Prismatic::{line}"));
        }
        else
        {
            session.Say(line);
        }
    }

    private static ExitCode Tell(Session session, string outcome, string? address = null)
    {
        var line = address is { Length: > 0 } ? $"{outcome} {address}" : outcome;
        session.Terminal.Out.WriteLine(VisibleText.Of(AccessToken.Hide(line)));
        return ExitCode.Pass;
    }
}
