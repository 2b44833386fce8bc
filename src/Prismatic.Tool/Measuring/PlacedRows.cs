using Prismatic.Mapping;

namespace Prismatic.Tool.Measuring;

/// <summary>Where the rows of a view lie in a plane, and what they belong to there. All lists are in the order of the view's rows.</summary>
internal sealed record PlacedRows
{
    /// <summary>Of the view.</summary>
    public required string View { get; init; }

    /// <summary>Row numbers in the data set, ascending.</summary>
    public required IReadOnlyList<long> Rows { get; init; }

    /// <summary>A point for each row.</summary>
    public required RowMapResult Map { get; init; }

    /// <summary>How far the map can be trusted; null where rows are too few to say.</summary>
    public required MapQuality? Quality { get; init; }

    /// <summary>For each row its cluster; below 0 where it has none.</summary>
    public required IReadOnlyList<int> Clusters { get; init; }

    /// <summary>For each row its group of clusters, from 0.</summary>
    public required IReadOnlyList<int> Groups { get; init; }

    /// <summary>For each group the place, in these lists, of the row nearest to its middle.</summary>
    public required IReadOnlyList<int> Middles { get; init; }

    /// <summary>With rows that were left out as copies, each where the row it repeats lies.</summary>
    /// <param name="copies">For each copy the row it repeats, in row numbers.</param>
    public PlacedRows WithCopies(IReadOnlyDictionary<long, long> copies)
    {
        var place = Rows.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        (long Row, int From)[] all =
        [
            .. Rows.Select((row, i) => (row, i))
                .Concat(
                    copies
                        .Where(copy => place.ContainsKey(copy.Value) && !place.ContainsKey(copy.Key))
                        .Select(copy => (copy.Key, place[copy.Value]))
                )
                .OrderBy(pair => pair.Item1),
        ];
        var now = all.Index().ToDictionary(pair => pair.Item.Row, pair => pair.Index);
        return this with
        {
            Rows = Array.ConvertAll(all, row => row.Row),
            Map = Map with { Points = Array.ConvertAll(all, row => Map.Points[row.From]) },
            Clusters = Array.ConvertAll(all, row => Clusters[row.From]),
            Groups = Array.ConvertAll(all, row => Groups[row.From]),
            Middles = [.. Middles.Select(middle => now[Rows[middle]])],
        };
    }
}
