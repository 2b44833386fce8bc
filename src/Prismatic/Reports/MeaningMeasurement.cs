using Prismatic.Features;
using Prismatic.Meaning;

namespace Prismatic.Reports;

/// <summary>All that was measured of meaning: what a <see cref="MeaningSummary"/> is made of.</summary>
/// <param name="Space">The view that stands for meaning; its vectors may be left out.</param>
/// <param name="Floor">Mean cosine of two different rows, not centred; null for a single row.</param>
/// <param name="Options">How rows of one meaning were looked for.</param>
/// <param name="Duplicates">What was found, by place in the view.</param>
public sealed record MeaningMeasurement(
    FeatureSpace Space,
    double? Floor,
    SemanticOptions Options,
    SemanticDuplicateResult Duplicates
)
{
    private const int Families = 5;
    private const int LookedAt = 50;
    private const int Shown = 3;

    /// <summary>The rows to show with each family.</summary>
    internal IReadOnlyList<Family> Largest { get; private init; } = [];

    /// <summary>Numbers of the rows whose text says which of them to show.</summary>
    public IEnumerable<long> Candidates =>
        Groups()
            .SelectMany(group => group.Pairs.Select(pair => pair.Row).Prepend(group.First))
            .Select(Number)
            .Distinct();

    /// <summary>Numbers of the rows whose text the report shows.</summary>
    public IEnumerable<long> ExampleRows =>
        Largest.SelectMany(family => family.Rows.Select(row => row.Pair.Row).Prepend(family.First)).Select(Number);

    /// <summary>Mean cosine of two different rows: the squared length of the mean of n unit rows holds all n² cosines.</summary>
    /// <param name="rows">n × d unit rows.</param>
    /// <returns>Null for fewer than two rows.</returns>
    public static double? FloorOf(Numerics.Matrix rows)
    {
        double n = rows.RowCount;
        if (n < 2)
        {
            return null;
        }
        var mean = FeatureTransforms.Mean(rows);
        var square = mean.Sum(value => (double)value * value);
        return Math.Clamp(((n * n * square) - n) / (n * (n - 1)), -1, 1);
    }

    /// <summary>Chooses what to show: of each large family the rows that share the fewest words with its first.</summary>
    /// <param name="texts">Texts of <see cref="Candidates"/>, by row number; long ones may be cut.</param>
    public MeaningMeasurement WithTexts(IReadOnlyDictionary<long, string> texts) =>
        this with
        {
            Largest =
            [
                .. Groups()
                    .Select(group => new Family(
                        group.First,
                        group.Count + 1,
                        [
                            .. group
                                .Pairs.Select(pair =>
                                    (
                                        pair,
                                        DistinguishingTerms.WordOverlap(texts[Number(pair.Row)], texts[Number(pair.Of)])
                                    )
                                )
                                .OrderBy(row => row.Item2)
                                .ThenBy(row => row.pair.Row)
                                .Take(Shown),
                        ]
                    )),
            ],
        };

    internal long Number(int place) => Space.RowIndices[place];

    private IEnumerable<(int First, int Count, IEnumerable<SemanticDuplicate> Pairs)> Groups() =>
        Duplicates
            .Pairs.GroupBy(pair => pair.Of)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .Take(Families)
            .Select(group => (group.Key, group.Count(), group.Take(LookedAt)));

    /// <summary>A row, how often it is said, and rows that say the same.</summary>
    internal sealed record Family(int First, int Count, IReadOnlyList<(SemanticDuplicate Pair, double Overlap)> Rows);
}
