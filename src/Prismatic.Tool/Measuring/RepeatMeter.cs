using Prismatic.Duplicates;

namespace Prismatic.Tool.Measuring;

/// <summary>Finds duplicates in rows that are streamed twice: within one source, and between two.</summary>
internal sealed class RepeatMeter(DuplicateOptions options, int threads, CancellationToken cancellation)
{
    private const int TextsAtOnce = 1024;

    /// <summary>What repeats within a source, by place.</summary>
    public async Task<DuplicateResult> WithinAsync(IRowSource rows)
    {
        var search = new DuplicateSearch(await SketchAsync(rows), threads, cancellation);
        await AgainAsync(rows, search.Candidates, search.Compare);
        return search.Complete();
    }

    /// <summary>What of a source another one holds, by place.</summary>
    public async Task<OverlapResult> BetweenAsync(IRowSource rows, IRowSource others)
    {
        var search = new OverlapSearch(await SketchAsync(rows), await SketchAsync(others), threads, cancellation);
        await AgainAsync(others, search.OtherCandidates, search.Hold);
        await AgainAsync(rows, search.Candidates, search.Compare);
        return search.Complete();
    }

    private async Task<DuplicateSketch> SketchAsync(IRowSource rows)
    {
        var sketch = new DuplicateSketch(options);
        await foreach (var texts in rows.ReadAsync(cancellation).Select(row => row.FullText).Chunk(TextsAtOnce))
        {
            sketch.Add(texts, threads, cancellation);
        }
        return sketch;
    }

    private async Task AgainAsync(
        IRowSource rows,
        IReadOnlyList<int> candidates,
        Action<IReadOnlyList<int>, IReadOnlyList<string>, CancellationToken> compare
    )
    {
        var wanted = candidates.ToHashSet();
        var found = rows.ReadAsync(cancellation).Where(row => wanted.Contains((int)row.Index));
        await foreach (var part in found.Chunk(TextsAtOnce))
        {
            compare(
                Array.ConvertAll(part, row => (int)row.Index),
                Array.ConvertAll(part, row => row.FullText),
                cancellation
            );
        }
    }
}
