namespace Prismatic.Tool.Rendering;

/// <summary>
/// Findings as lines that MSBuild, and what reads its logs, takes for errors and warnings: <c>ORIGIN : error PRS001: text</c>.
/// </summary>
internal static class BuildMessages
{
    /// <summary>One line each, the worst first; notes are left out, since a build that passes should say little.</summary>
    /// <param name="findings">What is told.</param>
    /// <param name="origin">The file that bears the findings.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<ReportFinding> findings, string origin) =>
        findings
            .Where(finding => finding.Level != FindingLevel.Note)
            .OrderBy(finding => finding.Level)
            .Select(finding =>
                $"{Origin(origin)} : {(finding.Level == FindingLevel.Error ? "error" : "warning")} {Text(finding)}"
            );

    // No text of the data: a log is public where a build is.
    private static string Text(ReportFinding finding) => $"{finding.Rule.Id}: {finding.Message(showsTexts: false)}";

    // What stands before the first colon is the origin; a drive's colon alone may stand in it.
    private static string Origin(string path)
    {
        var visible = VisibleText.Of(path);
        var drive = visible.Length > 2 && char.IsAsciiLetter(visible[0]) && visible[1] == ':' ? 2 : 0;
        return visible[..drive] + visible[drive..].Replace(':', '_');
    }
}
