using Prismatic.Duplicates;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>The duplicates of <see cref="SampleReport"/>.</summary>
internal static class SampleDuplicates
{
    public static DuplicatesSummary Create(Func<string, string> text) =>
        new()
        {
            Rows = 61,
            Share = 0.0496,
            Clusters = 23,
            Kinds =
            [
                Kind(DuplicateKind.Exact, 14),
                Kind(
                    DuplicateKind.Normalised,
                    9,
                    Pair(30, 2, 1, text("train.parquet"), text("How many pens?"), text("how many  pens"))
                ),
                Kind(
                    DuplicateKind.Near,
                    38,
                    Pair(19, 4, 0.8123, text("train.parquet"), text("Tom buys 4 pens."), text("Tom buys 3 pens."))
                ),
            ],
            Normalisation = text("lower case"),
            Threshold = 0.8,
            ShingleWords = 5,
            Bands = 12,
            BandHashes = 5,
            FoundAtThreshold = 0.9915,
            CutShort = 3,
            Files =
            [
                new FilePair
                {
                    File = text("train.parquet"),
                    OfFile = text("train.parquet"),
                    Rows = 50,
                },
                new FilePair
                {
                    File = text("more.parquet"),
                    OfFile = text("train.parquet"),
                    Rows = 11,
                },
            ],
            Largest =
            [
                new DuplicateFamily
                {
                    Rows = 12,
                    First = new ExampleRow { Row = 4, Excerpt = text("Tom buys 3 pens.") },
                    FirstFile = text("train.parquet"),
                    Examples =
                    [
                        new DuplicateMember
                        {
                            Row = 640,
                            File = text("more.parquet"),
                            Kind = DuplicateKind.Exact,
                            Of = 4,
                            Similarity = 1,
                            Excerpt = text("Tom buys 3 pens."),
                        },
                        new DuplicateMember
                        {
                            Row = 19,
                            File = text("more.parquet"),
                            Kind = DuplicateKind.Near,
                            Of = 4,
                            Similarity = 0.8123,
                            Excerpt = text("Tom buys 4 pens."),
                        },
                    ],
                },
            ],
            Against =
            [
                new AgainstSummary
                {
                    Name = text("test.jsonl"),
                    Fields = text("Text: 'text' (found by name)."),
                    Rows = 3,
                    Share = 0.0024,
                    Kinds =
                    [
                        Kind(
                            DuplicateKind.Exact,
                            2,
                            Pair(8, 77, 1, null, text("Mia has 8 pens."), text("Mia has 8 pens."))
                        ),
                        Kind(DuplicateKind.Normalised, 0),
                        Kind(
                            DuplicateKind.Near,
                            1,
                            Pair(9, 78, 0.85, null, text("Lea has 5 books."), text("Lea has 6 books."))
                        ),
                    ],
                    OtherRows = 200,
                    OtherFound = 4,
                    OtherShare = 0.02,
                    CutShort = 1,
                },
            ],
        };

    private static DuplicateKindSummary Kind(DuplicateKind kind, int rows, params DuplicatePair[] examples) =>
        new()
        {
            Kind = kind,
            Rows = rows,
            Share = Math.Round(rows / 1230.0, 4),
            Examples = examples,
        };

    private static DuplicatePair Pair(
        long row,
        long of,
        double similarity,
        string? file,
        string excerpt,
        string ofExcerpt
    ) =>
        new()
        {
            Row = row,
            File = file,
            Excerpt = excerpt,
            Of = of,
            OfFile = file,
            OfExcerpt = ofExcerpt,
            Similarity = similarity,
        };
}
