using System.Diagnostics;
using Prismatic.Gradients;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>What there is to say of a model before it is used, in lines of one form.</summary>
internal static class ModelSheet
{
    private const int TrialTokens = 128;
    private const int MostOperators = 12;

    /// <summary>What the file says of itself.</summary>
    public static IEnumerable<string> Of(ModelFacts facts)
    {
        yield return $"written by:       {(facts.Producer.Length == 0 ? "not told" : facts.Producer)}";
        yield return $"operator sets:    {string.Join(", ", facts.OperatorSets.Select(o => $"{(o.Domain.Length == 0 ? "ai.onnx" : o.Domain)} {o.Version}"))}";
        yield return $"weights:          {string.Join(", ", facts.Weights.Where(w => w.Bytes > 0).Select(w => $"{Numbers.Count(w.Numbers)} {w.Type}"))}; {Megabytes(facts.StoredBytes)} stored";
        if (facts.WeightFiles.Count > 0)
        {
            yield return $"weight files:     {string.Join(", ", facts.WeightFiles.Select(Path.GetFileName))}";
        }
        if (facts.OtherInputs.Count > 0)
        {
            yield return $"fed empty:        {facts.OtherInputs[0]}{(facts.OtherInputs.Count > 1 ? $" and {facts.OtherInputs.Count - 1} more inputs" : "")}";
        }
        var shown = facts.Operators.Take(MostOperators).Select(o => $"{o.Operator} {o.Count}");
        var more = facts.Operators.Count - MostOperators;
        yield return $"operators:        {string.Join(", ", shown)}{(more > 0 ? $", {more} more kinds" : "")}";
    }

    /// <summary>Runs one row of <see cref="TrialTokens"/> tokens, once to warm up and once for the clock.</summary>
    public static string Trial(GradientSession session)
    {
        int[] ids = [.. Enumerable.Range(0, TrialTokens).Select(i => i * 7 % session.VocabularySize)];
        LossTarget[] targets =
        [
            .. Enumerable
                .Range(0, TrialTokens - 1)
                .Select(t => new LossTarget(0, t, ids[t + 1], 1f / (TrialTokens - 1))),
        ];
        var batch = new TokenBatch([ids], targets, TrialTokens);
        var (blocks, losses) = (new float[session.BlockLength], new float[targets.Length]);
        session.Run(batch, blocks, losses);
        var start = Stopwatch.GetTimestamp();
        session.Run(batch, blocks, losses);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        return $"trial:            one row of {TrialTokens} tokens, {Numbers.Count((long)(TrialTokens / Math.Max(seconds, 1e-6)))} tokens/s; "
            + $"{Megabytes(process.PeakWorkingSet64)} of memory at most so far";
    }

    private static string Megabytes(long bytes) => $"{Numbers.Count(bytes / 1_000_000)} MB";
}
