using System.Globalization;
using Prismatic.Features;
using Prismatic.Onnx;
using Prismatic.Selection;

namespace Prismatic.Tool.Measuring;

/// <summary>Makes the chosen feature spaces, one after another, so that only one needs its model at a time.</summary>
/// <param name="model">The proxy model, for the views that have one.</param>
/// <param name="maxTokens">Tokens of a row that a model reads; an encoder never more than it was made for.</param>
/// <param name="settings">Where it runs.</param>
/// <param name="cacheFolder">Where its vectors are kept; null for nowhere.</param>
/// <param name="session">The run.</param>
/// <param name="encoder">The sentence encoder, for the view that has one; null where none was given.</param>
internal sealed class FeatureViews(
    ModelChoice model,
    int maxTokens,
    SessionSettings settings,
    string? cacheFolder,
    Session session,
    EncoderChoice? encoder = null
)
{
    /// <summary>Views of one set of rows, in the order chosen.</summary>
    public async IAsyncEnumerable<FeatureView> ExtractAsync(
        IReadOnlyList<FeatureChoice> choices,
        IRowSource rows,
        IProgress<StageProgress> progress
    )
    {
        foreach (var choice in choices)
        {
            yield return (await ExtractAsync(choice, [rows], progress))[0];
        }
    }

    /// <summary>One view, or two combined, of several sets of rows, in one space.</summary>
    public async Task<IReadOnlyList<FeatureView>> ExtractAsync(
        FeatureChoice choice,
        IReadOnlyList<IRowSource> sets,
        IProgress<StageProgress> progress
    )
    {
        var first = await ExtractAsync(choice.Names[0], sets, progress);
        if (choice.Names.Count == 1)
        {
            return first;
        }
        var second = await ExtractAsync(choice.Names[1], sets, progress);
        return [.. first.Zip(second, (a, b) => Combine(choice, a, b))];
    }

    private Task<IReadOnlyList<FeatureView>> ExtractAsync(
        string name,
        IReadOnlyList<IRowSource> sets,
        IProgress<StageProgress> progress
    ) =>
        name switch
        {
            FeatureChoice.NGrams => NGramView.ExtractAsync(sets, settings.Threads, progress, session.Cancellation),
            FeatureChoice.Hidden => HiddenView.ExtractAsync(
                sets,
                model,
                maxTokens,
                settings,
                cacheFolder,
                session,
                progress
            ),
            FeatureChoice.Encoder => EncoderView.ExtractAsync(
                sets,
                encoder ?? throw FeatureChoice.WithoutEncoder(),
                maxTokens,
                settings,
                cacheFolder,
                session,
                progress
            ),
            _ => GradientView.ExtractAsync(sets, model, maxTokens, settings, cacheFolder, session, progress),
        };

    private static FeatureView Combine(FeatureChoice choice, FeatureView a, FeatureView b)
    {
        const double Weight = SelectionDefaults.WeightOfFirst;
        var weight = Weight.ToString(CultureInfo.InvariantCulture);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["weight of the first"] = weight };
        foreach (
            var (space, values) in new[] { (a.Space.Name, a.Space.Parameters), (b.Space.Name, b.Space.Parameters) }
        )
        {
            foreach (var (key, value) in values)
            {
                parameters[$"{space}: {key}"] = value;
            }
        }
        return new FeatureView(
            new FeatureSpace
            {
                Name = choice.Name,
                Rows = FeatureTransforms.Combined(a.Space.Rows, b.Space.Rows, Weight),
                RowIndices = a.Space.RowIndices,
                Fingerprint = $"combined-{weight}({a.Space.Fingerprint},{b.Space.Fingerprint})",
                Parameters = parameters,
            },
            a.Familiarity ?? b.Familiarity
        )
        {
            Losses = a.Losses.Count > 0 ? a.Losses : b.Losses,
        };
    }
}
