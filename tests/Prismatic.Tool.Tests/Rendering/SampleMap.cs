using Prismatic.Mapping;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>A map of rows made by hand: three groups on a ring.</summary>
internal static class SampleMap
{
    private const int Groups = 3;

    /// <summary>As many points.</summary>
    public static PageMap Create(int count = 60, Func<string, string>? text = null)
    {
        text ??= plain => plain;
        int[] all = [.. Enumerable.Range(0, count)];
        return new PageMap
        {
            View = text("gradients"),
            AllRows = 2 * count,
            Moved = count,
            Distinct = count,
            Quality = new MapQuality(0.4, 0.93, 10),
            Rows = [.. all.Select(row => 2L * row)],
            Points = [.. all.Select(Place)],
            Clusters = [.. all.Select(row => row % Groups)],
            ClusterSizes = [count / Groups, count / Groups, count / Groups],
            Groups = [.. all.Select(row => row % Groups)],
            Files = [text("train.parquet"), text("more.parquet")],
            FileOf = [.. all.Select(row => row % 2)],
            StateTitle = "kept or dropped",
            States = ["kept", text("dropped: crowded")],
            StateOf = [.. all.Select(row => row % 5 == 0 ? 1 : 0)],
            Strata = [.. all.Select(row => row % Groups)],
            Described =
            [
                .. Enumerable
                    .Range(0, Groups)
                    .Select(group => new MapGroup
                    {
                        Words = text($"word {group}"),
                        Rows = count / Groups,
                        Share = 1.0 / Groups,
                        FirstState = 0.8,
                        Middle = new MapExample(2 * group, text($"the middle of group {group}")),
                        Examples = [new MapExample(2 * (group + Groups), text($"another row of group {group}"))],
                    }),
            ],
            Texts = all.ToDictionary(row => 2L * row, row => text($"row {2 * row} says this")),
            Seed = 0,
        };
    }

    private static MapPoint Place(int row)
    {
        var angle = (2 * MathF.PI * (row % Groups) / Groups) + (0.01f * (row % 40));
        return new MapPoint(0.9f * MathF.Cos(angle), 0.5f * MathF.Sin(angle));
    }
}
