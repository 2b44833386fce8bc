using Prismatic.Diversity;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Comparing;

/// <summary>How added rows compare with rows of the kind that was there.</summary>
public enum GainReading
{
    /// <summary>They add less than as many of BASE's own rows, beyond chance.</summary>
    Narrower,

    /// <summary>Chance would explain what they add.</summary>
    Alike,

    /// <summary>They add more, beyond chance.</summary>
    Wider,
}

/// <summary>What added rows bring to a pool beside what as many rows of the pool's own kind would.</summary>
/// <param name="Rows">h, rows that are brought in each draw.</param>
/// <param name="PoolRows">Rows of BASE they are brought to.</param>
/// <param name="Added">Of each draw: effective rows that h added rows bring.</param>
/// <param name="Chance">Of each draw: effective rows that the h rows of BASE that were held back bring.</param>
public sealed record PoolGain(int Rows, int PoolRows, IReadOnlyList<double> Added, IReadOnlyList<double> Chance)
{
    private const ulong Stream = 0x706F6F6C;
    private const double Errors = 2;

    /// <summary>Over the draws.</summary>
    public MeanAndSpread AddedGain => MeanAndSpread.Of(Added);

    /// <summary>The chance level.</summary>
    public MeanAndSpread ChanceGain => MeanAndSpread.Of(Chance);

    /// <summary>Beyond two standard deviations of the chance level, and beyond the digits a report states.</summary>
    public GainReading Reading
    {
        get
        {
            const double Digits = 0.005;
            var limit = Math.Max(Digits, Errors * ChanceGain.Spread);
            var more = AddedGain.Mean - ChanceGain.Mean;
            return more < -limit ? GainReading.Narrower
                : more > limit ? GainReading.Wider
                : GainReading.Alike;
        }
    }

    /// <summary>What is added over the chance level; null where that is not clearly above 0.</summary>
    public double? ShareOfChance =>
        ChanceGain.Mean > Math.Max(0.05, Errors * ChanceGain.Spread) ? AddedGain.Mean / ChanceGain.Mean : null;

    /// <summary>
    /// In each draw h rows of BASE are held back; the rest is the pool. Once these h rows are brought to it, once h added rows, both at the
    /// same number of rows. h is the number of added rows, at most half of BASE; then h of them are drawn.
    /// </summary>
    /// <param name="rows">Unit rows of <paramref name="union"/>, n × d.</param>
    /// <param name="union">Which is which.</param>
    /// <param name="repeats">
    /// For added rows that repeat a row of BASE, its place: where that row is held back, the repeat would look new by accident, and a row of
    /// the pool is repeated in its stead.
    /// </param>
    /// <param name="baseScore">Effective number of BASE.</param>
    /// <param name="draws">How many draws, at least 1.</param>
    /// <param name="seed">Of the draws, which depend on texts and not on the order of rows.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="progress">"what added rows bring", in draws.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <returns>Null where nothing was added, or BASE has less than two rows.</returns>
    /// <remarks>Two scores a draw: see <see cref="VendiScore"/> for their cost.</remarks>
    public static PoolGain? Measure(
        RowView rows,
        RowUnion union,
        IReadOnlyDictionary<int, int> repeats,
        double baseScore,
        int draws,
        ulong seed,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var (pool, brought) = (union.BaseNumbers.Count, Math.Min(union.Added.Count, union.BaseNumbers.Count / 2));
        if (brought == 0)
        {
            return null;
        }
        var (added, chance) = (new double[draws], new double[draws]);
        for (var draw = 0; draw < draws; draw++)
        {
            progress?.Report(new StageProgress("what added rows bring", draw, draws, "draws"));
            var drawSeed = Pcg32.Hash(seed ^ Stream, (ulong)draw);
            var drawn = Ordered(Enumerable.Range(0, pool), union, drawSeed);
            var (held, rest) = (drawn[..brought].ToHashSet(), drawn[brought..]);
            var news = Ordered(union.Added, union, drawSeed)[..brought];
            for (var i = 0; i < news.Length; i++)
            {
                if (repeats.TryGetValue(news[i], out var of) && held.Contains(of))
                {
                    news[i] = rest[i % rest.Length];
                }
            }
            var without = VendiScore.Of(rows.Select(rest), settings, cancellation).Order1;
            chance[draw] = baseScore - without;
            added[draw] = VendiScore.Of(rows.Select([.. rest, .. news]), settings, cancellation).Order1 - without;
        }
        progress?.Report(new StageProgress("what added rows bring", draws, draws, "draws"));
        return new PoolGain(brought, pool - brought, added, chance);
    }

    private static int[] Ordered(IEnumerable<int> places, RowUnion union, ulong seed) =>
        [.. places.OrderBy(place => Pcg32.Hash(seed, union.Hashes[place])).ThenBy(place => place)];
}
