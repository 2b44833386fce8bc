using System.Diagnostics;
using Prismatic.Data;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>A few rows before many: tells how long a pass through a model will take.</summary>
internal static class TrialRun
{
    private const int TrialRows = 32;
    private const int WorthAnEstimate = 300;

    /// <summary>Runs a few rows whose vectors are missing and says what all of them will take; nothing where they are few.</summary>
    /// <param name="work">What is done, in words.</param>
    /// <param name="sets">All rows.</param>
    /// <param name="cache">Those that need no work.</param>
    /// <param name="session">Where to say it.</param>
    /// <param name="run">Does the work for some rows and keeps nothing.</param>
    public static async Task EstimateAsync(
        string work,
        IReadOnlyList<IRowSource> sets,
        VectorCache cache,
        Session session,
        Func<List<TextRow>, Task> run
    )
    {
        if (session.Quiet || sets.Sum(set => (long)set.Count) < WorthAnEstimate)
        {
            return;
        }
        var (count, trial) = await cache.MissingAsync(sets, TrialRows);
        if (count < WorthAnEstimate)
        {
            return;
        }
        // Once to warm up, since the runtime takes longer over shapes it has not seen, once for the clock.
        await run(trial);
        var start = Stopwatch.GetTimestamp();
        await run(trial);
        var time = Stopwatch.GetElapsedTime(start) / trial.Count * count;
        session.Say($"{work} {Numbers.Count(count, "row")}: about {Numbers.Duration(time)}");
    }
}
