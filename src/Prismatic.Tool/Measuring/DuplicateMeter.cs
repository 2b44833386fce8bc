using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Another set that rows are looked for in.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Dataset">Its rows.</param>
internal sealed record AgainstSet(string Name, Dataset Dataset);

/// <summary>Finds what repeats in chosen rows and what other sets hold of them: two passes over each set.</summary>
internal sealed class DuplicateMeter(DuplicateOptions options, int threads)
{
    private const int TextsAtOnce = 1024;

    /// <summary>Both measurements. Memory: <see cref="DuplicateOptions.EstimatedBytes"/> of the largest two sets.</summary>
    public async Task<DuplicateMeasurement> MeasureAsync(
        ChosenRows rows,
        IReadOnlyList<AgainstSet> others,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var places = new RowPlaces(rows.Dataset, rows.Scan.Rows);
        var staged = new Stage(progress, "duplicates", 2L * rows.Count);
        var sketch = await SketchAsync(rows.ReadAsync(cancellation), _ => { }, staged, cancellation);
        var search = new DuplicateSearch(sketch, threads, cancellation);
        await ReadAsync(places, search.Candidates, search.Compare, staged, cancellation);
        var result = search.Complete();
        staged.Complete();
        var against = new List<OverlapMeasurement>();
        foreach (var other in others)
        {
            against.Add(await OverlapAsync(sketch, places, other, progress, cancellation));
        }
        return new DuplicateMeasurement
        {
            Sketch = sketch,
            Result = result,
            Rows = places,
            Against = against,
        };
    }

    private async Task<OverlapMeasurement> OverlapAsync(
        DuplicateSketch sketch,
        RowPlaces rows,
        AgainstSet other,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var staged = new Stage(progress, $"against {other.Name}", 2L * (other.Dataset.RowCountHint ?? 0));
        var numbers = new List<long>();
        var texts = other.Dataset.ReadAsync(cancellation).Where(row => row.State == TextState.Present);
        var otherSketch = await SketchAsync(texts, numbers.Add, staged, cancellation);
        var places = new RowPlaces(other.Dataset, numbers);
        var search = new OverlapSearch(sketch, otherSketch, threads, cancellation);
        await ReadAsync(places, search.OtherCandidates, search.Hold, staged, cancellation);
        await ReadAsync(rows, search.Candidates, search.Compare, staged, cancellation);
        staged.Complete();
        return new OverlapMeasurement
        {
            Name = other.Name,
            Others = places,
            Result = search.Complete(),
        };
    }

    private async Task<DuplicateSketch> SketchAsync(
        IAsyncEnumerable<TextRow> rows,
        Action<long> number,
        Stage stage,
        CancellationToken cancellation
    )
    {
        var sketch = new DuplicateSketch(options);
        var texts = new List<string>(TextsAtOnce);
        await foreach (var row in rows)
        {
            number(row.Index);
            texts.Add(row.FullText);
            if (texts.Count == TextsAtOnce)
            {
                sketch.Add(texts, threads, cancellation);
                stage.Add(texts.Count);
                texts.Clear();
            }
        }
        sketch.Add(texts, threads, cancellation);
        return sketch;
    }

    private static async Task ReadAsync(
        RowPlaces rows,
        IReadOnlyList<int> candidates,
        Action<IReadOnlyList<int>, IReadOnlyList<string>, CancellationToken> compare,
        Stage stage,
        CancellationToken cancellation
    )
    {
        var next = 0;
        var (places, texts) = (new List<int>(TextsAtOnce), new List<string>(TextsAtOnce));
        await foreach (var row in rows.Dataset.ReadAsync(cancellation))
        {
            if (next == candidates.Count)
            {
                break;
            }
            if (row.Index != rows.Numbers[candidates[next]])
            {
                continue;
            }
            places.Add(candidates[next++]);
            texts.Add(row.FullText);
            if (texts.Count == TextsAtOnce)
            {
                compare(places, texts, cancellation);
                stage.Add(texts.Count);
                (places, texts) = ([], []);
            }
        }
        compare(places, texts, cancellation);
    }

    // Rows read, of all that may be read: the second pass knows no number before the first one ended.
    private sealed class Stage(IProgress<StageProgress> progress, string name, long total)
    {
        private long _done;

        public void Add(int rows) => progress.Report(new StageProgress(name, _done += rows, total));

        public void Complete() =>
            progress.Report(new StageProgress(name, Math.Max(total, _done), Math.Max(total, _done)));
    }
}
