using Prismatic.Meaning;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Words that set the clusters shown apart, from one pass over a part of the rows.</summary>
internal sealed class ClusterLabels(ulong seed)
{
    private const ulong Stream = 0x6C6162656C;

    // Of a cluster, and of all rows: enough that a share is known to a few hundredths.
    private const int RowsOfCluster = 200;
    private const int OtherRows = 2000;
    private const int CharactersOfRow = 4000;
    private const int Terms = 4;

    /// <summary>The views with terms for their clusters, and what was found of meaning with its examples chosen.</summary>
    public async Task<(List<ViewMeasurement> Views, MeaningMeasurement? Meaning)> ReadAsync(
        ChosenRows rows,
        IReadOnlyList<ViewMeasurement> views,
        MeaningMeasurement? meaning,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        progress.Report(new StageProgress("labels", 0, 1, "steps"));
        var clusters = views
            .SelectMany(view => view.ShownClusters)
            .Select(numbers => Part(numbers, RowsOfCluster))
            .ToList();
        var others = Part(rows.Scan.Rows, OtherRows);
        var candidates = meaning?.Candidates ?? [];
        var wanted = clusters.SelectMany(cluster => cluster).Concat(others).Concat(candidates).ToHashSet();
        var (texts, places) = (new List<string>(wanted.Count), new Dictionary<long, int>(wanted.Count));
        await foreach (var row in rows.Dataset.ReadRowsAsync(wanted, cancellation))
        {
            places[row.Index] = texts.Count;
            texts.Add(row.FullText.Length <= CharactersOfRow ? row.FullText : row.FullText[..CharactersOfRow]);
        }
        var terms = DistinguishingTerms.Of(texts, clusters.ConvertAll(Places), Places(others), Terms, cancellation);
        var labelled = new List<ViewMeasurement>();
        var next = 0;
        foreach (var view in views)
        {
            var count = view.ShownClusters.Count;
            labelled.Add(view with { Terms = [.. terms.Skip(next).Take(count)] });
            next += count;
        }
        progress.Report(new StageProgress("labels", 1, 1, "steps"));
        return (labelled, meaning?.WithTexts(places.ToDictionary(pair => pair.Key, pair => texts[pair.Value])));

        IReadOnlyList<int> Places(IReadOnlyList<long> numbers) => [.. numbers.Select(number => places[number])];
    }

    // The rows whose hash is smallest, whatever else the data holds.
    private IReadOnlyList<long> Part(IReadOnlyList<long> numbers, int most) =>
        numbers.Count <= most
            ? numbers
            : [.. numbers.OrderBy(row => Pcg32.Hash(seed ^ Stream, (ulong)row)).ThenBy(row => row).Take(most).Order()];
}
