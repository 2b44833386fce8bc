using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>Rules on data sets: what <c>audit</c> and <c>filter</c> measure.</summary>
internal static class DataRules
{
    public static IEnumerable<GateRule> All { get; } =
    [
        new(
            "PRS001",
            "exact-duplicates",
            "Rows that repeat an earlier row byte for byte, over rows with text; 0 to 1.",
            "Copies weigh twice in training and leak between splits.",
            "Remove them: prismatic filter drops exact duplicates first.",
            LowIsBad: false,
            report =>
                Whole(report, data => new GateReading(null, data.ExactDuplicateShare, Rows: DataRows.Copies(report)))
        ),
        new(
            "PRS002",
            "duplicates",
            "Rows that repeat another exactly, but for looks, or nearly, over rows measured; 0 to 1.",
            "Near-copies are copies to a model.",
            "Look at the largest clusters of duplicates, then filter or generate anew.",
            LowIsBad: false,
            report => Part(report.Duplicates, copies => new(null, copies.Share, null, Basis(copies), Firsts(copies)))
        ),
        new(
            "PRS003",
            "contamination",
            "Rows that are found in a data set given with --against, over rows measured; 0 to 1, of each such set.",
            "An evaluation set that is trained on measures memory.",
            "Take these rows out of the training data.",
            LowIsBad: false,
            report =>
                (report.Duplicates?.Against ?? []).Select(other => new GateReading(
                    other.Name,
                    other.Share,
                    null,
                    Basis(report.Duplicates!),
                    [.. other.Kinds.SelectMany(kind => kind.Examples).Select(pair => Row(pair.Row, pair.Excerpt))]
                ))
        ),
        new(
            "PRS004",
            "templates",
            "Rows of which most words are those of a template that other rows share, over rows looked at; 0 to 1.",
            "A template with new numbers teaches little that is new.",
            "Vary how rows are made, or keep part of each template's rows.",
            LowIsBad: false,
            report =>
                Part(
                    report.Templates,
                    templates =>
                        new(
                            null,
                            templates.MostlyShare,
                            null,
                            templates.Tokens,
                            [.. templates.Largest.SelectMany(template => template.Examples.Take(1))]
                        )
                )
        ),
        new(
            "PRS005",
            "crowding",
            "Rows in crowded clusters, over rows measured; 0 to 1, of each view.",
            "Crowds are where a data set repeats itself.",
            "Look at the largest clusters of the view; prismatic filter thins them.",
            LowIsBad: false,
            report =>
                report.Views.Select(view => new GateReading(
                    view.Name,
                    view.Clusters.Spread?.CrowdedShare ?? view.Clusters.CrowdedShare,
                    view.Clusters.Spread?.CrowdedShareDeviation,
                    $"{view.Fingerprint} at {view.Clusters.Spread?.Rows ?? view.Rows} rows",
                    [.. view.Clusters.Largest.Where(cluster => cluster.Crowded).SelectMany(c => c.Examples.Take(1))]
                )
                {
                    AtCommonRows = view.AtCommonRows is { CrowdedShare: { } crowded } common
                        ? new(
                            view.Name,
                            crowded,
                            common.CrowdedShareDeviation,
                            $"{view.Fingerprint} at {common.ClusterRows} rows"
                        )
                        : null,
                })
        ),
        new(
            "PRS006",
            "diversity",
            "Vendi score of order 1 at a common number of rows: how many different rows that many are worth; of each view.",
            "It is the number that falls when a data set collapses.",
            "Look at the largest modes of the view: they are what it leans on.",
            LowIsBad: true,
            report =>
                report.Views.Select(view => new GateReading(
                    view.Name,
                    view.Rarefied.Mean,
                    view.Rarefied.StandardDeviation,
                    $"{view.Fingerprint} at {view.Rarefied.Rows} rows",
                    [.. view.Modes.Take(3).SelectMany(mode => mode.Examples.Take(1))]
                )
                {
                    AtCommonRows = view.AtCommonRows is { } common
                        ? new(
                            view.Name,
                            common.Score.Mean,
                            common.Score.StandardDeviation,
                            $"{view.Fingerprint} at {common.Score.Rows} rows"
                        )
                        : null,
                })
        ),
        new(
            "PRS007",
            "self-repetition",
            "Mean over rows of ln(1 + occurrences of its 4-grams in other rows), at an equal budget of words; from 0.",
            "Long runs of words that come back are what readers notice first.",
            "Look at the most repeated phrases.",
            LowIsBad: false,
            report => Budget(report, words => words.SelfRepetition, DataRows.Phrases)
        ),
        new(
            "PRS008",
            "compression",
            "Bytes over gzip bytes, at an equal budget of words; from 1, higher is more alike.",
            "What compresses well says little that is new.",
            "Look at templates and phrases.",
            LowIsBad: false,
            report => Budget(report, words => words.CompressionRatio, DataRows.Templates)
        ),
        new(
            "PRS009",
            "distinct-2",
            "Different word pairs over all, at an equal budget of words; 0 to 1.",
            "A data set with fewer different word pairs is poorer in wording.",
            "Look at templates and phrases.",
            LowIsBad: true,
            report => Budget(report, words => words.Distinct[1], DataRows.Templates)
        ),
        new(
            "PRS010",
            "rewordings",
            "Rows that say in other words what an earlier row says, over rows compared; 0 to 1.",
            "Paraphrases look diverse and teach the same.",
            "Look at the rows of one meaning; generate from other seeds.",
            LowIsBad: false,
            report =>
                Part(
                    report.Meaning,
                    meaning =>
                        new(
                            meaning.View,
                            meaning.Share,
                            null,
                            meaning.Fingerprint,
                            [.. meaning.Largest.Select(family => family.First)]
                        )
                )
        ),
        new(
            "PRS011",
            "information-gain",
            "What a row's reasoning tells the proxy model about its answer, less what another row's does, nats a token.",
            "Reasoning that tells nothing about its answer is filler.",
            "Look at the rows that are sparse and not helped.",
            LowIsBad: true,
            report =>
                Part(
                    report.Gain,
                    gain =>
                        gain.Specific is { } specific
                            ? new(
                                null,
                                specific.Mean,
                                specific.StandardError,
                                gain.Fingerprint,
                                DataRows.WithoutGain(gain)
                            )
                            : new(
                                null,
                                gain.Own.Mean,
                                gain.Own.StandardError,
                                gain.Fingerprint,
                                DataRows.WithoutGain(gain)
                            )
                )
        ),
        new(
            "PRS012",
            "rows-without-text",
            "Rows whose text is null, missing, empty or white space, over rows read; 0 to 1.",
            "Rows without text are mostly an accident of making the data.",
            "Look at how the file was written.",
            LowIsBad: false,
            report =>
                Whole(
                    report,
                    data => new GateReading(
                        null,
                        data.Rows == 0 ? 0 : 1 - ((double)data.RowsWithText / data.Rows),
                        Rows: DataRows.WithoutText(data)
                    )
                )
        ),
        new(
            "PRS013",
            "rows",
            "Rows with text; of filter, rows kept.",
            "A file that lost its rows should not pass.",
            "Look at how the file was written.",
            LowIsBad: true,
            report =>
                Data(
                    report,
                    data => new GateReading(
                        null,
                        report is { Command: "filter", Filter: { } kept } ? kept.KeptRows : data.RowsWithText
                    )
                )
        ),
    ];

