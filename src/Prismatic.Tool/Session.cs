using Prismatic.Tool.Rendering;

namespace Prismatic.Tool;

/// <summary>One run of a command: where it writes, how much it says, and when it must stop.</summary>
internal sealed record Session(Terminal Terminal, CancellationToken Cancellation)
{
    /// <summary>Only results and errors.</summary>
    public bool Quiet { get; init; }

    /// <summary>Stack traces and timings too.</summary>
    public bool Verbose { get; init; }

    /// <summary>No progress bars or lines.</summary>
    public bool NoProgress { get; init; }

    /// <summary>Folder that relative paths start from.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>What the user typed, for the report.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A message for the user, on the message stream.</summary>
    public void Say(string line)
    {
        if (!Quiet)
        {
            Terminal.Say(line);
        }
    }

    /// <summary>Runs <paramref name="work"/> while its progress is shown on the message stream.</summary>
    public Task<T> WithProgressAsync<T>(Func<IProgress<StageProgress>, Task<T>> work) =>
        Quiet || NoProgress ? work(SilentProgress.Instance)
        : Terminal.ErrorIsTerminal ? BarProgress.RunAsync(Terminal.Messages(), work)
        : work(new LineProgress(Terminal, TimeProvider.System));
}
