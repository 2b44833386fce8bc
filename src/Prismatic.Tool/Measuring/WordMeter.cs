using Prismatic.Lexical;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>What words alone tell of chosen rows.</summary>
internal sealed record WordMeasurement(WordingSummary Wording, TemplatesSummary Templates);

/// <summary>Measures wording and looks for templates: one pass over the rows.</summary>
internal sealed class WordMeter(ulong seed, int threads, int letters)
{
    private const int PairedRows = 500;
    private const int ReportEvery = 256;

    /// <summary>All measures of wording, and the templates.</summary>
    public async Task<WordMeasurement> MeasureAsync(
        ChosenRows rows,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        const string Stage = "wording and templates";
        var read = 0;
        var held = new HeldTexts(seed, rows.Count);
        await foreach (var row in rows.ReadAsync(cancellation))
        {
            held.Add(row);
            if (++read % ReportEvery == 0)
            {
                progress.Report(new StageProgress(Stage, read, rows.Count));
            }
        }
        var texts = held.Texts;
        var corpus = WordCorpus.OfWords(texts);
        var measured = new WordMeasurement(
            Wording(corpus, texts, cancellation),
            TemplatesBuilder.Summarise(corpus, texts, held.Rows, cancellation, letters)
        );
        progress.Report(new StageProgress(Stage, rows.Count, rows.Count));
        return measured;
    }

    private WordingSummary Wording(WordCorpus corpus, IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var paired = Enumerable.Range(0, texts.Count).Where(i => IsPaired(i, texts.Count)).ToList();
        var hasPairs = texts.Count > 1 && paired.Count > 1;
        return WordingBuilder.Summarise(corpus, texts, seed, threads, cancellation) with
        {
            HomogenizationRows = hasPairs ? paired.Count : 0,
            Homogenization = hasPairs
                ? WordingBuilder.Homogenization(paired.ConvertAll(i => texts[i]), threads, cancellation)
                : null,
        };
    }

    // About as many as are wanted.
    private bool IsPaired(int text, int count) =>
        count <= PairedRows || Pcg32.Hash(seed, (ulong)text) / (double)ulong.MaxValue < (double)PairedRows / count;
}
