using Prismatic.Diversity;

namespace Prismatic.Reports;

/// <summary>Takes from a spectrum of up to thousands of eigenvalues the few that draw its curve.</summary>
internal static class SpectrumBuilder
{
    private const int Each = 16;
    private const double Growth = 1.19;
    private const double Smallest = 5e-7;

    public static SpectrumSummary Of(VendiResult score)
    {
        // What rounds to nothing is the arithmetic's, not the rows'.
        double[] values = [.. score.Eigenvalues.TakeWhile(value => value >= Smallest)];
        var sums = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            sums[i] = values[i] + (i > 0 ? sums[i - 1] : 0);
        }
        return new SpectrumSummary
        {
            Modes = values.Length,
            Half = Array.FindIndex(sums, sum => sum >= 0.5 - 1e-9) + 1,
            Points =
            [
                .. Ranks(values.Length)
                    .Select(rank => new SpectrumPoint
                    {
                        Rank = rank,
                        Share = Rounded.Small(values[rank - 1]),
                        Cumulative = Rounded.Share(Math.Min(1, sums[rank - 1])),
                    }),
            ],
        };
    }

    private static IEnumerable<int> Ranks(int count)
    {
        var rank = 1;
        while (rank < count)
        {
            yield return rank;
            rank = rank < Each ? rank + 1 : Math.Max(rank + 1, (int)(rank * Growth));
        }
        if (count > 0)
        {
            yield return count;
        }
    }
}
