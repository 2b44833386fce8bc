using Prismatic.Numerics;

namespace Prismatic.Reasoning;

/// <summary>For every row another one whose reasoning stands in for its own: of like length, drawn by a seed.</summary>
internal static class ControlPairs
{
    private const int Neighbours = 16;
    private const ulong Stream = 0x636F6E74726F6C;

    /// <summary>Places of the other rows; -1 where no row has another reasoning.</summary>
    /// <param name="rows">Rows; those without reasoning get none and are none.</param>
    /// <param name="lengths">Tokens of each row's reasoning.</param>
    /// <param name="seed">Of the draw.</param>
    /// <remarks>
    /// Rows are sorted by length and cut into groups of 16 neighbours, the last group up to 31; within a group each row takes the
    /// next one's in a drawn order. A row whose neighbours all hold its own reasoning takes the nearest in length that does not.
    /// </remarks>
    public static int[] Draw(IReadOnlyList<ReasonedRow> rows, IReadOnlyList<int> lengths, ulong seed)
    {
        var pairs = new int[rows.Count];
        Array.Fill(pairs, -1);
        int[] order =
        [
            .. Enumerable
                .Range(0, rows.Count)
                .Where(place => rows[place].Reasoning.Length > 0)
                .OrderBy(place => lengths[place])
                .ThenBy(place => Pcg32.Hash(seed, (ulong)rows[place].Index)),
        ];
        var random = new Pcg32(seed, Stream);
        for (var start = 0; start < order.Length; )
        {
            var end = order.Length - start < 2 * Neighbours ? order.Length : start + Neighbours;
            int[] group = order[start..end];
            random.Shuffle<int>(group);
            for (var i = 0; i < group.Length; i++)
            {
                pairs[group[i]] =
                    Enumerable
                        .Range(1, group.Length - 1)
                        .Select(step => (int?)group[(i + step) % group.Length])
                        .FirstOrDefault(other => Differs(group[i], other!.Value))
                    ?? Nearest(group[i]);
            }
            start = end;
        }
        return pairs;

        bool Differs(int place, int other) => rows[place].Reasoning != rows[other].Reasoning;

        int Nearest(int place) =>
            order
                .Where(other => Differs(place, other))
                .OrderBy(other => Math.Abs(lengths[other] - lengths[place]))
                .ThenBy(other => other)
                .Select(other => (int?)other)
                .FirstOrDefault()
            ?? -1;
    }
}
