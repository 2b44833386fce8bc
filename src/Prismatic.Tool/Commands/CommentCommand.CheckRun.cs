using Prismatic.Tool.GitHub;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.Commands;

/// <summary>The same, said as a check run of the commit.</summary>
internal sealed partial class CommentCommand
{
    // Results that cannot be trusted neither let a merge through nor hold it up: they are their author's word.
    private async Task CheckAsync(GitHubApi api, PullRequestResults results, Session session)
    {
        var report = new CheckReport(
            CheckRun!,
            results.Head,
            results.Key,
            FromArtifact ? CheckEnd.Neutral
                : results.Heaviest == Weight.Failed ? CheckEnd.Failure
                : CheckEnd.Success,
            PullRequestText.Title(results),
            PullRequestText.Render(results, Longest, FromArtifact),
            results.ReportUrl
        );
        try
        {
            var address = await api.CheckAsync(report);
            session.Say($"check run '{CheckRun}': {CommandText.Word(report.End)} {address}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.NotPermitted or RefusalReason.Closed)
        {
            Notice(session, "there is no check run", "write check runs", "checks: write", refusal);
        }
    }
}
