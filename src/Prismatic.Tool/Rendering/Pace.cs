namespace Prismatic.Tool.Rendering;

/// <summary>How fast work goes and how long it still takes, in words.</summary>
internal static class Pace
{
    /// <summary>The unit that is shown in kB, MB and GB.</summary>
    public const string Bytes = "bytes";

    /// <summary>"gradients: 1,200 of 7,473 rows (16 %), 85 rows/s, 1 min 14 s left".</summary>
    /// <param name="progress">Where the work stands.</param>
    /// <param name="done">Units done since the clock started.</param>
    /// <param name="elapsed">Time since then.</param>
    public static string Describe(StageProgress progress, long done, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        var text =
            progress.Total > 0
                ? $"{progress.Stage}: {Amount(progress.Done, progress.Unit, bare: true)} of {Amount(progress.Total, progress.Unit)} ({Numbers.Percent((double)progress.Done / progress.Total)})"
                : $"{progress.Stage}: {Amount(progress.Done, progress.Unit)}";
        if (rate <= 0)
        {
            return text;
        }
        text += $", {Rate(rate, progress.Unit)}";
        return progress.Total > progress.Done
            ? $"{text}, {Numbers.Duration(TimeSpan.FromSeconds((progress.Total - progress.Done) / rate))} left"
            : text;
    }

    /// <summary>"85 rows/s"; "0.4 rows/s" when slow.</summary>
    public static string Rate(double rate, string unit) =>
        unit == Bytes ? $"{Numbers.Size(rate)}/s"
        : rate >= 10 ? $"{Numbers.Count((long)Math.Round(rate))} {unit}/s"
        : $"{rate:F1} {unit}/s";

    private static string Amount(long value, string unit, bool bare = false) =>
        unit == Bytes ? Numbers.Size(value)
        : bare ? Numbers.Count(value)
        : $"{Numbers.Count(value)} {unit}";
}
