using System.Diagnostics;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>The view "gradients" of chosen rows: one streaming pass through the proxy model.</summary>
internal static class GradientView
{
    private const int TrialRows = 32;
    private const int WorthAnEstimate = 300;

    /// <summary>Vectors of each set. Says before long work how long it will take.</summary>
    public static async Task<IReadOnlyList<FeatureView>> ExtractAsync(
        IReadOnlyList<ChosenRows> sets,
        ModelChoice model,
        int maxTokens,
        SessionSettings settings,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var options = new GradientOptions { MaxTokens = maxTokens };
        using var extractor = ProxyLoading.Load(
            model,
            progress,
            proxy => new GradientExtractor(proxy, options, settings)
        );
        await EstimateAsync(extractor, sets, session);
        var views = new List<FeatureView>();
        foreach (var set in sets)
        {
            var features = await extractor.ExtractAsync(
                set.ReadAsync(session.Cancellation),
                set.Count,
                progress,
                session.Cancellation
            );
            var view = new FeatureView(features.Space, Familiarity(features)) { Losses = features.Losses };
            views.Add(view.Centred(extractor.Reference));
        }
        return views;
    }

    private static async Task EstimateAsync(
        GradientExtractor extractor,
        IReadOnlyList<ChosenRows> sets,
        Session session
    )
    {
        var rows = sets.Sum(set => (long)set.Count);
        if (session.Quiet || rows < WorthAnEstimate)
        {
            return;
        }
        var trial = await FirstRowsAsync(sets[0], session.Cancellation);
        // Once to warm up, since the runtime takes longer over shapes it has not seen, once for the clock.
        await extractor.ExtractAsync(trial.ToAsyncEnumerable(), trial.Count, null, session.Cancellation);
        var start = Stopwatch.GetTimestamp();
        var features = await extractor.ExtractAsync(trial.ToAsyncEnumerable(), trial.Count, null, session.Cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var tokens = (double)features.TokenCount / trial.Count * rows;
        var rate = features.TokenCount / Math.Max(seconds, 1e-3);
        session.Say(
            $"{Numbers.Count(rows)} rows, about {Numbers.About(tokens)} tokens: about "
                + $"{Numbers.Duration(TimeSpan.FromSeconds(tokens / rate))} at {Numbers.Count((long)rate)} tokens/s"
        );
    }

    private static async Task<List<TextRow>> FirstRowsAsync(ChosenRows set, CancellationToken cancellation)
    {
        var rows = new List<TextRow>(TrialRows);
        await foreach (var row in set.ReadAsync(cancellation))
        {
            rows.Add(row);
            if (rows.Count == TrialRows)
            {
                break;
            }
        }
        return rows;
    }

    private static FamiliaritySummary Familiarity(GradientFeatures features) =>
        new()
        {
            MeanLoss = Rounded.Loss(features.MeanLoss),
            LossMask = features.Space.Parameters.GetValueOrDefault("loss", "all tokens"),
            TruncatedRows = features.TruncatedCount,
            TruncatedShare = Rounded.Share(features.TruncatedCount, features.Losses.Count),
            Tokens = features.TokenCount,
        };
}
