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
    /// <param name="source">What the rows are, and of which files.</param>
    /// <param name="states">What may have become of a row, and for each row of the map which; empty where nothing can have.</param>
    /// <param name="seed">Of the sample.</param>
    public static PageMap Of(PlacedRows places, MapTexts texts, MapSource source, MapStates states, ulong seed)
    {
        var stateOf = states.Names.Count == 0 ? [] : places.Rows.Select(states.Of).ToArray();
        int[] strata =
        [
            .. places.Groups.Select(
                (group, row) => (group * (states.Names.Count + 1)) + stateOf.ElementAtOrDefault(row)
            ),
        ];
        var sizes = places.Clusters.Where(cluster => cluster >= 0).CountBy(cluster => cluster).ToDictionary();
        return new PageMap
        {
            Noun = source.Noun,
            FileTitle = source.FileTitle,
            View = places.View,
            AllRows = places.Rows.Count,
            Moved = places.Map.Moved,
            Distinct = places.Map.Distinct,
            Quality = places.Quality,
            Rows = places.Rows,
            Numbers = source.NumberOf is { } number ? [.. places.Rows.Select(number)] : [],
            Points = MapCopies.Spread(places.Map.Points),
            Clusters = places.Clusters,
            ClusterSizes =
            [
                .. Enumerable
                    .Range(0, sizes.Keys.DefaultIfEmpty(-1).Max() + 1)
                    .Select(cluster => sizes.GetValueOrDefault(cluster)),
            ],
            Groups = places.Groups,
            Files = source.Files,
            FileOf = source.Files.Count == 0 ? [] : [.. places.Rows.Select(source.FileOf)],
            StateTitle = states.Title,
            States = states.Names,
            StateOf = stateOf,
            Strata = strata,
            Described = Described(places, texts, source, states.IsShareTold ? stateOf : [], seed),
            Texts = texts.Excerpts,
            Seed = seed,
        }.Take(MostPoints);
    }

    private static List<MapGroup> Described(
        PlacedRows places,
        MapTexts texts,
        MapSource source,
        int[] stateOf,
        ulong seed
    )
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

        MapExample Example(int row) =>
            new(
                source.NumberOf?.Invoke(places.Rows[row]) ?? places.Rows[row],
                texts.Excerpts.GetValueOrDefault(places.Rows[row])
            );
    }
}
