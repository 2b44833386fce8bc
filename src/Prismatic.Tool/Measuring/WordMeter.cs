using Prismatic.Lexical;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Measures wording: one pass over the rows.</summary>
internal sealed class WordMeter(ulong seed, int threads)
{
    // All measures but one are linear, yet they hold every word; the one takes all pairs.
    private const int WordingRows = 20_000;
    private const int PairedRows = 500;
    private const int ReportEvery = 256;

    /// <summary>All measures of wording.</summary>
    public async Task<WordingSummary> MeasureAsync(
        ChosenRows rows,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        const string Stage = "wording";
        var read = 0;
        var texts = new List<string>();
        await foreach (var row in rows.ReadAsync(cancellation))
        {
            if (IsPart(row.Index, rows.Count, WordingRows))
            {
                texts.Add(row.FullText);
            }
            if (++read % ReportEvery == 0)
            {
                progress.Report(new StageProgress(Stage, read, rows.Count));
            }
        }
        var wording = Wording(texts, cancellation);
        progress.Report(new StageProgress(Stage, rows.Count, rows.Count));
        return wording;
    }

    private WordingSummary Wording(List<string> texts, CancellationToken cancellation)
    {
        var corpus = WordCorpus.OfWords(texts);
        var paired = Enumerable.Range(0, texts.Count).Where(i => IsPart(i, texts.Count, PairedRows)).ToList();
        var hasPairs = texts.Count > 1 && paired.Count > 1;
        return WordingBuilder.Summarise(corpus, texts, seed, threads, cancellation) with
        {
            HomogenizationRows = hasPairs ? paired.Count : 0,
            Homogenization = hasPairs
                ? WordingBuilder.Homogenization(paired.ConvertAll(i => texts[i]), threads, cancellation)
                : null,
        };
    }

    // About as many as are wanted, the same ones whatever else the data holds.
    private bool IsPart(long row, int count, int wanted) =>
        count <= wanted || Pcg32.Hash(seed, (ulong)row) / (double)ulong.MaxValue < (double)wanted / count;
}
