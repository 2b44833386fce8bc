using Prismatic.Data;
using Prismatic.Features;

namespace Prismatic.Tool.Measuring;

/// <summary>The view "ngrams" of chosen rows: two streaming passes, no model.</summary>
internal static class NGramView
{
    private const int ReportEvery = 256;

    /// <summary>Vectors of the chosen rows; with a pool, both sets are counted together so that they share one space.</summary>
    /// <param name="sets">Candidates, and the pool where there is one.</param>
    /// <param name="threads">Workers; 0 for one a core.</param>
    /// <param name="progress">Two stages that begin with <paramref name="stage"/>.</param>
    /// <param name="cancellation">Checked once a row.</param>
    /// <param name="stage">What to call the work.</param>
    /// <param name="change">What is done to a text first; null for nothing.</param>
    public static async Task<IReadOnlyList<FeatureView>> ExtractAsync(
        IReadOnlyList<IRowSource> sets,
        int threads,
        IProgress<StageProgress> progress,
        CancellationToken cancellation,
        string stage = FeatureChoice.NGrams,
        Func<string, string>? change = null
    )
    {
        var features = new NGramFeatures(threads: threads);
        var total = sets.Sum(set => (long)set.Count);
        var done = 0L;
        foreach (var set in sets)
        {
            await foreach (var row in set.ReadAsync(cancellation))
            {
                features.Count(Text(row));
                Tell($"{stage}: counting");
            }
        }
        var views = new List<FeatureView>();
        done = 0;
        foreach (var set in sets)
        {
            var rows = features.Rows(set.Count);
            await foreach (var row in set.ReadAsync(cancellation))
            {
                rows.Add(row.Index, Text(row));
                Tell($"{stage}: vectors");
            }
            views.Add(new FeatureView(rows.Complete()));
        }
        return views;

        string Text(Data.TextRow row) => change is null ? row.FullText : change(row.FullText);

        void Tell(string step)
        {
            if (++done % ReportEvery == 0 || done == total)
            {
                progress.Report(new StageProgress(step, done, total));
            }
        }
    }
}
