using CsCheck;
using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Tests.Diversity;

/// <summary>Rows of unequal weight.</summary>
public sealed class WeightedVendiTests
{
    [Fact]
    public void A_whole_weight_is_a_row_repeated_so_often() =>
        (
            from n in Gen.Int[1, 20]
            from d in Gen.Int[1, 30]
            from seed in Gen.ULong
            from weights in Gen.Int[0, 4].Array[n]
            where weights.Sum() > 0
            select (n, d, seed, weights)
        ).Sample(
            input =>
            {
                var rows = GoldenInputs.RandomUnitRows(input.n, input.d, input.seed);
                int[] repeated = [.. input.weights.SelectMany((weight, i) => Enumerable.Repeat(i, weight))];
                var expected = VendiScore.Of(new RowView(rows, repeated));
                var score = VendiScore.Of(new RowView(rows), [.. input.weights.Select(w => (double)w)]);
                Assert.Equal(expected.Order1, score.Order1, 1e-5 * expected.Order1);
                Assert.Equal(expected.Order2, score.Order2, 1e-5 * expected.Order2);
                Assert.Equal(expected.OrderInfinity, score.OrderInfinity, 1e-5 * expected.OrderInfinity);
            },
            iter: 60
        );

    [Fact]
    public void Equal_weights_of_any_size_change_nothing()
    {
        var rows = GoldenInputs.RandomUnitRows(40, 10, 3);
        double[] weights = [.. Enumerable.Repeat(17.5, 40)];
        Assert.Equal(VendiScore.Of(rows).Order1, VendiScore.Of(new RowView(rows), weights).Order1, 1e-6);
    }

    [Fact]
    public void Distinct_rows_score_the_exponential_of_the_entropy_of_their_weights()
    {
        var identity = new Matrix(3, 3);
        for (var i = 0; i < 3; i++)
        {
            identity[i][i] = 1;
        }
        double[] weights = [5, 3, 2];
        var entropy = -weights.Sum(w => w / 10 * Math.Log(w / 10));
        Assert.Equal(Math.Exp(entropy), VendiScore.Of(new RowView(identity), weights).Order1, 1e-6);
    }

    [Fact]
    public void Weights_that_are_none_are_refused()
    {
        var rows = new RowView(GoldenInputs.RandomUnitRows(3, 4, 1));
        double[][] faulty =
        [
            [1, 1],
            [1, 1, -1],
            [1, double.NaN, 1],
            [1, double.PositiveInfinity, 1],
            [0, 0, 0],
        ];
        Assert.All(faulty, weights => Assert.Throws<ArgumentException>(() => VendiScore.Of(rows, weights)));
    }
}
