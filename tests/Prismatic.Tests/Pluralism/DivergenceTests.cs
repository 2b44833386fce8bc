using CsCheck;
using MathNet.Numerics.Distributions;
using Prismatic.Pluralism;

namespace Prismatic.Tests.Pluralism;

public sealed class DivergenceTests
{
    private static readonly Gen<double[]> Shares = Gen.Double[0, 1]
        .Array[1, 8]
        .Where(w => w.Sum() > 1e-3)
        .Select(Scaled);

    private static readonly Gen<(double[] P, double[] Q)> Pairs =
        from count in Gen.Int[1, 8]
        from p in Gen.Double[0, 1].Array[count].Where(w => w.Sum() > 1e-3)
        from q in Gen.Double[0, 1].Array[count].Where(w => w.Sum() > 1e-3)
        select (Scaled(p), Scaled(q));

    // algorithms: vector 9.
    [Fact]
    public void Distributions_without_a_common_option_are_1_apart_and_0_8326_in_natural_distance()
    {
        Assert.Equal(1, Divergence.JensenShannon([1, 0], [0, 1]), 15);
        Assert.Equal(1, Divergence.JensenShannonDistance([1, 0], [0, 1]), 15);
        Assert.Equal(0.8326, Divergence.JensenShannonDistance([1, 0], [0, 1], natural: true), 4);
    }

    // scipy.spatial.distance.jensenshannon([0.5, 0.5], [0.25, 0.75]) = 0.18393..., worked out by hand below.
    [Fact]
    public void A_divergence_worked_out_by_hand()
    {
        // m = (0.375, 0.625).
        var expected =
            (
                (0.5 * Math.Log2(0.5 / 0.375))
                + (0.5 * Math.Log2(0.5 / 0.625))
                + (0.25 * Math.Log2(0.25 / 0.375))
                + (0.75 * Math.Log2(0.75 / 0.625))
            ) / 2;
        Assert.Equal(expected, Divergence.JensenShannon([0.5, 0.5], [0.25, 0.75]), 14);
    }

    [Fact]
    public void Divergence_is_symmetric_within_0_and_1_and_its_distance_keeps_the_triangle() =>
        (from pair in Pairs from third in Gen.Double[0, 1].Array[pair.P.Length] select (pair, third)).Sample(input =>
        {
            var (p, q) = input.pair;
            var divergence = Divergence.JensenShannon(p, q);
            Assert.InRange(divergence, 0, 1);
            Assert.Equal(divergence, Divergence.JensenShannon(q, p), 12);
            if (input.third.Sum() > 1e-3)
            {
                var r = Scaled(input.third);
                Assert.True(
                    Divergence.JensenShannonDistance(p, q)
                        <= Divergence.JensenShannonDistance(p, r) + Divergence.JensenShannonDistance(r, q) + 1e-6
                );
            }
        });

    [Fact]
    public void Equal_distributions_are_exactly_0_apart() =>
        Shares.Sample(p =>
        {
            Assert.Equal(0, Divergence.JensenShannon(p, p));
            Assert.Equal(0, Divergence.EarthMovers(p, p));
        });

    [Fact]
    public void Entropy_is_that_of_the_number_of_options_at_most() =>
        Shares.Sample(p => Assert.InRange(Divergence.Entropy(p), 0, Math.Log2(p.Length) + 1e-12));

    [Fact]
    public void Entropy_of_even_shares_is_the_logarithm_of_their_number()
    {
        Assert.Equal(2, Divergence.Entropy([0.25, 0.25, 0.25, 0.25]), 12);
        Assert.Equal(0, Divergence.Entropy([0, 1, 0]));
    }

    [Fact]
    public void Earth_is_moved_by_steps_over_the_longest_way()
    {
        Assert.Equal(1, Divergence.EarthMovers([1, 0, 0, 0, 0], [0, 0, 0, 0, 1]), 15);
        Assert.Equal(0.25, Divergence.EarthMovers([1, 0, 0, 0, 0], [0, 1, 0, 0, 0]), 15);
        Assert.Equal(0.5, Divergence.EarthMovers([0.5, 0, 0.5], [0, 1, 0]), 15);
        Assert.Equal(0, Divergence.EarthMovers([1], [1]));
    }

    [Fact]
    public void Earth_movers_is_symmetric_within_0_and_1_and_the_same_from_the_other_end() =>
        Pairs.Sample(pair =>
        {
            var moved = Divergence.EarthMovers(pair.P, pair.Q);
            Assert.InRange(moved, 0, 1);
            Assert.Equal(moved, Divergence.EarthMovers(pair.Q, pair.P), 12);
            Assert.Equal(
                moved,
                Divergence.EarthMovers([.. pair.P.AsEnumerable().Reverse()], [.. pair.Q.AsEnumerable().Reverse()]),
                9
            );
        });

    [Fact]
    public void Distributions_over_different_options_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Divergence.JensenShannon([1], [0.5, 0.5]));
        Assert.Throws<ArgumentException>(() => Divergence.JensenShannon([], []));
    }

    [Fact]
    public void Points_of_chi_squared_are_those_of_another_library()
    {
        foreach (var degrees in (int[])[1, 2, 3, 5, 10, 49, 999])
        {
            var known = new ChiSquared(degrees);
            Assert.Equal(known.InverseCumulativeDistribution(0.95), ChiSquare.Quantile(0.95, degrees), 6);
            Assert.Equal(known.CumulativeDistribution(degrees * 0.7), ChiSquare.Below(degrees * 0.7, degrees), 9);
        }
    }

    private static double[] Scaled(double[] weights) => [.. weights.Select(weight => weight / weights.Sum())];
}
