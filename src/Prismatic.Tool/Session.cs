using Prismatic.Onnx;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Hub;
using Prismatic.Tool.Rendering;
using Spectre.Console;

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

    /// <summary>The model hub as the environment sets it up; read when a name on the hub is given.</summary>
    public Func<HubSettings> Hub { get; init; } = HubOfThisProcess;

    /// <summary>GitHub as the environment sets it up; read when something is to be said there.</summary>
    public Func<GitHubSettings> GitHub { get; init; } = GitHubOfThisProcess;

    /// <summary>What a runner of GitHub Actions tells this process.</summary>
    public Func<PullRequests.RunnerEnvironment> Runner { get; init; } = PullRequests.RunnerEnvironment.OfThisProcess;

    /// <summary>How ONNX Runtime is called.</summary>
    public RuntimeCalls Runtime { get; init; } = new();

    /// <summary>Where results are kept from run to run, as the environment sets it up; null for nowhere.</summary>
    public Func<string?> CacheFolder { get; init; } = Tool.CacheFolder.OfThisProcess;

    /// <summary>Keeps a host from reading commands in results; null where no host listens.</summary>
    public WorkflowCommands? Commands { get; init; }

    /// <summary>What the user typed, for the report.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What reports call paths of this run that say nothing to their readers, such as those of files that soon are gone.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>What a report calls a path.</summary>
    public string Called(string path) => Aliases.GetValueOrDefault(path, path);

    /// <summary>The hub's settings from the environment of this process.</summary>
    public static HubSettings HubOfThisProcess() => HubSettings.FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>GitHub's settings from the environment of this process.</summary>
    public static GitHubSettings GitHubOfThisProcess() =>
        GitHubSettings.FromEnvironment(Environment.GetEnvironmentVariable);

    // Bars that are being redrawn own the stream; lines have to go in above them.
    private IAnsiConsole? _live;

    /// <summary>A message for the user, on the message stream.</summary>
    public void Say(string line)
    {
        if (Quiet)
        {
            return;
        }
        if (_live is { } console)
        {
            console.WriteLine(VisibleText.Of(line));
        }
        else
        {
            Terminal.Say(line);
        }
    }

    /// <summary>Runs <paramref name="work"/> while its progress is shown on the message stream.</summary>
    public async Task<T> WithProgressAsync<T>(Func<IProgress<StageProgress>, Task<T>> work)
    {
        if (Quiet || NoProgress)
        {
            return await work(SilentProgress.Instance);
        }
        if (!Terminal.ErrorIsTerminal)
        {
            return await work(new LineProgress(Terminal, TimeProvider.System));
        }
        try
        {
            _live = Terminal.Messages();
            return await BarProgress.RunAsync(_live, work);
        }
        finally
        {
            _live = null;
        }
    }
}
