using Prismatic.Data;
using Prismatic.Features;

namespace Prismatic.Tool.Measuring;

/// <summary>The view "ngrams" of chosen rows: two streaming passes, no model.</summary>
internal static class NGramView
{
    private const int ReportEvery = 256;

    /// <summary>Vectors of the chosen rows; with a pool, both sets are counted together so that they share one space.</summary>
    public static async Task<IReadOnlyList<FeatureView>> ExtractAsync(
        IReadOnlyList<ChosenRows> sets,
        int threads,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var features = new NGramFeatures(threads: threads);
        var total = sets.Sum(set => (long)set.Count);
        var done = 0L;
        foreach (var set in sets)
        {
            await foreach (var row in set.ReadAsync(cancellation))
            {
                features.Count(row.FullText);
                Tell("ngrams: counting");
            }
        }
        var views = new List<FeatureView>();
        done = 0;
        foreach (var set in sets)
        {
            var rows = features.Rows(set.Count);
            await foreach (var row in set.ReadAsync(cancellation))
            {
                rows.Add(row.Index, row.FullText);
                Tell("ngrams: vectors");
            }
            views.Add(new FeatureView(rows.Complete()));
        }
        return views;

        void Tell(string stage)
        {
            if (++done % ReportEvery == 0 || done == total)
            {
                progress.Report(new StageProgress(stage, done, total));
            }
        }
    }
}