    private static IEnumerable<GateReading> Data(Report report, Func<DatasetSummary, GateReading> read) =>
        report.Outputs is null && report.Compare is null ? [read(report.Dataset)] : [];

    // What filter read is not what it keeps.
    private static IEnumerable<GateReading> Whole(Report report, Func<DatasetSummary, GateReading> read) =>
        report.Command == "filter" ? [] : Data(report, read);

    private static IEnumerable<GateReading> Part<T>(T? part, Func<T, GateReading> read)
        where T : class => part is null ? [] : [read(part)];

    private static IEnumerable<GateReading> Budget(
        Report report,
        Func<WordingAtBudget, DrawnValue> value,
        Func<Report, IReadOnlyList<ExampleRow>> rows
    ) =>
        Part(
            report.Wording?.AtBudget,
            words =>
                new(
                    null,
                    value(words).Mean,
                    value(words).StandardDeviation,
                    $"{words.Words} words of {report.Wording!.Tokens}",
                    rows(report)
                )
        );

    private static string Basis(DuplicatesSummary copies) =>
        FormattableString.Invariant(
            $"{copies.ShingleWords}-word shingles from {copies.Threshold} on; {copies.Normalisation}"
        );

    private static List<ExampleRow> Firsts(DuplicatesSummary copies) =>
        [.. copies.Largest.Select(family => family.First)];

    private static ExampleRow Row(long row, string excerpt) => new() { Row = row, Excerpt = excerpt };
}
