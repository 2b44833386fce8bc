using Prismatic.Comparing;
using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Features;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Finds what changed between two data sets, apart from the views: rows, repeats, contamination.</summary>
/// <param name="keyColumn">Column that names rows; null to match rows by their texts.</param>
/// <param name="options">What near-duplicates are.</param>
/// <param name="threads">Workers; 0 for one a core.</param>
/// <param name="letters">Greatest length of an excerpt.</param>
internal sealed class CompareMeter(string? keyColumn, DuplicateOptions options, int threads, int letters)
{
    /// <summary>All but the views, which are empty.</summary>
    /// <exception cref="PrismaticException">A set cannot be read, has no text, or lacks the key.</exception>
    public async Task<CompareMeasurement> MeasureAsync(
        (string Name, Dataset Dataset) before,
        (string Name, Dataset Dataset) after,
        IReadOnlyList<AgainstSet> others,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var (old, oldRows) = await ReadAsync(before, progress, cancellation);
        var (now, newRows) = await ReadAsync(after, progress, cancellation);
        progress.Report(new StageProgress("matching rows", 0, 1, "steps"));
        var changes = keyColumn is null
            ? await PairAsync(RowMatching.ByText(oldRows, newRows), before.Dataset, after.Dataset, cancellation)
            : RowMatching.ByKey(oldRows, newRows);
        progress.Report(new StageProgress("matching rows", 1, 1, "steps"));
        var union = RowUnion.Of(oldRows, newRows, changes);
        var against = new List<CompareOverlap>();
        foreach (var other in others)
        {
            progress.Report(new StageProgress($"against {other.Name}", 0, 1, "steps"));
            against.Add(await AgainstAsync(union, after.Dataset, other, cancellation));
            progress.Report(new StageProgress($"against {other.Name}", 1, 1, "steps"));
        }
        return new CompareMeasurement
        {
            Base = old,
            Head = now,
            MatchedBy = MatchedBy(),
            Changes = changes,
            Union = union,
            Repeats = await RepeatsAsync(union, before.Dataset, after.Dataset, progress, cancellation),
            Against = against,
            Views = [],
        };
    }

    private string MatchedBy() =>
        keyColumn is null
            ? FormattableString.Invariant(
                $"their texts; a removed and an added row whose {options.ShingleWords}-word shingles have a Jaccard similarity of {options.Threshold} and more are one changed row"
            )
            : $"the key '{keyColumn}'";

    private async Task<(ComparedSet Set, RowIdentities Rows)> ReadAsync(
        (string Name, Dataset Dataset) set,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var scan = await DatasetScan.RunAsync(set.Dataset, new ScanOptions(), progress, cancellation);
        // Says what is wrong where there is nothing to measure.
        _ = new ChosenRows(set.Dataset, scan).Count;
        var rows = await RowIdentities.ReadAsync(set.Dataset, keyColumn, cancellation);
        return (new ComparedSet(set.Name, set.Dataset, scan), rows);
    }

    private async Task<RowChanges> PairAsync(
        RowChanges changes,
        Dataset before,
        Dataset after,
        CancellationToken cancellation
    )
    {
        var removed = await TextsAsync(before, changes.Removed, cancellation);
        var added = await TextsAsync(after, changes.Added, cancellation);
        return NearMatching.Pair(changes, removed, added, options, threads, cancellation);
    }

    private static async Task<IReadOnlyDictionary<long, string>> TextsAsync(
        Dataset dataset,
        IReadOnlyList<long> rows,
        CancellationToken cancellation
    )
    {
        var texts = new Dictionary<long, string>(rows.Count);
        await foreach (var row in dataset.ReadRowsAsync([.. rows], cancellation))
        {
            if (row.State == TextState.Present)
            {
                texts[row.Index] = row.FullText;
            }
        }
        return texts;
    }

    private async Task<IReadOnlyList<Overlap>> RepeatsAsync(
        RowUnion union,
        Dataset before,
        Dataset after,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        if (union.Added.Count == 0)
        {
            return [];
        }
        progress.Report(new StageProgress("duplicates of added rows", 0, 1, "steps"));
        var first = union.BaseNumbers.Count;
        var rows = new UnionRows(before, union.BaseNumbers, after, [.. union.Added.Select(union.NumberOf)]);
        var found = await new RepeatMeter(options, threads, cancellation).WithinAsync(rows);
        progress.Report(new StageProgress("duplicates of added rows", 1, 1, "steps"));
        return
        [
            .. found
                .Rows.Where(row => row.Row >= first)
                .Select(row => new Overlap(Place(row.Row), row.Kind, Place(row.Of), row.Similarity)),
        ];

        int Place(int row) => row < first ? row : union.Added[row - first];
    }

    private async Task<CompareOverlap> AgainstAsync(
        RowUnion union,
        Dataset after,
        AgainstSet other,
        CancellationToken cancellation
    )
    {
        if (union.NewNumbers.Count == 0)
        {
            return new CompareOverlap(other.Name, [], new Dictionary<long, string>());
        }
        var others = new PresentRows(other.Dataset);
        var rows = new UnionRows(after, union.NewNumbers, after, []);
        var result = await new RepeatMeter(options, threads, cancellation).BetweenAsync(rows, others);
        List<Overlap> found = [.. result.Rows.Select(row => row with { Of = checked((int)others.Numbers[row.Of]) })];
        var shown = CompareMeasurement.Pairs(found).Select(pair => (long)pair.Of);
        return new CompareOverlap(
            other.Name,
            found,
            await ExampleTexts.ReadAsync(other.Dataset, shown, letters, cancellation)
        );
    }
}
