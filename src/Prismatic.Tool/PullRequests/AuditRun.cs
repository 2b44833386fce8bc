using System.Text;

namespace Prismatic.Tool.PullRequests;

/// <summary>How a command of this program ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Fault">What it complained about; null for nothing.</param>
internal sealed record AuditEnd(ExitCode Code, string? Fault);

/// <summary>Runs commands of this program inside of another: the same options, files and exit codes as by hand.</summary>
internal sealed class AuditRun(Session session)
{
    /// <summary>Runs one; what it prints is in the files it writes, and its progress is seen.</summary>
    /// <param name="arguments">As a person would type them.</param>
    /// <param name="aliases">What reports call paths among them.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task<AuditEnd> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? aliases = null
    )
    {
        await using var error = new Watched(session.Terminal.Error);
        var code = await CommandLine.RunAsync(
            [.. arguments],
            session.Terminal with
            {
                Out = TextWriter.Null,
                Error = error,
                OutIsTerminal = false,
                // What it says is not for the host; what is, is said at the end.
                StopToken = null,
            },
            session.Cancellation,
            session.Hub,
            session.Runtime,
            session.CacheFolder,
            aliases: aliases
        );
        session.Cancellation.ThrowIfCancellationRequested();
        return new AuditEnd(code, error.Fault);
    }

    /// <summary>Passes on what is written, and keeps the line that tells a fault.</summary>
    private sealed class Watched(TextWriter inner) : TextWriter
    {
        private const string Mark = "prismatic: error: ";
        private readonly StringBuilder _line = new();

        public string? Fault { get; private set; }

        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value)
        {
            inner.Write(value);
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }
            var line = _line.ToString().TrimEnd('\r');
            _line.Clear();
            if (Fault is null && line.StartsWith(Mark, StringComparison.Ordinal))
            {
                Fault = line[Mark.Length..];
            }
        }

        public override void Flush() => inner.Flush();
    }
}
