using Prismatic.Duplicates;

namespace Prismatic.Reports;

/// <summary>States duplicates as reports do.</summary>
public static class DuplicatesBuilder
{
    private const int MostFilePairs = 10;

    /// <summary>The summary.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="excerpts">Texts of its example rows, by row number.</param>
    /// <param name="otherExcerpts">The same for each other set.</param>
    public static DuplicatesSummary Summarise(
        DuplicateMeasurement found,
        IReadOnlyDictionary<long, string> excerpts,
        IReadOnlyList<IReadOnlyDictionary<long, string>> otherExcerpts
    )
    {
        var (result, rows, sketch) = (found.Result, found.Rows, found.Sketch);
        var pairs = found.Pairs().ToLookup(pair => pair.Kind);
        return new DuplicatesSummary
        {
            Rows = result.Rows.Count,
            Share = Rounded.Share(result.Rows.Count, rows.Numbers.Count),
            Clusters = result.Rows.Select(row => row.Representative).Distinct().Count(),
            Kinds = Kinds(
                [.. result.Rows.Select(row => row.Kind)],
                rows.Numbers.Count,
                kind =>
                    [
                        .. pairs[kind]
                            .Select(pair => Pair(pair.Row, rows, excerpts, pair.Of, rows, excerpts, pair.Similarity)),
                    ]
            ),
            Normalisation = DuplicateText.Description,
            Threshold = sketch.Options.Threshold,
            ShingleWords = sketch.Options.ShingleWords,
            Bands = sketch.Bands,
            BandHashes = sketch.BandRows,
            FoundAtThreshold = Rounded.Share(sketch.FoundAtThreshold),
            CutShort = result.CutShort,
            Files = rows.Dataset.Files.Count > 1 ? FilePairs(result, rows) : null,
            Largest = [.. found.Largest().Select(family => Family(family, rows, excerpts))],
            Against =
                found.Against.Count == 0
                    ? null
                    : [.. found.Against.Zip(otherExcerpts, (other, texts) => Against(other, rows, excerpts, texts))],
        };
    }

    private static AgainstSummary Against(
        OverlapMeasurement other,
        RowPlaces rows,
        IReadOnlyDictionary<long, string> excerpts,
        IReadOnlyDictionary<long, string> otherExcerpts
    )
    {
        var result = other.Result;
        var pairs = other.Pairs().ToLookup(pair => pair.Kind);
        return new AgainstSummary
        {
            Name = other.Name,
            Fields = other.Others.Dataset.Fields.Describe(),
            Rows = result.Rows.Count,
            Share = Rounded.Share(result.Rows.Count, rows.Numbers.Count),
            Kinds = Kinds(
                [.. result.Rows.Select(row => row.Kind)],
                rows.Numbers.Count,
                kind =>
                    [
                        .. pairs[kind]
                            .Select(pair =>
                                Pair(pair.Row, rows, excerpts, pair.Of, other.Others, otherExcerpts, pair.Similarity)
                            ),
                    ]
            ),
            OtherRows = other.Others.Numbers.Count,
            OtherFound = result.OtherRows.Count,
            OtherShare = Rounded.Share(result.OtherRows.Count, other.Others.Numbers.Count),
            CutShort = result.CutShort,
        };
    }

    private static List<DuplicateKindSummary> Kinds(
        IReadOnlyList<DuplicateKind> rows,
        int all,
        Func<DuplicateKind, IReadOnlyList<DuplicatePair>> examples
    ) =>
        [
            .. Enum.GetValues<DuplicateKind>()
                .Select(kind => (Kind: kind, Rows: rows.Count(row => row == kind)))
                .Select(kind => new DuplicateKindSummary
                {
                    Kind = kind.Kind,
                    Rows = kind.Rows,
                    Share = Rounded.Share(kind.Rows, all),
                    Examples = examples(kind.Kind),
                }),
        ];

    private static DuplicatePair Pair(
        int row,
        RowPlaces rows,
        IReadOnlyDictionary<long, string> excerpts,
        int of,
        RowPlaces others,
        IReadOnlyDictionary<long, string> otherExcerpts,
        double similarity
    ) =>
        new()
        {
            Row = rows.Numbers[row],
            File = rows.File(row),
            Excerpt = excerpts[rows.Numbers[row]],
            Of = others.Numbers[of],
            OfFile = others.File(of),
            OfExcerpt = otherExcerpts[others.Numbers[of]],
            Similarity = Rounded.Share(similarity),
        };

    private static DuplicateFamily Family(
        (int First, int Count, List<Duplicate> Members) family,
        RowPlaces rows,
        IReadOnlyDictionary<long, string> excerpts
    )
    {
        var first = rows.Numbers[family.First];
        return new DuplicateFamily
        {
            Rows = family.Count,
            First = new ExampleRow { Row = first, Excerpt = excerpts[first] },
            FirstFile = rows.File(family.First),
            Examples =
            [
                .. family.Members.Select(member => new DuplicateMember
                {
                    Row = rows.Numbers[member.Row],
                    File = rows.File(member.Row),
                    Kind = member.Kind,
                    Of = rows.Numbers[member.Of],
                    Similarity = Rounded.Share(member.Similarity),
                    Excerpt = excerpts[rows.Numbers[member.Row]],
                }),
            ],
        };
    }

    private static List<FilePair> FilePairs(DuplicateResult result, RowPlaces rows) =>
        [
            .. result
                .Rows.GroupBy(row =>
                    (rows.Dataset.FileOf(rows.Numbers[row.Row]), rows.Dataset.FileOf(rows.Numbers[row.Of]))
                )
                .OrderByDescending(pair => pair.Count())
                .ThenBy(pair => pair.Key)
                .Take(MostFilePairs)
                .Select(pair => new FilePair
                {
                    File = Path.GetFileName(rows.Dataset.Files[pair.Key.Item1]),
                    OfFile = Path.GetFileName(rows.Dataset.Files[pair.Key.Item2]),
                    Rows = pair.Count(),
                }),
        ];
}
