using Prismatic.Duplicates;

namespace Prismatic.Reports;

/// <summary>States near-duplicates as reports do.</summary>
public static class RepeatsBuilder
{
    private const int Families = 5;
    private const int Examples = 3;

    /// <summary>The rows, by place, whose texts the summary will show.</summary>
    public static IReadOnlyList<int> ExampleRows(NearDuplicateResult result) =>
        [.. Largest(result).SelectMany(family => family.Pairs.Select(p => p.Row).Prepend(family.First))];

    /// <summary>The summary.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="options">How it was looked for.</param>
    /// <param name="rows">Row numbers, by place.</param>
    /// <param name="excerpts">Texts of <see cref="ExampleRows"/>, by row number.</param>
    public static RepeatsSummary Summarise(
        NearDuplicateResult result,
        NearDuplicateOptions options,
        IReadOnlyList<long> rows,
        IReadOnlyDictionary<long, string> excerpts
    ) =>
        new()
        {
            Threshold = options.Threshold,
            ShingleWords = options.ShingleWords,
            Rows = result.Pairs.Count,
            Share = Rounded.Share(result.Pairs.Count, rows.Count),
            SameWords = result.Pairs.Count(pair => pair.Similarity >= 1),
            Clusters = result.Pairs.Select(pair => result.Representatives[pair.Row]).Distinct().Count(),
            Largest =
            [
                .. Largest(result)
                    .Select(family => new RepeatFamily
                    {
                        Rows = family.Count,
                        First = new ExampleRow { Row = rows[family.First], Excerpt = excerpts[rows[family.First]] },
                        Examples =
                        [
                            .. family.Pairs.Select(pair => new RepeatedRow
                            {
                                Row = rows[pair.Row],
                                Of = rows[pair.Of],
                                Similarity = Rounded.Share(pair.Similarity),
                                Excerpt = excerpts[rows[pair.Row]],
                            }),
                        ],
                    }),
            ],
        };

    private static IEnumerable<(int First, int Count, List<NearDuplicate> Pairs)> Largest(NearDuplicateResult result) =>
        result
            .Pairs.GroupBy(pair => result.Representatives[pair.Row])
            .OrderByDescending(family => family.Count())
            .ThenBy(family => family.Key)
            .Take(Families)
            .Select(family =>
                (
                    family.Key,
                    family.Count() + 1,
                    family.OrderBy(pair => pair.Similarity).ThenBy(pair => pair.Row).Take(Examples).ToList()
                )
            );
}
