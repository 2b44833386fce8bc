using System.Diagnostics;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Reasoning;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>Measures the information gain of a seeded part of the chosen rows.</summary>
internal sealed class GainMeter(ModelChoice model, int maxTokens, ulong seed, SessionSettings settings, Session session)
{
    private const ulong Stream = 0x6761696E;
    private const int TrialRows = 8;
    private const int WorthAnEstimate = 300;

    /// <summary>The measurement; says before long work how long it will take.</summary>
    /// <param name="rows">Rows of the audit.</param>
    /// <param name="source">Where reasoning and answers stand.</param>
    /// <param name="most">Most rows drawn.</param>
    /// <param name="progress">"information gain", in rows.</param>
    /// <exception cref="PrismaticException">No row drawn has both a reasoning and an answer; the model fails.</exception>
    public async Task<GainMeasurement> MeasureAsync(
        ChosenRows rows,
        GainSource source,
        int most,
        IProgress<StageProgress> progress
    )
    {
        var drawn = rows.Scan.Rows.OrderBy(row => Pcg32.Hash(seed ^ Stream, (ulong)row)).Take(most).ToHashSet();
        var reasoned = await source.ReadAsync(rows.Dataset, drawn, session.Cancellation);
        if (!reasoned.Exists(row => row.Reasoning.Length > 0))
        {
            throw new PrismaticException(
                $"none of {Numbers.Count(drawn.Count, "row")} has both a reasoning and an answer ({source.Description}); name "
                    + "others with --reasoning and --answer or --answer-separator"
            );
        }
        var options = new GainOptions
        {
            MaxTokens = maxTokens,
            Cue = source.Cue,
            Seed = seed,
        };
        using var gain = ProxyLoading.Load(model, progress, proxy => new InformationGain(proxy, options, settings));
        Estimate(gain, reasoned);
        return new GainMeasurement
        {
            Rows = gain.Measure(reasoned, progress, session.Cancellation),
            WithoutAnswer = drawn.Count - reasoned.Count,
            Source = source.Description,
            Cue = source.Cue,
            Fingerprint = gain.Fingerprint,
        };
    }

    private void Estimate(InformationGain gain, List<ReasonedRow> rows)
    {
        if (session.Quiet || rows.Count < WorthAnEstimate)
        {
            return;
        }
        var trial = rows[..TrialRows];
        // Once to warm up, once for the clock.
        gain.Measure(trial, null, session.Cancellation);
        var start = Stopwatch.GetTimestamp();
        gain.Measure(trial, null, session.Cancellation);
        var time = Stopwatch.GetElapsedTime(start) / TrialRows * rows.Count;
        session.Say($"information gain of {Numbers.Count(rows.Count, "row")}: about {Numbers.Duration(time)}");
    }
}
