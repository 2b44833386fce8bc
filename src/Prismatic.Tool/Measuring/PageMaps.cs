using Prismatic.Data;
using Prismatic.Mapping;
using Prismatic.Numerics;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>Makes what a page shows of a map: a sample of the rows where they are many, with their files and what became of them.</summary>
internal static class PageMaps
{
    /// <summary>Most points of a page.</summary>
    public const int MostPoints = 100_000;

    // Beside the middle of a group.
    private const int Examples = 2;
    private const ulong Stream = 0x706167;

    /// <summary>A map as a page shows it.</summary>
    /// <param name="places">Of the rows.</param>
    /// <param name="texts">Of the map.</param>
    /// <param name="dataset">Names the files; null where rows are not of files.</param>
    /// <param name="states">What may have become of a row, and for each row of the map which; empty where nothing can have.</param>
    /// <param name="seed">Of the sample.</param>
    public static PageMap Of(PlacedRows places, MapTexts texts, Dataset? dataset, MapStates states, ulong seed)
    {
        var stateOf = states.Names.Count == 0 ? [] : places.Rows.Select(states.Of).ToArray();
        int[] strata =
        [
            .. places.Groups.Select(
                (group, row) => (group * (states.Names.Count + 1)) + stateOf.ElementAtOrDefault(row)
            ),
        ];
        var names = dataset is { Files.Count: > 1 } ? dataset.Files.Select(file => Path.GetFileName(file)) : [];
        int[] fileOf = dataset is { Files.Count: > 1 } ? [.. places.Rows.Select(row => dataset.FileOf(row))] : [];
        var sizes = places.Clusters.Where(cluster => cluster >= 0).CountBy(cluster => cluster).ToDictionary();
        return new PageMap
        {
            View = places.View,
            AllRows = places.Rows.Count,
            Moved = places.Map.Moved,
            Distinct = places.Map.Distinct,
            Quality = places.Quality,
            Rows = places.Rows,
            Points = places.Map.Points,
            Clusters = places.Clusters,
            ClusterSizes =
            [
                .. Enumerable
                    .Range(0, sizes.Keys.DefaultIfEmpty(-1).Max() + 1)
                    .Select(cluster => sizes.GetValueOrDefault(cluster)),
            ],
            Groups = places.Groups,
            Files = [.. names],
            FileOf = fileOf,
            StateTitle = states.Title,
            States = states.Names,
            StateOf = stateOf,
            Strata = strata,
            Described = Described(places, texts, stateOf, seed),
            Texts = texts.Excerpts,
            Seed = seed,
        }.Take(MostPoints);
    }

    private static List<MapGroup> Described(PlacedRows places, MapTexts texts, int[] stateOf, ulong seed)
    {
        var members = Enumerable
            .Range(0, places.Rows.Count)
            .GroupBy(row => places.Groups[row])
            .ToDictionary(group => group.Key, group => group.ToList());
        return
        [
            .. places.Middles.Select(
                (middle, group) =>
                    new MapGroup
                    {
                        Words = string.Join(", ", texts.Words[group]),
                        Rows = members[group].Count,
                        Share = (double)members[group].Count / places.Rows.Count,
                        FirstState =
                            stateOf.Length == 0 ? null : members[group].Average(row => stateOf[row] == 0 ? 1.0 : 0),
                        Middle = Example(middle),
                        Examples =
                        [
                            .. members[group]
                                .Where(row => row != middle)
                                .OrderByDescending(row => texts.Excerpts.ContainsKey(places.Rows[row]))
                                .ThenBy(row => Pcg32.Hash(seed ^ Stream, (ulong)places.Rows[row]))
                                .Take(Examples)
                                .Select(Example),
                        ],
                    }
            ),
        ];

        MapExample Example(int row) => new(places.Rows[row], texts.Excerpts.GetValueOrDefault(places.Rows[row]));
    }
}

/// <summary>What may have become of rows.</summary>
/// <param name="Title">What it is, as a person would choose it: "kept or dropped".</param>
/// <param name="Names">One for each; the first is what most want to see.</param>
/// <param name="Of">By row number, a place in the names.</param>
internal sealed record MapStates(string Title, IReadOnlyList<string> Names, Func<long, int> Of)
{
    /// <summary>Nothing can have become of them.</summary>
    public static MapStates None { get; } = new("", [], _ => 0);

    /// <summary>Of names by row number; rows without one bear the first.</summary>
    public static MapStates From(string title, string first, IEnumerable<(long Row, string State)> others)
    {
        var (names, of) = (new List<string> { first }, new Dictionary<long, int>());
        foreach (var (row, state) in others)
        {
            var place = names.IndexOf(state);
            if (place < 0)
            {
                place = names.Count;
                names.Add(state);
            }
            of[row] = place;
        }
        return names.Count == 1 ? None : new MapStates(title, names, row => of.GetValueOrDefault(row));
    }
}
