namespace Prismatic.Tool.Rendering;

/// <summary>Findings as commands that a runner of GitHub Actions reads from the output of a step.</summary>
internal static class GitHubAnnotations
{
    /// <summary>The host shows as many of a level and step.</summary>
    private const int MostOfLevel = 10;

    /// <summary>One line each, the worst first.</summary>
    /// <param name="findings">What is told.</param>
    /// <param name="files">Paths of the data from the top of the working copy on; the first one bears the findings.</param>
    /// <param name="showsTexts">Whether messages hold beginnings of rows.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyList<ReportFinding> findings,
        IReadOnlyList<string> files,
        bool showsTexts
    ) =>
        findings
            .GroupBy(finding => finding.Level)
            .OrderBy(level => level.Key)
            .SelectMany(level => level.Take(MostOfLevel))
            .Select(finding =>
            {
                var file = files.Count == 0 ? "" : $"file={Property(files[0])},";
                var title = Property($"{finding.Rule.Id} {finding.Rule.Name}");
                return $"::{Word(finding.Level)} {file}title={title}::{Data(finding.Message(showsTexts))}";
            });

    /// <summary>A message as the runner reads it back.</summary>
    internal static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>The value of a property as the runner reads it back.</summary>
    internal static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Word(FindingLevel level) =>
        level switch
        {
            FindingLevel.Error => "error",
            FindingLevel.Warning => "warning",
            _ => "notice",
        };
}
