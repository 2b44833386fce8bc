using Prismatic.Onnx;

namespace Prismatic.Tool.Measuring;

/// <summary>The feature spaces a user may choose.</summary>
internal enum ViewChoice
{
    All,
    NGrams,
    Gradients,
}

/// <summary>Makes the chosen feature spaces, one after another, so that only one needs its model at a time.</summary>
internal sealed class FeatureViews(
    ViewChoice choice,
    string? model,
    int maxTokens,
    SessionSettings settings,
    Session session
)
{
    /// <summary>The views of one set of rows, cheapest first.</summary>
    public async IAsyncEnumerable<FeatureView> ExtractAsync(ChosenRows rows, IProgress<StageProgress> progress)
    {
        if (choice is ViewChoice.All or ViewChoice.NGrams)
        {
            yield return (await ExtractAsync(ViewChoice.NGrams, [rows], progress))[0];
        }
        if (choice is ViewChoice.All or ViewChoice.Gradients)
        {
            yield return (await ExtractAsync(ViewChoice.Gradients, [rows], progress))[0];
        }
    }

    /// <summary>One view of several sets of rows, in one space.</summary>
    public Task<IReadOnlyList<FeatureView>> ExtractAsync(
        ViewChoice view,
        IReadOnlyList<ChosenRows> sets,
        IProgress<StageProgress> progress
    ) =>
        view == ViewChoice.NGrams
            ? NGramView.ExtractAsync(sets, settings.Threads, progress, session.Cancellation)
            : GradientView.ExtractAsync(sets, model, maxTokens, settings, session, progress);
}
