using Prismatic.Clustering;
using Prismatic.Comparing;
using Prismatic.Diversity;
using Prismatic.Duplicates;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Measures two data sets in a feature space that was made once for the rows of both.</summary>
internal sealed class CompareViewMeter(ulong seed, SessionSettings settings)
{
    private const int Draws = 10;

    /// <summary>All measurements of one view.</summary>
    public CompareViewMeasurement Measure(
        FeatureView view,
        CompareMeasurement found,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var union = found.Union;
        var staged = new NamedProgress(progress, view.Space.Name);
        var rows = new RowView(view.Space.Rows);
        var pool = rows.Select([.. Enumerable.Range(0, union.BaseNumbers.Count)]);
        var grouped = view.Grouped is { } other ? new RowView(other) : rows;
        var clusters = KMeans.Fit(grouped, new KMeansOptions { Seed = seed }, settings, staged, cancellation);
        staged.Report(new StageProgress("score", 0, 2, "sets"));
        var before = VendiScore.Of(pool, settings, cancellation).Order1;
        staged.Report(new StageProgress("score", 1, 2, "sets"));
        // The same rows have the same score to the last digit.
        var after =
            union.NewNumbers.Count == 0 && union.Head.Count == union.BaseNumbers.Count
                ? before
                : VendiScore.Of(rows.Select([.. union.Head]), settings, cancellation).Order1;
        staged.Report(new StageProgress("score", 2, 2, "sets"));
        var gain = PoolGain.Measure(
            rows,
            union,
            Originals(found.Repeats, union),
            before,
            Draws,
            seed,
            settings,
            staged,
            cancellation
        );
        return new CompareViewMeasurement
        {
            Space = view.Space with { Rows = new Matrix(0, view.Space.Rows.ColumnCount) },
            Base = before,
            Head = after,
            Gain = gain,
            Added = Beside(rows, union.Added, pool, staged, cancellation),
            Removed = Beside(rows, union.Removed, pool, staged, cancellation),
            Clusters = ClusterGrowth.Of(clusters, union),
            Labels = clusters.Labels,
        }.WithShown(clusters, union);
    }

    private static Dictionary<int, int> Originals(IReadOnlyList<Overlap> repeats, RowUnion union) =>
        repeats.Where(row => !union.IsNew(row.Of)).ToDictionary(row => row.Row, row => row.Of);

    private (RarefactionResult, RarefactionResult)? Beside(
        RowView rows,
        IReadOnlyList<int> part,
        RowView pool,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var count = Math.Min(VerdictRules.RarefiedRows, Math.Min(part.Count, pool.RowCount));
        return count < 2 ? null : (Rarefy(rows.Select([.. part])), Rarefy(pool));

        RarefactionResult Rarefy(RowView of) =>
            Rarefaction.Run(of, count, Draws, seed, settings, progress, cancellation);
    }

    private sealed class NamedProgress(IProgress<StageProgress> inner, string view) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => inner.Report(value with { Stage = $"{view}: {value.Stage}" });
    }
}
