using Prismatic.Encoders;
using Prismatic.Onnx;

namespace Prismatic.Tool.Measuring;

/// <summary>The view "encoder" of chosen rows: one streaming pass through a sentence encoder.</summary>
internal static class EncoderView
{
    /// <summary>Vectors of each set. Says before long work how long it will take.</summary>
    public static async Task<IReadOnlyList<FeatureView>> ExtractAsync(
        IReadOnlyList<IRowSource> sets,
        EncoderChoice choice,
        int maxTokens,
        SessionSettings settings,
        string? cacheFolder,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        const string Loading = "loading the encoder";
        progress.Report(new StageProgress(Loading, 0, 1, "models"));
        var options = new EncoderOptions { Pooling = choice.Pooling, MaxTokens = maxTokens };
        using var encoder = SentenceEncoder.Load(choice.Path, options, settings);
        progress.Report(new StageProgress(Loading, 1, 1, "models"));
        ViewSize.Require(sets, encoder.Dimension);
        await using var cache = await VectorCache.OpenAsync(cacheFolder, encoder.Manifest, session);
        await TrialRun.EstimateAsync(
            "encoding",
            sets,
            cache,
            session,
            rows => encoder.ExtractAsync(rows.ToAsyncEnumerable(), rows.Count, cancellation: session.Cancellation)
        );
        var views = new List<FeatureView>();
        foreach (var set in sets)
        {
            var rows = set.ReadAsync(session.Cancellation);
            var space = await encoder.ExtractAsync(rows, set.Count, progress, cache.Store, session.Cancellation);
            views.Add(new FeatureView(space));
        }
        await cache.CompleteAsync();
        return views;
    }
}
