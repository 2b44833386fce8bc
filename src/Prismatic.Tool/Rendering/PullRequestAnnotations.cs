using Prismatic.Tool.Results;

namespace Prismatic.Tool.Rendering;

/// <summary>Findings in all data sets of a pull request as annotations: as many of a level as the host shows, the worst first.</summary>
internal static class PullRequestAnnotations
{
    private const int MostOfLevel = 10;

    /// <summary>Prints them where a runner listens.</summary>
    public static void Write(PullRequestResults results, Session session)
    {
        if (!session.Terminal.IsGitHubRunner || session.Commands is not { } commands)
        {
            return;
        }
        string[] lines = [.. Lines(results)];
        if (lines.Length > 0)
        {
            commands.Allow(() =>
            {
                foreach (var line in lines)
                {
                    session.Terminal.Out.WriteLine(line);
                }
            });
        }
    }

    /// <summary>One line each; the last of a level that has more says how many more there are.</summary>
    internal static IEnumerable<string> Lines(PullRequestResults results)
    {
        List<(FindingLevel Level, string Line)> all = [];
        foreach (var dataset in results.Datasets)
        {
            if (dataset.IsUnaudited)
            {
                var level = dataset.ExitCode != 0 ? FindingLevel.Error : FindingLevel.Warning;
                var path = GitHubAnnotations.Property(dataset.Path);
                var note = GitHubAnnotations.Data(VisibleText.Of(dataset.Note ?? "it could not be audited"));
                all.Add((level, $"::{Word(level)} file={path},title=Prismatic::{note}"));
            }
            if (dataset.Report is { } report)
            {
                foreach (var finding in ReportFinding.All(report).Where(finding => finding.Level != FindingLevel.Note))
                {
                    all.Add(
                        (finding.Level, GitHubAnnotations.Lines([finding], [dataset.Path], showsTexts: false).Single())
                    );
                }
            }
        }
        foreach (var level in all.GroupBy(entry => entry.Level).OrderBy(group => group.Key))
        {
            var lines = level.Select(entry => entry.Line).ToList();
            var shown = lines.Count <= MostOfLevel ? lines.Count : MostOfLevel - 1;
            foreach (var line in lines.Take(shown))
            {
                yield return line;
            }
            if (shown < lines.Count)
            {
                yield return $"::{Word(level.Key)} title=Prismatic::{lines.Count - shown} more are in the summary of the job";
            }
        }
    }

    private static string Word(FindingLevel level) => level == FindingLevel.Error ? "error" : "warning";
}
