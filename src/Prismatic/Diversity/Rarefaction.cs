using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Diversity;

/// <summary>Scores of random subsets of equal size: the only fair way to compare sets of different size.</summary>
public static class Rarefaction
{
    /// <summary>Draws subsets without replacement and scores each.</summary>
    /// <param name="rows">n × d, unit rows.</param>
    /// <param name="count">Rows of each subset, at least 1; all rows when there are fewer.</param>
    /// <param name="draws">Subsets; one is enough when it holds all rows.</param>
    /// <param name="seed">Of the first draw; each draw has its own sequence.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="progress">"rarefaction", in draws.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <exception cref="PrismaticException">No rows, or a row that is not finite or not of unit length.</exception>
    public static RarefactionResult Run(
        RowView rows,
        int count,
        int draws = 10,
        ulong seed = 0,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        count = Math.Min(count, rows.RowCount);
        draws = count == rows.RowCount ? 1 : draws;
        var scores = new List<VendiResult>(draws);
        for (var draw = 0; draw < draws; draw++)
        {
            progress?.Report(new StageProgress("rarefaction", draw, draws, "draws"));
            var subset = count == rows.RowCount ? rows : rows.Select(Sample(rows.RowCount, count, seed, draw));
            scores.Add(VendiScore.Of(subset, settings, cancellation));
        }
        progress?.Report(new StageProgress("rarefaction", draws, draws, "draws"));
        return new RarefactionResult(count, scores);
    }

    /// <summary>The rows of one draw, ascending; the same for the same numbers.</summary>
    /// <param name="rowCount">Rows there are.</param>
    /// <param name="count">Rows wanted, at most as many.</param>
    /// <param name="seed">Of the first draw.</param>
    /// <param name="draw">Which draw, from 0.</param>
    public static int[] Sample(int rowCount, int count, ulong seed, int draw)
    {
        int[] all = [.. Enumerable.Range(0, rowCount)];
        new Pcg32(seed, 0x7A7E + (ulong)draw).Shuffle<int>(all);
        var chosen = all[..count];
        Array.Sort(chosen);
        return chosen;
    }
}

/// <summary>Scores of equally large random subsets.</summary>
/// <param name="Count">Rows of each subset.</param>
/// <param name="Draws">One result a subset, in the order drawn.</param>
public sealed record RarefactionResult(int Count, IReadOnlyList<VendiResult> Draws)
{
    /// <summary>Mean and spread of order 1.</summary>
    public MeanAndSpread Order1 => MeanAndSpread.Of(Draws.Select(draw => draw.Order1));

    /// <summary>Mean and spread of order 2.</summary>
    public MeanAndSpread Order2 => MeanAndSpread.Of(Draws.Select(draw => draw.Order2));

    /// <summary>Mean and spread of order infinity.</summary>
    public MeanAndSpread OrderInfinity => MeanAndSpread.Of(Draws.Select(draw => draw.OrderInfinity));
}

/// <summary>Of several draws of one number.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Spread">Standard deviation of the sample (n - 1); 0 for one draw.</param>
public readonly record struct MeanAndSpread(double Mean, double Spread)
{
    /// <summary>Of at least one value.</summary>
    public static MeanAndSpread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        var squares = all.Sum(value => (value - mean) * (value - mean));
        return new MeanAndSpread(mean, all.Length > 1 ? Math.Sqrt(squares / (all.Length - 1)) : 0);
    }
}
