using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Rows that a filter left out, made by hand.</summary>
internal static class SampleDropped
{
    public static DroppedRowsSummary Create(Func<string, string> text) =>
        new()
        {
            Reasons =
            [
                Reason(text("not drawn within the budget"), 885, text("a row weighed 1 over the size of its cluster")),
                Reason(text("near-copy of an earlier row"), 32, text("cosine from 0.80 on, numbers and names masked")),
                Reason(text("exact duplicate of an earlier row"), 14, text("equal to the byte; the first one stays")),
                Reason(text("text is null"), 3, text("what has no text cannot be compared")),
            ],
            Clusters = 123,
            ClustersThatLost = 98,
            Largest = [Loss(17, 120, 9, 111), Loss(3, 64, 8, 57)],
            Rows =
            [
                new DroppedRowExample
                {
                    Row = 1007,
                    Reason = text("not drawn within the budget"),
                    Excerpt = text("Tom has 3 apples and buys 4 more. How many has he now?"),
                    Cluster = 17,
                    ClusterSize = 120,
                    NearestKept = 12,
                    NearestSimilarity = 0.8841,
                    NearestExcerpt = text("Mia has 8 pens and buys 2 more. How many has she now?"),
                },
                new DroppedRowExample
                {
                    Row = 31,
                    Reason = text("near-copy of row 12, similarity 0.97"),
                    Excerpt = text("Lea has 5 pens and buys 9 more. How many has she now?"),
                    Cluster = 17,
                    ClusterSize = 120,
                    NearestKept = 12,
                    NearestSimilarity = 0.9703,
                    NearestExcerpt = text("Mia has 8 pens and buys 2 more. How many has she now?"),
                },
                new DroppedRowExample
                {
                    Row = 44,
                    Reason = text("text is null"),
                    Excerpt = text("(nothing)"),
                },
            ],
        };

    private static DropReasonDetail Reason(string reason, int rows, string limit) =>
        new()
        {
            Reason = reason,
            Rows = rows,
            Share = Math.Round(rows / 1234.0, 4),
            Limit = limit,
        };

    private static ClusterLoss Loss(int cluster, int size, int kept, int dropped) =>
        new()
        {
            Cluster = cluster,
            Size = size,
            Kept = kept,
            Dropped = dropped,
        };
}
