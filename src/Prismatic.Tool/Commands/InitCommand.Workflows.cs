using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Workflows that run the Action.</summary>
internal sealed partial class InitCommand
{
    private static readonly string[] EveryData = ["**/*.parquet", "**/*.jsonl", "**/*.csv", "**/*.tsv"];

    private async Task WriteWorkflowsAsync(string action, Session session)
    {
        var files = new List<(string Path, string Text)>
        {
            (WorkflowText.AuditFile, WorkflowText.Audit(action, Paths.Length > 0 ? Paths : EveryData)),
        };
        if (Fork)
        {
            files.Add((WorkflowText.CommentFile, WorkflowText.Comment(action)));
        }
        // All or none: a half that lacks the other would be found only when a fork asks.
        if (!Force && files.Find(file => File.Exists(file.Path)).Path is { } there)
        {
            throw new PrismaticException($"'{there}' is there; --force replaces it", ExitCode.Usage);
        }
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await OutputFile.WriteAsync(path, text, session.Cancellation, replaces: Force);
            session.Terminal.Out.WriteLine(path);
        }
    }
}
