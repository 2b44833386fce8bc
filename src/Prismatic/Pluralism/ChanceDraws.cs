using Prismatic.Numerics;

namespace Prismatic.Pluralism;

/// <summary>
/// Chance levels of small samples by drawing them: from the human shares where these are exact, else by splitting all
/// answers at random, which holds for samples of any size since nothing is estimated (a permutation test).
/// </summary>
internal static class ChanceDraws
{
    public const int Count = 2000;

    // Equal counts give equal sums up to rounding, and a tie is not above.
    internal const double Tie = 1e-9;

    // So many people are as good as exact shares, and cost nothing to draw from.
    private const double MaxPeople = 1_000_000;

    public static ChanceLevel Sample(Distribution model, Distribution human, ulong seed)
    {
        var random = new Pcg32(seed, stream: 23);
        return human.Size is null or > MaxPeople
            ? Draw(model, human, random)
            : Split(model.WholeCounts(), human.WholeCounts(), random);
    }

    private static ChanceLevel Draw(Distribution model, Distribution human, Pcg32 random)
    {
        var size = (int)Math.Max(1, Math.Round(model.Size!.Value, MidpointRounding.AwayFromZero));
        var cumulative = new double[human.Values.Length];
        var sum = 0.0;
        for (var i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] = sum += human.Values[i];
        }
        var last = Array.FindLastIndex(human.Values, share => share > 0);
        int[] likely = [.. human.Values.Select(share => Math.Min(size, (int)(share * size) + 8))];
        var tally = new DrawTally(likely, (option, count) => ((double)count / size, human.Values[option]));
        var counts = new int[cumulative.Length];
        for (var draw = 0; draw < Count; draw++)
        {
            Array.Clear(counts);
            for (var i = 0; i < size; i++)
            {
                var at = Array.BinarySearch(cumulative, random.NextDouble());
                // An exact hit ends an option, so the next one begins there.
                counts[Math.Min(at < 0 ? ~at : at + 1, last)]++;
            }
            tally.Add(counts);
        }
        return tally.Level(ChanceBasis.Draws);
    }

    private static ChanceLevel Split(int[] model, int[] human, Pcg32 random)
    {
        int[] all = [.. model.Zip(human, (m, h) => m + h)];
        var (modelSize, humanSize) = (model.Sum(), human.Sum());
        var people = new int[modelSize + humanSize];
        for (int option = 0, at = 0; option < all.Length; at += all[option++])
        {
            Array.Fill(people, option, at, all[option]);
        }
        // The smaller group is drawn; the other is who is left.
        var fewer = Math.Min(modelSize, humanSize);
        var tally = new DrawTally(
            [.. all.Select(count => Math.Min(count, fewer))],
            (option, count) =>
                modelSize == fewer
                    ? ((double)count / modelSize, (double)(all[option] - count) / humanSize)
                    : ((double)(all[option] - count) / modelSize, (double)count / humanSize)
        );
        var drawn = new int[all.Length];
        for (var draw = 0; draw < Count; draw++)
        {
            Array.Clear(drawn);
            for (var i = 0; i < fewer; i++)
            {
                var j = i + random.Next(people.Length - i);
                (people[i], people[j]) = (people[j], people[i]);
                drawn[people[i]]++;
            }
            tally.Add(drawn);
        }
        return tally.Level(ChanceBasis.Splits);
    }
}
