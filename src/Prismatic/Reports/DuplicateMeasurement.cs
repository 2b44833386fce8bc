using Prismatic.Data;
using Prismatic.Duplicates;

namespace Prismatic.Reports;

/// <summary>Rows that were measured, by their place among these.</summary>
/// <param name="Dataset">Where they come from; was read once.</param>
/// <param name="Numbers">Row numbers, ascending.</param>
public sealed record RowPlaces(Dataset Dataset, IReadOnlyList<long> Numbers)
{
    /// <summary>The name of a row's file; null where there is one file only.</summary>
    public string? File(int place) => Dataset.Files.Count > 1 ? AnyFile(place) : null;

    /// <summary>The name of a row's file.</summary>
    public string AnyFile(int place) => Path.GetFileName(Dataset.Files[Dataset.FileOf(Numbers[place])]);
}

/// <summary>What repeats in a set, and what of it other sets hold.</summary>
public sealed record DuplicateMeasurement
{
    private const int Families = 5;
    private const int Members = 3;
    private const int PairsOfAKind = 3;

    /// <summary>The sketch it was found with: options and bands.</summary>
    public required DuplicateSketch Sketch { get; init; }

    /// <summary>What repeats.</summary>
    public required DuplicateResult Result { get; init; }

    /// <summary>Which rows were looked at.</summary>
    public required RowPlaces Rows { get; init; }

    /// <summary>One entry for each other set.</summary>
    public IReadOnlyList<OverlapMeasurement> Against { get; init; } = [];

    /// <summary>Row numbers whose texts the report shows.</summary>
    public IReadOnlySet<long> ExampleRows =>
        Largest()
            .SelectMany(family => family.Members.Select(member => member.Row).Prepend(family.First))
            .Concat(Pairs().SelectMany(pair => (int[])[pair.Row, pair.Of]))
            .Concat(Against.SelectMany(other => other.Pairs()).Select(pair => pair.Row))
            .Select(place => Rows.Numbers[place])
            .ToHashSet();

    /// <summary>The largest clusters: first row, number of rows, and the rows least like their partners.</summary>
    internal IEnumerable<(int First, int Count, List<Duplicate> Members)> Largest() =>
        Result
            .Rows.GroupBy(row => row.Representative)
            .OrderByDescending(family => family.Count())
            .ThenBy(family => family.Key)
            .Take(Families)
            .Select(family =>
                (
                    family.Key,
                    family.Count() + 1,
                    family.OrderBy(row => row.Similarity).ThenBy(row => row.Row).Take(Members).ToList()
                )
            );

    /// <summary>Pairs that show what a kind means: of near-duplicates those least alike. Exact copies need none.</summary>
    internal IEnumerable<Duplicate> Pairs() =>
        Result
            .Rows.Where(row => row.Kind != DuplicateKind.Exact)
            .GroupBy(row => row.Kind)
            .SelectMany(kind => kind.OrderBy(row => row.Similarity).ThenBy(row => row.Row).Take(PairsOfAKind));
}

/// <summary>What of a set another set holds.</summary>
public sealed record OverlapMeasurement
{
    private const int PairsOfAKind = 3;

    /// <summary>What the report calls the other set.</summary>
    public required string Name { get; init; }

    /// <summary>Rows of the other set with text.</summary>
    public required RowPlaces Others { get; init; }

    /// <summary>What both hold.</summary>
    public required OverlapResult Result { get; init; }

    /// <summary>Row numbers of the other set whose texts the report shows.</summary>
    public IReadOnlySet<long> ExampleRows => Pairs().Select(pair => Others.Numbers[pair.Of]).ToHashSet();

    /// <summary>Pairs as evidence: of each kind the first ones, of near-duplicates those least alike.</summary>
    internal IEnumerable<Overlap> Pairs() =>
        Result
            .Rows.GroupBy(row => row.Kind)
            .OrderBy(kind => kind.Key)
            .SelectMany(kind =>
                kind.DistinctBy(row => row.Of).OrderBy(row => row.Similarity).ThenBy(row => row.Row).Take(PairsOfAKind)
            );
}
