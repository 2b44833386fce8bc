using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Tests.Diversity;

public sealed class RarefactionTests
{
    [Fact]
    public void Equally_diverse_sets_of_different_size_score_alike_at_equal_size()
    {
        var small = new RowView(GoldenInputs.RandomUnitRows(300, 50, 1));
        var large = new RowView(GoldenInputs.RandomUnitRows(2000, 50, 2));
        Assert.True(VendiScore.Of(large).Order1 > VendiScore.Of(small).Order1 + 2);
        var (a, b) = (Rarefaction.Run(small, 100), Rarefaction.Run(large, 100));
        Assert.Equal(100, a.Count);
        Assert.Equal(10, a.Draws.Count);
        Assert.Equal(a.Order1.Mean, b.Order1.Mean, 0.5);
        Assert.Equal(VendiCeiling.Of(100, 50).Order1, b.Order1.Mean, 0.5);
        Assert.True(a.Order1.Spread is > 0 and < 0.5);
    }

    [Fact]
    public void Draws_differ_and_come_back_with_their_seed()
    {
        var rows = new RowView(GoldenInputs.RandomUnitRows(200, 20, 1));
        double[] Scores(ulong seed) => [.. Rarefaction.Run(rows, 60, 5, seed).Draws.Select(draw => draw.Order1)];
        Assert.Equal(5, Scores(1).Distinct().Count());
        Assert.Equal(Scores(1), Scores(1));
        Assert.Empty(Scores(1).Intersect(Scores(2)));
    }

    [Fact]
    public void Asking_for_all_rows_scores_the_set_itself_once()
    {
        var rows = new RowView(GoldenInputs.RandomUnitRows(50, 20, 1));
        var result = Rarefaction.Run(rows, 80);
        Assert.Equal(50, result.Count);
        Assert.Equal(VendiScore.Of(rows).Order1, Assert.Single(result.Draws).Order1);
        Assert.Equal(0, result.Order1.Spread);
    }

    [Fact]
    public void The_spread_is_the_standard_deviation_of_a_sample()
    {
        var result = MeanAndSpread.Of([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.Equal(5, result.Mean);
        Assert.Equal(Math.Sqrt(32.0 / 7), result.Spread, 1e-12);
    }
}
