using Prismatic.Mapping;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// A map of rows for a page. It is no part of the report's record, which stays small and readable: whoever wants points takes the side
/// file of --rows. Lists have an entry for each point, in ascending order of rows.
/// </summary>
internal sealed record PageMap
{
    /// <summary>What a point is, in the singular: "row".</summary>
    public string Noun { get; init; } = "row";

    /// <summary>What <see cref="Files"/> are, in the singular: "file".</summary>
    public string FileTitle { get; init; } = "file";

    /// <summary>The view it is a map of.</summary>
    public required string View { get; init; }

    /// <summary>Rows of the view; points are fewer where there are very many.</summary>
    public required long AllRows { get; init; }

    /// <summary>Rows that took part in the layout, of those that differ.</summary>
    public required int Moved { get; init; }

    /// <summary>Rows that differ.</summary>
    public required int Distinct { get; init; }

    /// <summary>How far it can be trusted; null where rows are too few to say.</summary>
    public required MapQuality? Quality { get; init; }

    /// <summary>Row numbers.</summary>
    public required IReadOnlyList<long> Rows { get; init; }

    /// <summary>Numbers that people know the rows by, in any order; empty where these are <see cref="Rows"/>.</summary>
    public IReadOnlyList<long> Numbers { get; init; } = [];

    /// <summary>Places.</summary>
    public required IReadOnlyList<MapPoint> Points { get; init; }

    /// <summary>Clusters; below 0 for none.</summary>
    public required IReadOnlyList<int> Clusters { get; init; }

    /// <summary>Rows of each cluster, those without a point too.</summary>
    public required IReadOnlyList<int> ClusterSizes { get; init; }

    /// <summary>Groups of clusters, from 0.</summary>
    public required IReadOnlyList<int> Groups { get; init; }

    /// <summary>Names of files; empty where all rows are of one.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Places in <see cref="Files"/>.</summary>
    public required IReadOnlyList<int> FileOf { get; init; }

    /// <summary>What <see cref="States"/> say of a row.</summary>
    public required string StateTitle { get; init; }

    /// <summary>What may have become of a row; empty for nothing.</summary>
    public required IReadOnlyList<string> States { get; init; }

    /// <summary>Places in <see cref="States"/>.</summary>
    public required IReadOnlyList<int> StateOf { get; init; }

    /// <summary>What a sample keeps the shares of.</summary>
    public required IReadOnlyList<int> Strata { get; init; }

    /// <summary>The groups, the largest first.</summary>
    public required IReadOnlyList<MapGroup> Described { get; init; }

    /// <summary>Beginnings of some rows, by row number.</summary>
    public required IReadOnlyDictionary<long, string> Texts { get; init; }

    /// <summary>Of samples.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The map with at most so many points: a sample in which every group and state has its share.</summary>
    public PageMap Take(int count)
    {
        if (Rows.Count <= count)
        {
            return this;
        }
        var chosen = StratifiedSample.Of(Strata, count, Seed);
        return this with
        {
            Rows = Part(Rows),
            Numbers = Part(Numbers),
            Points = Part(Points),
            Clusters = Part(Clusters),
            Groups = Part(Groups),
            FileOf = Part(FileOf),
            StateOf = Part(StateOf),
            Strata = Part(Strata),
        };

        T[] Part<T>(IReadOnlyList<T> list) => list.Count == 0 ? [] : Array.ConvertAll(chosen, place => list[place]);
    }
}

/// <summary>A group of the map.</summary>
internal sealed record MapGroup
{
    /// <summary>Words that set it apart; empty where none do, or none may be shown.</summary>
    public required string Words { get; init; }

    /// <summary>How many, those without a point too.</summary>
    public required int Rows { get; init; }

    /// <summary>Of all rows of the map.</summary>
    public required double Share { get; init; }

    /// <summary>Share of its rows in the first state; null without states.</summary>
    public required double? FirstState { get; init; }

    /// <summary>The row nearest to its middle.</summary>
    public required MapExample Middle { get; init; }

    /// <summary>Others of it, drawn by the seed.</summary>
    public required IReadOnlyList<MapExample> Examples { get; init; }
}

/// <summary>A row with its beginning, where that may be shown.</summary>
internal sealed record MapExample(long Row, string? Excerpt);
