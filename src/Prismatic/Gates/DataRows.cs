using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>Rows of a data set to look at, from what its report shows anyway.</summary>
internal static class DataRows
{
    private const int OfEach = 3;

    /// <summary>Rows that repeat another character by character.</summary>
    public static IReadOnlyList<ExampleRow> Copies(Report report) =>
        [
            .. from family in report.Duplicates?.Largest ?? []
            from row in family.Examples
            where row.Kind == Duplicates.DuplicateKind.Exact
            select new ExampleRow { Row = row.Row, Excerpt = row.Excerpt },
        ];

    /// <summary>Rows with words that come back, those with the most repeated phrases first.</summary>
    public static IReadOnlyList<ExampleRow> Phrases(Report report) =>
        Once(OfPhrases(report).Concat(OfTemplates(report)));

    /// <summary>The same, those of the largest templates first.</summary>
    public static IReadOnlyList<ExampleRow> Templates(Report report) =>
        Once(OfTemplates(report).Concat(OfPhrases(report)));

    /// <summary>Rows whose reasoning tells nothing of their own, those of sparse clusters first.</summary>
    public static IReadOnlyList<ExampleRow> WithoutGain(GainSummary gain) =>
        [
            .. from cell in gain.Quadrant?.Cells ?? []
            where !cell.HighGain
            orderby cell.Sparse descending
            from row in cell.Examples.Take(OfEach)
            select new ExampleRow { Row = row.Row, Excerpt = row.Excerpt },
        ];

    /// <summary>Rows without text: there is nothing to show of them but their numbers.</summary>
    public static IReadOnlyList<ExampleRow> WithoutText(DatasetSummary dataset) =>
        [.. (dataset.FirstWithoutText ?? []).Select(row => new ExampleRow { Row = row, Excerpt = "" })];

    private static IEnumerable<ExampleRow> OfPhrases(Report report) =>
        (report.Templates?.Phrases ?? []).Take(OfEach).SelectMany(phrase => phrase.Examples.Take(1));

    private static IEnumerable<ExampleRow> OfTemplates(Report report) =>
        (report.Templates?.Largest ?? []).Take(OfEach).SelectMany(template => template.Examples.Take(1));

    private static List<ExampleRow> Once(IEnumerable<ExampleRow> rows) => [.. rows.DistinctBy(row => row.Row)];
}
