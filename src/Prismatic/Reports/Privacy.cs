namespace Prismatic.Reports;

/// <summary>
/// Takes the text of a data set out of a report. Numbers, row numbers and the names of files, columns, models and groups stay; every
/// excerpt becomes <see cref="Hidden"/>, every list of words becomes empty.
/// </summary>
public static class Privacy
{
    /// <summary>What stands where a text stood: an excerpt of which everything was cut.</summary>
    public const string Hidden = "…";

    /// <summary>The report without any text of rows, prompts, answers, labels and viewpoints.</summary>
    public static Report WithoutTexts(Report report) =>
        report with
        {
            Views = [.. report.Views.Select(Without)],
            Agreement = Without(report.Agreement, Without),
            Duplicates = report.Duplicates is { } duplicates ? Without(duplicates) : null,
            Wording = report.Wording is { } wording
                ? wording with
                {
                    Openings = Without(wording.Openings, phrase => phrase with { Phrase = Hidden })!,
                    Closings = Without(wording.Closings, phrase => phrase with { Phrase = Hidden })!,
                }
                : null,
            Meaning = report.Meaning is { } meaning
                ? meaning with
                {
                    Largest = Without(
                        meaning.Largest,
                        family =>
                            family with
                            {
                                First = Without(family.First),
                                Examples = Without(family.Examples, row => row with { Excerpt = Hidden })!,
                            }
                    )!,
                }
                : null,
            Templates = report.Templates is { } templates ? Without(templates) : null,
            Gain = report.Gain is { Quadrant: { } quadrant } gain
                ? gain with
                {
                    Quadrant = quadrant with
                    {
                        Cells = Without(
                            quadrant.Cells,
                            cell =>
                                cell with
                                {
                                    Examples = Without(cell.Examples, row => row with { Excerpt = Hidden })!,
                                }
                        )!,
                    },
                }
                : report.Gain,
            Filter = report.Filter is { Explorer: { } explorer } filter
                ? filter with
                {
                    Explorer = explorer with { Rows = Without(explorer.Rows, Without)! },
                }
                : report.Filter,
            Outputs = report.Outputs is { } outputs ? OutputsPrivacy.Without(outputs) : null,
            Compare = report.Compare is { } compare ? ComparePrivacy.Without(compare) : null,
            Gates = report.Gates is { } gates
                ? gates with
                {
                    Outcomes = Without(
                        gates.Outcomes,
                        outcome => outcome with { Rows = Without(outcome.Rows, Without)! }
                    )!,
                }
                : null,
            People = report.People is { } people ? OutputsPrivacy.Without(people) : null,
        };

    internal static IReadOnlyList<T>? Without<T>(IReadOnlyList<T>? items, Func<T, T> without) =>
        items is null ? null : [.. items.Select(without)];

    private static DroppedRowExample Without(DroppedRowExample row) =>
        row with
        {
            Excerpt = Hidden,
            NearestExcerpt = row.NearestExcerpt is null ? null : Hidden,
        };

    private static ExampleRow Without(ExampleRow row) => row with { Excerpt = Hidden };

    private static ViewSummary Without(ViewSummary view) =>
        view with
        {
            Clusters = view.Clusters with
            {
                Largest = Without(
                    view.Clusters.Largest,
                    cluster => cluster with { Terms = [], Examples = Without(cluster.Examples, Without)! }
                )!,
            },
            Modes = Without(view.Modes, mode => mode with { Examples = Without(mode.Examples, Without)! })!,
        };

    private static AgreementSummary Without(AgreementSummary agreement) =>
        agreement with
        {
            CrowdedInFirst = Without(agreement.CrowdedInFirst, row => row with { Excerpt = Hidden })!,
            CrowdedInSecond = Without(agreement.CrowdedInSecond, row => row with { Excerpt = Hidden })!,
        };

    private static DuplicatesSummary Without(DuplicatesSummary duplicates) =>
        duplicates with
        {
            Kinds = Without(duplicates.Kinds, Without)!,
            Largest = Without(
                duplicates.Largest,
                family =>
                    family with
                    {
                        First = Without(family.First),
                        Examples = Without(family.Examples, row => row with { Excerpt = Hidden })!,
                    }
            )!,
            Against = Without(duplicates.Against, other => other with { Kinds = Without(other.Kinds, Without)! }),
        };

    private static DuplicateKindSummary Without(DuplicateKindSummary kind) =>
        kind with
        {
            Examples = Without(kind.Examples, pair => pair with { Excerpt = Hidden, OfExcerpt = Hidden })!,
        };

    private static TemplatesSummary Without(TemplatesSummary templates) =>
        templates with
        {
            Largest = Without(
                templates.Largest,
                template =>
                    template with
                    {
                        Text = Hidden,
                        Slots = Without(template.Slots, slot => slot with { Examples = [] })!,
                        Examples = Without(template.Examples, Without)!,
                    }
            )!,
            Phrases = Without(
                templates.Phrases,
                phrase => phrase with { Phrase = Hidden, Examples = Without(phrase.Examples, Without)! }
            )!,
        };
}
