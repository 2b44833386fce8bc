using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>What charts are drawn of, made by hand: the curves of a set with a few large groups.</summary>
internal static class SampleCharts
{
    public static SpectrumSummary Spectrum()
    {
        int[] ranks = [1, 2, 3, 4, 5, 6, 8, 11, 16, 24, 40, 64, 128, 256, 512, 1024];
        return new SpectrumSummary
        {
            Modes = 1024,
            Half = 57,
            Points =
            [
                .. ranks.Select(rank => new SpectrumPoint
                {
                    Rank = rank,
                    Share = Math.Round(0.1063 / Math.Pow(rank, 0.83), 6),
                    Cumulative = Math.Round(0.1063 + (0.8937 * Math.Log(rank) / Math.Log(1024)), 4),
                }),
            ],
        };
    }

    public static HistogramSummary Similarities()
    {
        long[] counts = [2, 9, 31, 77, 140, 201, 240, 211, 149, 90, 44, 21, 9, 4, 0, 2];
        return new HistogramSummary
        {
            Count = counts.Sum(),
            Least = 0.2212,
            Median = 0.5413,
            Greatest = 1,
            Bins =
            [
                .. counts.Select(
                    (count, i) =>
                        new HistogramBin
                        {
                            From = Math.Round(0.2 + (i * 0.05), 2),
                            To = Math.Round(0.25 + (i * 0.05), 2),
                            Count = count,
                        }
                ),
            ],
        };
    }

    public static HistogramSummary Lengths()
    {
        (int From, int To, long Count)[] bins =
        [
            (10, 14, 12),
            (15, 19, 88),
            (20, 29, 412),
            (30, 49, 503),
            (50, 69, 166),
            (70, 99, 40),
            (100, 149, 9),
        ];
        return new HistogramSummary
        {
            Count = bins.Sum(bin => bin.Count),
            Least = 11,
            Median = 33,
            Greatest = 131,
            Bins =
            [
                .. bins.Select(bin => new HistogramBin
                {
                    From = bin.From,
                    To = bin.To,
                    Count = bin.Count,
                }),
            ],
        };
    }
}
