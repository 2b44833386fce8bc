using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Lexical;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>What words alone tell of chosen rows: near-duplicates, and the field's measures of wording.</summary>
internal sealed record WordMeasurement(NearDuplicateResult Repeats, IReadOnlyList<long> Rows, WordingSummary Wording);

/// <summary>Measures words: one pass over the rows, and a second over those that may be near-duplicates.</summary>
internal sealed class WordMeter(ulong seed, int threads)
{
    // All measures but one are linear, yet they hold every word; the one takes all pairs.
    private const int WordingRows = 20_000;
    private const int PairedRows = 500;
    private const int ReportEvery = 256;

    /// <summary>How near-duplicates are found.</summary>
    public NearDuplicateOptions Options { get; } = new() { Seed = seed };

    /// <summary>Both measurements.</summary>
    public async Task<WordMeasurement> MeasureAsync(
        ChosenRows rows,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        const string Stage = "near-duplicates and wording";
        var search = new NearDuplicates(Options);
        var numbers = new List<long>(rows.Count);
        var texts = new List<string>();
        await foreach (var row in rows.ReadAsync(cancellation))
        {
            search.Add(row.FullText);
            numbers.Add(row.Index);
            if (IsPart(row.Index, rows.Count, WordingRows))
            {
                texts.Add(row.FullText);
            }
            if (numbers.Count % ReportEvery == 0)
            {
                progress.Report(new StageProgress(Stage, numbers.Count, rows.Count));
            }
        }
        await HoldCandidatesAsync(search, numbers, rows, cancellation);
        var repeats = search.Complete(cancellation);
        var wording = Wording(texts, cancellation);
        progress.Report(new StageProgress(Stage, rows.Count, rows.Count));
        return new WordMeasurement(repeats, numbers, wording);
    }

    private static async Task HoldCandidatesAsync(
        NearDuplicates search,
        List<long> numbers,
        ChosenRows rows,
        CancellationToken cancellation
    )
    {
        var places = search.Candidates().ToDictionary(place => numbers[place]);
        await foreach (var row in rows.Dataset.ReadRowsAsync(places.Keys.ToHashSet(), cancellation))
        {
            search.Hold(places[row.Index], row.FullText);
        }
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
