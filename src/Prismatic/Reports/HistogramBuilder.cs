namespace Prismatic.Reports;

/// <summary>Sorts values into few bins that a reader finds natural.</summary>
public static class HistogramBuilder
{
    private const int MostBins = 24;
    private const int LongTail = 6;
    private const int SimilarityBins = 20;

    private static readonly int[] Widths = [1, 2, 5];

    // Where a few values are far above the others, bins grow with them: texts of 20 and 30 words differ, those of 1,020 and 1,030 do not.
    private static readonly int[] Steps = [10, 15, 20, 30, 50, 70];

    /// <summary>
    /// Whole numbers, not negative: at most 24 bins of one width of 1, 2 or 5 times a power of ten; where the greatest is above six times
    /// the median, bins that begin at 0, 10, 15, 20, 30, 50, 70 and ten times these.
    /// </summary>
    /// <returns>Null of no values.</returns>
    public static HistogramSummary? OfCounts(IEnumerable<int> values)
    {
        int[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            return null;
        }
        var (least, greatest) = (sorted[0], sorted[^1]);
        var median = sorted[(sorted.Length - 1) / 2];
        // Where each bin begins, and where the last one ends.
        var hasTail = greatest >= MostBins && greatest > (long)LongTail * median;
        var borders = hasTail ? Ladder(least, greatest) : Even(least, greatest);
        var bins = borders
            .Zip(borders.Skip(1))
            .Select(border => new HistogramBin
            {
                From = border.First,
                To = border.Second - 1,
                Count = sorted.LongCount(value => value >= border.First && value < border.Second),
            });
        return new HistogramSummary
        {
            Count = sorted.Length,
            Least = least,
            Median = median,
            Greatest = greatest,
            Bins = [.. bins],
        };
    }

    /// <summary>Cosines: twenty bins from 0 to 1; the first holds what is below 0 too, the last holds 1.</summary>
    /// <returns>Null of no values.</returns>
    public static HistogramSummary? OfSimilarities(IReadOnlyList<float> values)
    {
        if (values.Count == 0)
        {
            return null;
        }
        var counts = new long[SimilarityBins];
        foreach (var value in values)
        {
            // A cosine of 0.8 is 0.79999 to some machines, and belongs with the others.
            counts[Math.Clamp((int)((value + 1e-5) * SimilarityBins), 0, SimilarityBins - 1)]++;
        }
        float[] sorted = [.. values.Order()];
        var (first, last) = (Array.FindIndex(counts, c => c > 0), Array.FindLastIndex(counts, c => c > 0));
        return new HistogramSummary
        {
            Count = values.Count,
            Least = Rounded.Share(sorted[0]),
            Median = Rounded.Share(sorted[(sorted.Length - 1) / 2]),
            Greatest = Rounded.Share(sorted[^1]),
            Bins =
            [
                .. Enumerable
                    .Range(first, last - first + 1)
                    .Select(bin => new HistogramBin
                    {
                        From = Rounded.Share((double)bin / SimilarityBins),
                        To = Rounded.Share((bin + 1.0) / SimilarityBins),
                        Count = counts[bin],
                    }),
            ],
        };
    }

    private static long[] Even(int least, int greatest)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (var width in Widths.Select(width => width * power))
            {
                var (first, last) = (least / width, greatest / width);
                if (last - first < MostBins)
                {
                    return [.. Enumerable.Range(0, (int)(last - first) + 2).Select(bin => (first + bin) * width)];
                }
            }
        }
    }

    // From the last step that is not above the least value to the first that is above the greatest.
    private static long[] Ladder(int least, int greatest)
    {
        List<long> borders = [0];
        for (long power = 1; borders[^1] <= greatest; power *= 10)
        {
            borders.AddRange(Steps.Select(step => step * power));
        }
        var (first, last) = (
            borders.FindLastIndex(border => border <= least),
            borders.FindIndex(border => border > greatest)
        );
        return [.. borders[first..(last + 1)]];
    }
}
