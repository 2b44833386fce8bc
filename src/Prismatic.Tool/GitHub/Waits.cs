namespace Prismatic.Tool.GitHub;

/// <summary>
/// How long this run waits for GitHub: as long as GitHub asks; else a minute for a limit and two seconds for a fault, doubled each
/// time, each up to a quarter longer by chance. In all no longer than the budget.
/// </summary>
internal sealed class Waits(GitHubSettings settings, Action<string> say, CancellationToken stop)
{
    private const int MostFailures = 6;
    private static readonly TimeSpan FirstOfLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstOfFault = TimeSpan.FromSeconds(2);

    private TimeSpan _left = settings.Budget;

    /// <summary>Whether a fault is told to the caller at once, who holds something that others wait for.</summary>
    public bool Hurries { get; private set; }

    /// <summary>Waits before the next try.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="failures">How many times in a row, from 1 on.</param>
    /// <exception cref="PrismaticException">It went wrong too often, or the wait would be too long.</exception>
    public async Task AfterAsync(PassingFault fault, int failures)
    {
        var wait = fault.Wait ?? Backoff(fault.IsLimit ? FirstOfLimit : FirstOfFault, failures);
        if (failures >= MostFailures || wait > _left)
        {
            throw new PrismaticException($"{fault.Message}; {Remedy(fault, wait)}", ExitCode.Environment, fault);
        }
        _left -= wait;
        say($"{fault.Message}; trying again in {wait.TotalSeconds:F0} s");
        await PauseAsync(wait);
    }

    /// <summary>Waits for somebody else's work; not counted.</summary>
    public Task PauseAsync(TimeSpan wait) => Task.Delay(wait, settings.Clock, stop);

    /// <summary>Until the result is disposed nothing is waited for.</summary>
    public IDisposable Hurry()
    {
        Hurries = true;
        return new End(this);
    }

    private TimeSpan Backoff(TimeSpan first, int failures) =>
        first * (1 << (failures - 1)) * (1 + settings.Jitter() / 4);

    private static string Remedy(PassingFault fault, TimeSpan wait) =>
        fault.Wait is null ? "run again later" : $"it asks to wait {wait.TotalSeconds:F0} s: run again then";

    private sealed class End(Waits waits) : IDisposable
    {
        public void Dispose() => waits.Hurries = false;
    }
}
