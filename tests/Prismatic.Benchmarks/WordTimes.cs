using System.Diagnostics;
using System.Text.Json;

namespace Prismatic.Benchmarks;

/// <summary>Time, memory and result of one run over texts.</summary>
/// <param name="Wall">Seconds.</param>
/// <param name="Processor">Seconds of all cores.</param>
/// <param name="AddedMb">Peak of resident memory over what stood there before the work.</param>
/// <param name="PeakMb">Peak of resident memory.</param>
/// <param name="Found">What was found, in words.</param>
internal sealed record WordTimes(double Wall, double Processor, double AddedMb, double PeakMb, string Found)
{
    public static WordTimes OfDriver(JsonElement result)
    {
        var values = result.GetProperty("values").EnumerateObject().ToList();
        string[] shown = ["kept", "verified_pairs", "cr_gzip", "ngram", "selfrep", "hom_rougel", "self_bleu"];
        return new WordTimes(
            result.GetProperty("seconds_total").GetDouble(),
            values.Where(v => v.Name.StartsWith("cpu_", StringComparison.Ordinal)).Sum(v => v.Value.GetDouble()),
            result.GetProperty("work_mb").GetDouble(),
            result.GetProperty("peak_mb").GetDouble(),
            string.Join(", ", values.Where(v => shown.Contains(v.Name)).Select(v => $"{v.Name} {v.Value}"))
        );
    }

    /// <summary>Runs the work once and measures it.</summary>
    public static WordTimes Of(Func<string> work)
    {
        var (before, found) = (PeakMbNow(), "");
        var seconds = Seconds.Of(() => found = work());
        var peak = PeakMbNow();
        return new WordTimes(seconds.Wall, seconds.Processor, peak - before, peak, found);
    }

    /// <summary>The run with the middle wall time.</summary>
    public static WordTimes Median(IReadOnlyList<WordTimes> runs) =>
        runs.OrderBy(run => run.Wall).ElementAt(runs.Count / 2);

    public string Row(string what, string side, WordTimes own) =>
        $"| {what} | {side} | {Wall:F3} | {Processor:F3} | {AddedMb:F0} | {Found} | {Wall / own.Wall:F1} | "
        + $"{Processor / own.Processor:F1} |";

    private static double PeakMbNow()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }
}
