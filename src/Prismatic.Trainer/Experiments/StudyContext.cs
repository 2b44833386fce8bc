using System.Diagnostics;
using System.Globalization;

namespace Prismatic.Trainer.Experiments;

/// <summary>What both studies share.</summary>
/// <param name="Options">Sizes.</param>
/// <param name="MixNames">Test sources.</param>
/// <param name="Threads">Students, or sets, side by side.</param>
/// <param name="Log">Receives a line now and then.</param>
/// <param name="Cancellation">Ends the run; what is done stays.</param>
internal sealed record StudyContext(
    ExperimentOptions Options,
    IReadOnlyList<string> MixNames,
    int Threads,
    Action<string> Log,
    CancellationToken Cancellation
)
{
    /// <summary>Tells every 25 students how many are done and what is left at this pace.</summary>
    public Action<int, int> StudentProgress(string study)
    {
        var clock = Stopwatch.StartNew();
        return (done, total) =>
        {
            if (done % 25 == 0 || done == total)
            {
                var left = clock.Elapsed.TotalMinutes / done * (total - done);
                Log(
                    string.Create(CultureInfo.InvariantCulture, $"{study}: {done}/{total} students, {left:F1} min left")
                );
            }
        };
    }
}
