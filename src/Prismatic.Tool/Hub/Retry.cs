namespace Prismatic.Tool.Hub;

/// <summary>Tries again after passing faults: after 1, 2, 4, 8 seconds, or as long as the hub asks.</summary>
internal sealed class Retry(TimeProvider clock, Action<string> say)
{
    // A server that gives a byte at a time would otherwise keep us for ever.
    private const int AttemptsInAll = 200;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>The result of the first attempt that works.</summary>
    /// <exception cref="PrismaticException">None does.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        var failures = 0;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (TransientFault fault)
            {
                failures = fault.Advanced ? 1 : failures + 1;
                var wait = fault.RetryAfter ?? TimeSpan.FromSeconds(1 << Math.Min(failures - 1, 5));
                if (failures >= fault.Attempts || attempts >= AttemptsInAll || wait > LongestWait)
                {
                    throw new PrismaticException($"{fault.Message}; {Remedy(wait)}", ExitCode.Environment, fault);
                }
                say($"{fault.Message}; trying again in {wait.TotalSeconds:F0} s");
                await Task.Delay(wait, clock, cancellation);
            }
        }
    }

    private static string Remedy(TimeSpan wait) =>
        wait > LongestWait
            ? $"it asks to wait {wait.TotalSeconds:F0} s: run again then"
            : "run again later, or use --offline for what is in the cache";
}
