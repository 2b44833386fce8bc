using System.Security.Cryptography;

namespace Prismatic.Tool;

/// <summary>
/// Lines that a runner of GitHub Actions takes as commands. Text of a data set may begin a line with <c>::</c>, a console may fold a
/// line there, and <c>##[</c> counts anywhere: while results are printed, the runner is told to look for no command but a word that
/// nobody knows.
/// </summary>
internal sealed class WorkflowCommands : IDisposable
{
    private readonly TextWriter _output;
    private readonly string _token;

    private WorkflowCommands(TextWriter output, string token)
    {
        (_output, _token) = (output, token);
        _output.WriteLine($"::stop-commands::{_token}");
    }

    /// <summary>A word that no text of a data set can hold: 32 random hexadecimal digits.</summary>
    public static string NewToken() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>From here on nothing is a command; null where no runner reads the results.</summary>
    public static WorkflowCommands? Stop(Terminal terminal) =>
        terminal is { IsGitHubRunner: true, StopToken: { } token } ? new WorkflowCommands(terminal.Out, token) : null;

    /// <summary>Lines that are commands, and nothing else printed between them.</summary>
    public void Allow(Action write)
    {
        _output.WriteLine($"::{_token}::");
        write();
        _output.WriteLine($"::stop-commands::{_token}");
    }

    /// <summary>A line that is none, whatever stands in it: for the stream of messages, which comes by another way than results.</summary>
    public static string NoCommand(string line)
    {
        var broken = line.Replace("##[", "##\u200b[", StringComparison.Ordinal);
        return broken.AsSpan().TrimStart().StartsWith("::", StringComparison.Ordinal) ? "\u200b" + broken : broken;
    }

    /// <summary>Commands count again.</summary>
    public void Dispose()
    {
        _output.WriteLine($"::{_token}::");
        _output.Flush();
    }
}
