using System.Text.RegularExpressions;
using Prismatic.Onnx;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Hub;

namespace Prismatic.Tool.Tests;

/// <summary>Runs the program in process and keeps what it wrote.</summary>
internal sealed partial record Run(ExitCode Code, string Out, string Error)
{
    /// <summary>Token of the stand-in for the model hub; no run may print it.</summary>
    public const string HubSecret = "hf_VerySecretTokenOfNobody";

    /// <summary>Token of the stand-in for GitHub; no run may print it.</summary>
    public const string GitHubSecret = "ghs_VerySecretTokenOfNobody";

    public static async Task<Run> PrismaticAsync(params string[] args) =>
        await PrismaticAsync(CancellationToken.None, args);

    public static async Task<Run> PrismaticAsync(CancellationToken cancellation, params string[] args) =>
        await PrismaticAsync(NoHub, cancellation, args);

    public static async Task<Run> PrismaticAsync(
        Func<HubSettings> hub,
        CancellationToken cancellation,
        params string[] args
    ) => await PrismaticAsync(hub, runtime: null, args, cancellation);

    /// <summary>With the runtime of another machine.</summary>
    public static async Task<Run> PrismaticAsync(RuntimeCalls runtime, params string[] args) =>
        await PrismaticAsync(NoHub, runtime, args, CancellationToken.None);

    /// <summary>As a terminal of 100 columns shows it, without its control sequences.</summary>
    public static async Task<Run> OnTerminalAsync(params string[] args)
    {
        var run = await PrismaticAsync(NoHub, null, args, CancellationToken.None, isTerminal: true);
        return run with { Out = ControlSequence().Replace(run.Out, "") };
    }

    /// <summary>With a GitHub of the test's own, and perhaps on a runner of GitHub Actions.</summary>
    public static async Task<Run> PrismaticAsync(GitHubSettings gitHub, bool isRunner, params string[] args) =>
        await PrismaticAsync(NoHub, null, args, CancellationToken.None, gitHub: gitHub, isRunner: isRunner);

    [GeneratedRegex(@"\u001b\[[0-9;?]*[a-zA-Z]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex ControlSequence();

    private static async Task<Run> PrismaticAsync(
        Func<HubSettings> hub,
        RuntimeCalls? runtime,
        string[] args,
        CancellationToken cancellation,
        bool isTerminal = false,
        GitHubSettings? gitHub = null,
        bool isRunner = false
    )
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(
            args,
            new Terminal
            {
                Out = output,
                Error = TextWriter.Synchronized(error),
                OutIsTerminal = isTerminal,
                IsGitHubRunner = isRunner,
                StopToken = isRunner ? "nobody-knows" : null,
            },
            cancellation,
            hub,
            runtime,
            // Without --cache nothing is kept: tests must not meet in a folder of the user's.
            cacheFolder: () => null,
            gitHub: () => gitHub ?? GitHubSettings.FromEnvironment(_ => null)
        );
        var (results, messages) = (output.ToString(), error.ToString());
        Assert.DoesNotContain(HubSecret, results + messages, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(GitHubSecret, results + messages, StringComparison.OrdinalIgnoreCase);
        return new Run(code, results, messages);
    }

    // No test may leave this machine, nor see what its user has set up: without a hub of its own it has none.
    private static HubSettings NoHub() =>
        HubSettings.FromEnvironment(name =>
            name is "HF_HOME" ? Path.Combine(Path.GetTempPath(), "prismatic-no-hub")
            : name is "HF_HUB_OFFLINE" ? "1"
            : null
        );
}
