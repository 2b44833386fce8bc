using Prismatic.Clustering;
using Prismatic.Diversity;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Measures diversity in a feature space: clusters, score, modes, and the score at a common number of rows.</summary>
/// <param name="seed">Of everything that is drawn.</param>
/// <param name="settings">Device and threads.</param>
/// <param name="commonRows">Rows that another set has, with which this one is to be compared; null for none.</param>
internal sealed class ViewMeter(ulong seed, SessionSettings settings, int? commonRows = null)
{
    private const int Draws = 10;

    // The limits of crowded clusters were set at a thousand rows (docs/report-schema.md).
    private const int ClusterRows = 1000;
    private const int ClusterDraws = 5;

    /// <summary>All measurements of one view.</summary>
    public ViewMeasurement Measure(FeatureView view, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        var name = view.Space.Name;
        var rows = new RowView(view.Space.Rows);
        // Two views go through the same stages; the reader wants to know which is at it.
        var staged = new StagePrefix(name, progress);
        var grouped = view.Grouped is { } other ? new RowView(other) : rows;
        var clusters = KMeans.Fit(grouped, new KMeansOptions { Seed = seed }, settings, staged, cancellation);
        staged.Report(new StageProgress("score", 0, 1, "steps"));
        var modes = EffectiveModes.Of(
            rows,
            ViewMeasurement.ModeCount,
            ViewMeasurement.ExampleCount,
            settings,
            cancellation
        );
        staged.Report(new StageProgress("score", 1, 1, "steps"));
        return new ViewMeasurement
        {
            // The report needs no vectors any more, and the next view needs the memory.
            Space = view.Space with
            {
                Rows = new Matrix(0, view.Space.Rows.ColumnCount),
            },
            Clusters = clusters,
            ClusterDraws = Anew(grouped, ClusterRows, staged, cancellation),
            Modes = modes,
            Rarefied = Rarefy(rows, VerdictRules.RarefiedRows, staged, cancellation),
            AtCommonRows = AtCommonRows(rows, grouped, staged, cancellation),
            Familiarity = view.Familiarity,
            PairCosines = RowPairs.Cosines(rows, seed),
            Nearest = NearestSimilarity.Of(rows, seed, settings.Threads, cancellation),
            Raw = view.Raw is { } raw ? Score(new RowView(raw.Rows), staged, cancellation) : null,
        }.WithExamples();
    }

    /// <summary>The score at <paramref name="count"/> rows, or at all where there are fewer.</summary>
    public RarefactionResult Rarefy(
        RowView rows,
        int count,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    ) => Rarefaction.Run(rows, count, Draws, seed, settings, progress, cancellation);

    // Scores and crowds depend on how many rows there are. From a thousand on, all sets are measured at the same numbers anyway.
    private (RarefactionResult, IReadOnlyList<KMeansResult>)? AtCommonRows(
        RowView rows,
        RowView grouped,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    ) =>
        commonRows is { } common and > 0 and < ClusterRows && common < rows.RowCount
            ? (
                Rarefy(rows, Math.Min(common, VerdictRules.RarefiedRows), progress, cancellation),
                Anew(grouped, common, progress, cancellation)
            )
            : null;

    // Clusterings of rows drawn anew, or of all rows where there are few, each from a seed of its own.
    private List<KMeansResult> Anew(
        RowView rows,
        int count,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var results = new List<KMeansResult>(ClusterDraws);
        for (var draw = 0; draw < ClusterDraws; draw++)
        {
            progress.Report(new StageProgress("spread of clusters", draw, ClusterDraws, "draws"));
            var part =
                rows.RowCount <= count ? rows : rows.Select(Rarefaction.Sample(rows.RowCount, count, seed, draw));
            var options = new KMeansOptions { Seed = Pcg32.Hash(seed, (ulong)draw) };
            results.Add(KMeans.Fit(part, options, settings, null, cancellation));
        }
        progress.Report(new StageProgress("spread of clusters", ClusterDraws, ClusterDraws, "draws"));
        return results;
    }

    // What centring took off must stay visible: a score of a centred view alone hides what all rows share.
    private (VendiResult, RarefactionResult) Score(
        RowView rows,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    ) => (VendiScore.Of(rows, settings, cancellation), Rarefy(rows, VerdictRules.RarefiedRows, progress, cancellation));
}
