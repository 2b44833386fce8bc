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
        IReadOnlyList<IRowSource> sets,
        ModelChoice model,
        int maxTokens,
        SessionSettings settings,
        string? cacheFolder,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var options = new GradientOptions { MaxTokens = maxTokens };
        var graphs = cacheFolder is null ? null : CacheFolder.Graphs(cacheFolder);
        using var extractor = ProxyLoading.Load(
            model,
            progress,
            proxy => new GradientExtractor(proxy, options, settings, graphs)
        );
        await using var cache = await VectorCache.OpenAsync(cacheFolder, extractor.Manifest, session);
        await EstimateAsync(extractor, sets, cache, session);
        var views = new List<FeatureView>();
        foreach (var set in sets)
        {
            var features = await extractor.ExtractAsync(
                set.ReadAsync(session.Cancellation),
                set.Count,
                progress,
                cache.Store,
                session.Cancellation
            );
            var view = new FeatureView(features.Space, Familiarity(features)) { Losses = features.Losses };
            views.Add(view.Centred(extractor.Reference));
        }
        await cache.CompleteAsync();
        return views;
    }

    private static async Task EstimateAsync(
        GradientExtractor extractor,
        IReadOnlyList<IRowSource> sets,
        VectorCache cache,
        Session session
    )
    {
        if (session.Quiet || sets.Sum(set => (long)set.Count) < WorthAnEstimate)
        {
            return;
        }
        var (rows, trial) = await cache.MissingAsync(sets, TrialRows);
        if (rows < WorthAnEstimate)
        {
            return;
        }
        // Once to warm up, since the runtime takes longer over shapes it has not seen, once for the clock.
        await extractor.ExtractAsync(trial.ToAsyncEnumerable(), trial.Count, null, null, session.Cancellation);
        var start = Stopwatch.GetTimestamp();
        var features = await extractor.ExtractAsync(
            trial.ToAsyncEnumerable(),
            trial.Count,
            null,
            null,
            session.Cancellation
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var tokens = (double)features.TokenCount / trial.Count * rows;
        var rate = features.TokenCount / Math.Max(seconds, 1e-3);
        session.Say(
            $"{Numbers.Count(rows)} rows, about {Numbers.About(tokens)} tokens: about "
                + $"{Numbers.Duration(TimeSpan.FromSeconds(tokens / rate))} at {Numbers.Count((long)rate)} tokens/s"
        );
    }

    private static FamiliaritySummary Familiarity(GradientFeatures features) =>
        new()
        {
            MeanLoss = Rounded.Loss(features.MeanLoss),
            LossMask = features.Space.Parameters.GetValueOrDefault("loss", "all tokens"),
            TruncatedRows = features.TruncatedCount,
            TruncatedShare = Rounded.Share(features.TruncatedCount, features.Losses.Count),
            Tokens = features.TokenCount,
            Lengths = HistogramBuilder.OfCounts(features.TokenCounts),
        };
}
