namespace Prismatic.Mapping;

/// <summary>How rows are placed. The defaults are those that docs/map.md measures.</summary>
public sealed record RowMapOptions
{
    /// <summary>Rows that move; of more a sample, stratified by cluster, and the others are placed amid their neighbours.</summary>
    public int MostRows { get; init; } = 100_000;

    /// <summary>Neighbours that a row is drawn to.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>Rows looked at for the neighbours of one; clusters near by are looked through until there are so many.</summary>
    public int Candidates { get; init; } = 512;

    /// <summary>Rounds; in each every row meets one neighbour.</summary>
    public int Rounds { get; init; } = 600;

    /// <summary>Other rows that each row is pushed away from, in a round.</summary>
    public int Others { get; init; } = 5;

    /// <summary>Of everything that is drawn.</summary>
    public ulong Seed { get; init; }
}

/// <summary>A place in the map.</summary>
/// <param name="X">From -1 to 1; the map is widest along it.</param>
/// <param name="Y">From -1 to 1, upwards.</param>
public readonly record struct MapPoint(float X, float Y);

/// <summary>A map. Only nearness means something: axes have no name, and distances between far groups say little.</summary>
/// <param name="Points">A place for each row; the farthest is 1 from the middle, along one axis.</param>
/// <param name="Moved">Rows that took part; all others that differ were placed amid them.</param>
/// <param name="Distinct">Rows that differ.</param>
public sealed record RowMapResult(IReadOnlyList<MapPoint> Points, int Moved, int Distinct);
