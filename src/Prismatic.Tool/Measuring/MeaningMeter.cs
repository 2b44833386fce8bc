using Prismatic.Meaning;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Looks for rows of one meaning in the view that stands for it.</summary>
internal sealed class MeaningMeter(ulong seed, SessionSettings settings)
{
    /// <summary>The measurement; the view's vectors are needed no longer.</summary>
    /// <param name="view">As it is shown: where its rows are not less their mean, <see cref="FeatureView.Grouped"/> is.</param>
    /// <param name="representatives">For each row the first of its near-duplicates in words, which are not told again.</param>
    /// <param name="progress">"meaning", in rows.</param>
    /// <param name="cancellation">Checked once a block of products.</param>
    public MeaningMeasurement Measure(
        FeatureView view,
        IReadOnlyList<int> representatives,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var raw = (view.Raw ?? view.Space).Rows;
        var options = new SemanticOptions { Threshold = SemanticOptions.ThresholdOf(view.Space.Name), Seed = seed };
        var found = SemanticDuplicates.Find(
            view.Grouped ?? view.Space.Rows,
            representatives,
            options,
            settings,
            new Staged(progress),
            cancellation
        );
        return new MeaningMeasurement(
            view.Space with
            {
                Rows = new Matrix(0, raw.ColumnCount),
            },
            MeaningMeasurement.FloorOf(raw),
            options,
            found
        );
    }

    // The search is that of the filter; here the reader wants to know what for.
    private sealed class Staged(IProgress<StageProgress> inner) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => inner.Report(value with { Stage = "meaning" });
    }
}
