using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Tool.Measuring;

/// <summary>The view "hidden" of chosen rows: one streaming forward pass through the proxy model.</summary>
internal static class HiddenView
{
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
        using var extractor = ProxyLoading.Load(
            model,
            progress,
            proxy => new HiddenStateExtractor(proxy, options, settings)
        );
        ViewSize.Require(sets, extractor.Manifest.Dimension);
        await using var cache = await VectorCache.OpenAsync(cacheFolder, extractor.Manifest, session);
        await TrialRun.EstimateAsync(
            "hidden states of",
            sets,
            cache,
            session,
            rows =>
                extractor.ExtractAsync(rows.ToAsyncEnumerable(), rows.Count, cancellationToken: session.Cancellation)
        );
        var views = new List<FeatureView>();
        foreach (var set in sets)
        {
            var rows = set.ReadAsync(session.Cancellation);
            var space = await extractor.ExtractAsync(rows, set.Count, progress, cache.Store, session.Cancellation);
            views.Add(new FeatureView(space).Centred(extractor.Reference));
        }
        await cache.CompleteAsync();
        return views;
    }
}
