using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>Rules on two versions of a data set: what <c>compare</c> measures.</summary>
internal static class CompareRules
{
    public static IEnumerable<GateRule> All { get; } =
    [
        new(
            "PRS201",
            "added-duplicates",
            "Added rows that repeat a row of BASE or another added row, exactly, but for looks, or nearly, over added rows; 0 to 1.",
            "What is there already weighs twice and teaches nothing new.",
            "Take them out of what is added.",
            LowIsBad: false,
            report =>
                report.Compare is { } compare
                    ? [new GateReading(null, compare.Repeats.Share, null, "", Rows(compare.Repeats.Kinds))]
                    : []
        ),
        new(
            "PRS202",
            "added-contamination",
            "New rows (added and changed) that a data set given with --against holds, over new rows; 0 to 1, of each such set.",
            "An evaluation set that comes into the training data measures memory from then on.",
            "Take these rows out of what is added.",
            LowIsBad: false,
            report =>
                (report.Compare?.Against ?? []).Select(other => new GateReading(
                    other.Name,
                    other.Share,
                    null,
                    "",
                    Rows(other.Kinds)
                ))
        ),
        new(
            "PRS203",
            "added-diversity",
            "Effective rows that added rows bring to BASE, over what as many of its own rows bring; about 1 where they are of its kind, of each view.",
            "Rows that bring less than more of the same cost as much and widen nothing.",
            "Look at the clusters that grew: they are what was added.",
            LowIsBad: true,
            report =>
                (report.Compare?.Views ?? [])
                    .Where(view => view.Gain?.ShareOfChance is not null)
                    .Select(view => new GateReading(
                        view.Name,
                        view.Gain!.ShareOfChance!.Value,
                        view.Gain.ChanceDeviation / view.Gain.Chance,
                        view.Fingerprint,
                        [.. view.Clusters.MostGrown.SelectMany(cluster => cluster.Examples.Take(1))]
                    ))
        ),
    ];

    private static List<ExampleRow> Rows(IReadOnlyList<CompareRepeatKind> kinds) =>
        [
            .. kinds
                .SelectMany(kind => kind.Examples)
                .Select(pair => new ExampleRow { Row = pair.Row, Excerpt = pair.Excerpt }),
        ];
}
