using System.Text.RegularExpressions;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>What a job printed and what was commented, for docs/action.md: PRISMATIC_ACCEPT=1 writes them.</summary>
internal static partial class Transcript
{
    /// <summary>Writes both, without what differs from run to run: hashes of commits, places of this machine.</summary>
    public static void Keep(string name, ActionJob job, string comment, ScratchPullRequest request)
    {
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") != "1")
        {
            return;
        }
        var folder = Path.Combine(Golden.Root, "docs", "transcripts");
        Directory.CreateDirectory(folder);
        var steps = job.Steps.Select(step =>
            $"[{step.Name}] {step.Outcome}"
            + string.Concat(
                step.With.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => $"\n    {pair.Key}: {pair.Value}")
            )
            + (
                step.Text.Length > 0
                    ? "\n" + string.Concat(step.Text.TrimEnd().Split('\n').Select(line => $"    {line}\n"))
                    : "\n"
            )
        );
        File.WriteAllText(Path.Combine(folder, name + ".txt"), Plain(string.Join('\n', steps)));
        File.WriteAllText(Path.Combine(folder, name + ".md"), Plain(comment));

        string Plain(string text) =>
            Tokens()
                .Replace(
                    text.Replace(request.Head, "HEAD", StringComparison.Ordinal)
                        .Replace(request.Base, "BASE", StringComparison.Ordinal)
                        .Replace(request.Base[..12], "89abcdef0123", StringComparison.Ordinal)
                        .Replace(request.Head[..7], "1234567", StringComparison.Ordinal)
                        .Replace(request.Base[..7], "89abcde", StringComparison.Ordinal)
                        .Replace(request.Temp, "$RUNNER_TEMP", StringComparison.Ordinal)
                        .Replace(request.Workspace, ".", StringComparison.Ordinal),
                    "WORD"
                )
                .Trim() + "\n";
    }

    [GeneratedRegex("[0-9a-f]{32,64}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}
