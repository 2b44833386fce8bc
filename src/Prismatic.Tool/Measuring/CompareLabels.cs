using Prismatic.Meaning;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Words that set the clusters apart that grew or shrank, from one pass over a part of the rows.</summary>
internal sealed class CompareLabels(ulong seed)
{
    private const ulong Stream = 0x6C6162656C;
    private const int RowsOfCluster = 200;
    private const int OtherRows = 2000;
    private const int CharactersOfRow = 4000;
    private const int Terms = 4;

    /// <summary>The views with terms for the clusters shown.</summary>
    public async Task<IReadOnlyList<CompareViewMeasurement>> ReadAsync(
        IRowSource rows,
        IReadOnlyList<CompareViewMeasurement> views,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var clusters = views.SelectMany(view => view.Shown).Select(c => Part(c.Members, RowsOfCluster)).ToList();
        if (clusters.Count == 0)
        {
            return views;
        }
        progress.Report(new StageProgress("labels", 0, 1, "steps"));
        var others = Part([.. Enumerable.Range(0, rows.Count)], OtherRows);
        var wanted = clusters.SelectMany(cluster => cluster).Concat(others).ToHashSet();
        var (texts, places) = (new List<string>(wanted.Count), new Dictionary<int, int>(wanted.Count));
        await foreach (var row in rows.ReadAsync(cancellation).Where(row => wanted.Contains((int)row.Index)))
        {
            places[(int)row.Index] = texts.Count;
            texts.Add(row.FullText.Length <= CharactersOfRow ? row.FullText : row.FullText[..CharactersOfRow]);
        }
        var terms = DistinguishingTerms.Of(texts, clusters.ConvertAll(Places), Places(others), Terms, cancellation);
        progress.Report(new StageProgress("labels", 1, 1, "steps"));
        var next = 0;
        return
        [
            .. views.Select(view =>
                view with
                {
                    Shown = [.. view.Shown.Select(c => c with { Terms = terms[next++] })],
                }
            ),
        ];

        IReadOnlyList<int> Places(IReadOnlyList<int> part) => [.. part.Select(place => places[place])];
    }

    // The rows whose hash is smallest.
    private IReadOnlyList<int> Part(IReadOnlyList<int> rows, int most) =>
        rows.Count <= most
            ? rows
            : [.. rows.OrderBy(row => Pcg32.Hash(seed ^ Stream, (ulong)row)).ThenBy(row => row).Take(most).Order()];
}
