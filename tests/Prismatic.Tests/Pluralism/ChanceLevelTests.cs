using CsCheck;
using Prismatic.Numerics;
using Prismatic.Pluralism;

namespace Prismatic.Tests.Pluralism;

public sealed class ChanceLevelTests
{
    private static readonly double[] Skewed = [0.6, 0.3, 0.08, 0.02];

    // algorithms, E: (m - 1) / 8n nats, with 1/n1 + 1/n2 where the reference is a sample too.
    [Fact]
    public void The_expected_divergence_of_large_samples_is_the_formula()
    {
        var model = Distribution.OfCounts([200, 100, 100]);
        var exact = ChanceLevel.Of(model, Distribution.OfShares([0.5, 0.25, 0.25]));
        Assert.Equal(ChanceBasis.Formula, exact.Basis);
        Assert.Equal(2 / (8 * 400.0) / Math.Log(2), exact.JensenShannon, 12);
        var sample = ChanceLevel.Of(model, Distribution.OfCounts([100, 50, 50]));
        Assert.Equal(2 / 8.0 * ((1 / 400.0) + (1 / 200.0)) / Math.Log(2), sample.JensenShannon, 12);
        // 5.9915 is the 95 % point of chi-squared with 2 degrees of freedom.
        Assert.Equal(5.9915 / 2 * sample.JensenShannon, sample.Limit, 5);
    }

    [Fact]
    public void Options_that_nobody_takes_do_not_raise_the_level()
    {
        var two = ChanceLevel.Of(Distribution.OfCounts([50, 50]), Distribution.OfCounts([60, 60]));
        var five = ChanceLevel.Of(Distribution.OfCounts([50, 0, 50, 0, 0]), Distribution.OfCounts([60, 0, 60, 0, 0]));
        Assert.Equal(two.JensenShannon, five.JensenShannon, 12);
        Assert.Equal(two.Limit, five.Limit, 12);
    }

    [Fact]
    public void Draws_and_formula_agree_where_samples_are_large()
    {
        var human = Distribution.OfShares([0.4, 0.35, 0.25]);
        Same(ChanceLevel.ByFormula(Sized(human, 400), human), ChanceDraws.Sample(Sized(human, 400), human, 1));
        Same(
            ChanceLevel.ByFormula(Sized(human, 400), Sized(human, 700)),
            ChanceDraws.Sample(Sized(human, 400), Sized(human, 700), 1)
        );

        static void Same(ChanceLevel formula, ChanceLevel drawn)
        {
            Assert.InRange(drawn.JensenShannon / formula.JensenShannon, 0.93, 1.07);
            Assert.InRange(drawn.Limit / formula.Limit, 0.88, 1.12);
            Assert.InRange(drawn.EarthMovers / formula.EarthMovers, 0.94, 1.06);
            Assert.Equal(formula.EntropyRatio!.Value, drawn.EntropyRatio!.Value, 0.002);
        }
    }

    // The property behind the flag: nothing but chance is flagged in at most about 1 of 20 cases, at any size.
    [Theory]
    [InlineData(5, 0)]
    [InlineData(10, 0)]
    [InlineData(40, 0)]
    [InlineData(1600, 0)]
    [InlineData(1, 30)]
    [InlineData(10, 10)]
    [InlineData(10, 1000)]
    [InlineData(60, 40)]
    [InlineData(1600, 1700)]
    public void Chance_alone_is_beyond_its_level_in_at_most_1_of_20(int modelSize, int humanSize)
    {
        const int trials = 400;
        var random = new Pcg32(7, (ulong)((modelSize * 10_000) + humanSize));
        var truth = Distribution.OfShares(Skewed);
        var flagged = 0;
        var excess = 0.0;
        for (var trial = 0; trial < trials; trial++)
        {
            var model = Draw(Skewed, modelSize, random);
            var human = humanSize == 0 ? truth : Draw(Skewed, humanSize, random);
            var comparison = DistributionComparison.Of(model, human, seed: (ulong)trial);
            flagged += comparison.IsBeyondChance ? 1 : 0;
            excess += comparison.JensenShannon - comparison.Chance.JensenShannon;
        }
        // Three standard errors of 5 % above; below, samples of few answers have few possible distances.
        Assert.InRange((double)flagged / trials, modelSize >= 40 ? 0.018 : 0, 0.085);
        Assert.InRange(excess / trials, -0.008, 0.008);
    }

    [Fact]
    public void What_differs_is_found()
    {
        var human = Distribution.OfCounts([500, 300, 200]);
        Assert.True(DistributionComparison.Of(Distribution.OfCounts([10, 0, 0]), human).IsBeyondChance);
        Assert.True(DistributionComparison.Of(Distribution.OfCounts([0, 0, 10]), human).IsBeyondChance);
        Assert.False(DistributionComparison.Of(Distribution.OfCounts([5, 3, 2]), human).IsBeyondChance);
    }

