using Prismatic.Mapping;
using Prismatic.Numerics;
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

    /// <summary>As many points in crowds of every size, as real data has them.</summary>
    public static PageMap Crowds(int count)
    {
        const int clusters = 60;
        const int groups = 10;
        var random = new Pcg32(seed: 7);
        var centres = Enumerable.Range(0, clusters).Select(_ => (X: Uniform() * 0.85f, Y: Uniform() * 0.45f)).ToArray();
        // The larger a cluster's number, the fewer its rows.
        int[] of =
        [
            .. Enumerable.Range(0, count).Select(_ => (int)(clusters * MathF.Pow((Uniform() + 1) / 2, 1.8f) * 0.999f)),
        ];
        MapPoint[] points =
        [
            .. of.Select(cluster =>
            {
                var (x, y) = (centres[cluster].X + (Bell() * 0.05f), centres[cluster].Y + (Bell() * 0.04f));
                return new MapPoint(Math.Clamp(x, -1, 1), Math.Clamp(y, -0.6f, 0.6f));
            }),
        ];
        var sizes = of.CountBy(cluster => cluster).ToDictionary();
        var plain = Create(groups * 3);
        return plain with
        {
            AllRows = count,
            Moved = count,
            Distinct = count,
            Rows = [.. Enumerable.Range(0, count).Select(row => (long)row)],
            Points = points,
            Clusters = of,
            ClusterSizes = [.. Enumerable.Range(0, clusters).Select(cluster => sizes.GetValueOrDefault(cluster))],
            Groups = [.. of.Select(cluster => cluster % groups)],
            FileOf = [.. of.Select(cluster => cluster % 2)],
            StateOf = [.. of.Select(cluster => cluster < 12 && Bell() > 0 ? 1 : 0)],
            Strata = [.. of.Select(cluster => cluster % groups)],
            Described =
            [
                .. Enumerable
                    .Range(0, groups)
                    .Select(group =>
                        plain.Described[0] with
                        {
                            Words = $"word {group}",
                            Rows = of.Count(cluster => cluster % groups == group),
                            Share = of.Count(cluster => cluster % groups == group) / (double)count,
                        }
                    ),
            ],
            Texts = Enumerable.Range(0, Math.Min(count, 12_000)).ToDictionary(row => (long)row, row => Text(row)),
        };

        float Uniform() => (float)((random.NextDouble() * 2) - 1);
        float Bell() => (float)random.NextGaussian();
        string Text(int row) =>
            string.Join(' ', Enumerable.Range(0, 12).Select(_ => $"{random.NextUInt32() % 4096:x}")) + $" {row}";
    }
}
