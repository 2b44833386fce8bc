namespace Prismatic.Tool.Rendering;

/// <summary>The number of a group on the map.</summary>
/// <param name="Group">From 0.</param>
/// <param name="X">Of its middle, in units of the picture.</param>
/// <param name="Y">Of its middle, downwards.</param>
internal sealed record MapLabel(int Group, int X, int Y);

/// <summary>Moves numbers of groups apart where they would cover one another.</summary>
internal static class MapLabels
{
    /// <summary>Least distance of two labels from left to right, where they are less than <see cref="High"/> apart.</summary>
    public const int Wide = 36;

    /// <summary>Least distance of two labels downwards, where they are less than <see cref="Wide"/> apart.</summary>
    public const int High = 30;

    // Ten labels are apart after a few rounds; a bound keeps crowds that cannot be parted from taking for ever.
    private const int Rounds = 200;

    /// <summary>The labels, each as near as may be to where it was.</summary>
    /// <param name="labels">In the order in which they are numbered.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    public static IReadOnlyList<MapLabel> Apart(IEnumerable<MapLabel> labels, int width, int height)
    {
        MapLabel[] moved = [.. labels.Select(label => Within(label, width, height))];
        for (var (round, touching) = (0, true); touching && round < Rounds; round++)
        {
            touching = false;
            for (var i = 0; i < moved.Length; i++)
            {
                for (var j = i + 1; j < moved.Length; j++)
                {
                    var (right, down) = (moved[j].X - moved[i].X, moved[j].Y - moved[i].Y);
                    var (lackRight, lackDown) = (Wide - Math.Abs(right), High - Math.Abs(down));
                    if (lackRight <= 0 || lackDown <= 0)
                    {
                        continue;
                    }
                    touching = true;
                    // Along the shorter way; labels at one place part downwards, the later one below.
                    var sideways = lackRight < lackDown;
                    var step = sideways ? Half(lackRight, right) : Half(lackDown, down);
                    moved[i] = Within(Shifted(moved[i], sideways, -step), width, height);
                    moved[j] = Within(Shifted(moved[j], sideways, step), width, height);
                }
            }
        }
        return moved;
    }

    private static int Half(int lack, int towards) => (lack + 1) / 2 * (towards < 0 ? -1 : 1);

    private static MapLabel Shifted(MapLabel label, bool sideways, int step) =>
        sideways ? label with { X = label.X + step } : label with { Y = label.Y + step };

    private static MapLabel Within(MapLabel label, int width, int height) =>
        label with
        {
            X = Math.Clamp(label.X, Wide / 2, width - (Wide / 2)),
            Y = Math.Clamp(label.Y, High / 2, height - (High / 2)),
        };
}