    [Fact]
    public void One_answer_or_one_person_proves_nothing_unless_it_is_impossible()
    {
        var human = Distribution.OfShares([0.9, 0.1, 0]);
        Assert.False(DistributionComparison.Of(Distribution.OfCounts([1, 0, 0]), human).IsBeyondChance);
        Assert.True(DistributionComparison.Of(Distribution.OfCounts([0, 0, 1]), human).IsBeyondChance);
        var one = Distribution.OfCounts([0, 0, 1]);
        Assert.False(DistributionComparison.Of(Distribution.OfCounts([1, 0, 0]), one).IsBeyondChance);
        Assert.False(DistributionComparison.Of(one, one).IsBeyondChance);
    }

    [Fact]
    public void Where_all_agree_there_is_no_chance_and_no_entropy_ratio()
    {
        var same = DistributionComparison.Of(Distribution.OfCounts([0, 12]), Distribution.OfCounts([0, 30]));
        Assert.Equal((0, 0, null), (same.JensenShannon, same.Chance.Limit, same.EntropyRatio));
        Assert.False(same.IsBeyondChance);
        Assert.True(same.ModesMatch);
        var exact = Distribution.OfShares([0, 1]);
        Assert.True(DistributionComparison.Of(Distribution.OfCounts([30, 0]), exact).IsBeyondChance);
        Assert.Equal(1, DistributionComparison.Of(Distribution.OfCounts([30, 0]), exact).JensenShannon, 12);
    }

    [Fact]
    public void The_level_is_the_same_for_the_same_seed_and_barely_another_for_another()
    {
        var (model, human) = (Distribution.OfCounts([3, 4, 2]), Distribution.OfCounts([30, 50, 20]));
        Assert.Equal(ChanceLevel.Of(model, human, 3), ChanceLevel.Of(model, human, 3));
        Assert.Equal(ChanceBasis.Splits, ChanceLevel.Of(model, human, 3).Basis);
        Assert.Equal(
            ChanceLevel.Of(model, human, 3).JensenShannon,
            ChanceLevel.Of(model, human, 4).JensenShannon,
            0.01
        );
    }

    [Fact]
    public void Order_of_options_changes_nothing_but_the_earth_moved() =>
        (from a in Gen.Int[0, 9].Array[4] from b in Gen.Int[0, 90].Array[4] select (a, b))
            .Where(input => input.a.Sum() > 0 && input.b.Sum() > 0)
            .Sample(
                input =>
                {
                    var model = Distribution.OfCounts([.. input.a.Select(count => (double)count)]);
                    var human = Distribution.OfCounts([.. input.b.Select(count => (double)count)]);
                    var forth = DistributionComparison.Of(model, human, [0, 1, 2, 3]);
                    var back = DistributionComparison.Of(model, human, [3, 2, 1, 0]);
                    var none = DistributionComparison.Of(model, human);
                    Assert.Equal(forth.EarthMovers!.Value, back.EarthMovers!.Value, 9);
                    Assert.Null(none.EarthMovers);
                    Assert.Equal(forth.JensenShannon, back.JensenShannon, 12);
                    Assert.Equal(forth.ModesMatch, none.ModesMatch);
                    Assert.InRange(forth.Chance.JensenShannon, 0, 1);
                    Assert.InRange(forth.Chance.Limit, 0, 1);
                },
                iter: 60
            );

    [Fact]
    public void Whole_counts_keep_whole_numbers_and_share_out_the_rest() =>
        Gen.Int[0, 40]
            .Array[1, 9]
            .Where(counts => counts.Sum() > 0)
            .Sample(counts =>
            {
                var distribution = Distribution.OfCounts([.. counts.Select(count => (double)count)]);
                Assert.Equal(counts, distribution.WholeCounts());
                var half = Distribution.OfCounts([.. counts.Select(count => (double)count)], counts.Sum() / 2.0);
                Assert.Equal(
                    Math.Max(1, (int)Math.Round(counts.Sum() / 2.0, MidpointRounding.AwayFromZero)),
                    half.WholeCounts().Sum()
                );
            });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Counts_that_are_none_are_refused(double bad)
    {
        Assert.Throws<ArgumentException>(() => Distribution.OfCounts([1, bad]));
        Assert.Throws<ArgumentException>(() => Distribution.OfShares([1, bad]));
        Assert.Throws<ArgumentException>(() => Distribution.OfShares([1, 1], bad));
        Assert.Throws<ArgumentException>(() => Distribution.OfCounts([0, 0]));
        Assert.Throws<ArgumentException>(() => Distribution.OfCounts([]));
    }

    private static Distribution Sized(Distribution shares, double size) => Distribution.OfShares(shares.Shares, size);

    private static Distribution Draw(double[] shares, int size, Pcg32 random)
    {
        var counts = new double[shares.Length];
        for (var i = 0; i < size; i++)
        {
            var (u, option) = (random.NextDouble(), 0);
            while (option < shares.Length - 1 && u >= shares[option])
            {
                u -= shares[option++];
            }
            counts[option]++;
        }
        return Distribution.OfCounts(counts);
    }
}
