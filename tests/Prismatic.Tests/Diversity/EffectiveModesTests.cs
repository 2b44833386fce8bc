using System.Numerics.Tensors;
using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Tests.Diversity;

public sealed class EffectiveModesTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(3)]
    public void Groups_are_modes_with_their_share_and_their_rows(int each)
    {
        // Shares 3 : 2 : 1 of three orthogonal directions; with 3 rows of a kind there are fewer rows than columns.
        var rows = new Matrix(each * 6, 40);
        for (var i = 0; i < rows.RowCount; i++)
        {
            rows[i][
                i < each * 3 ? 5
                : i < each * 5 ? 11
                : 20
            ] = 1;
        }
        var result = EffectiveModes.Of(new RowView(rows), 10, 2);
        Assert.Equal(3, result.Modes.Count);
        Assert.Equal([0.5, 1.0 / 3, 1.0 / 6], result.Modes.Select(mode => Math.Round(mode.Share, 12)), Near);
        Assert.Equal([0, 1], result.Modes[0].Examples.Select(example => example.Row));
        Assert.Equal([each * 3, (each * 3) + 1], result.Modes[1].Examples.Select(example => example.Row));
        Assert.All(result.Modes, mode => Assert.Equal(1, mode.Examples[0].Projection, 1e-6));
        Assert.Equal(1, Math.Abs(result.Modes[2].Direction[20]), 1e-6);
    }

    [Fact]
    public void Rows_at_the_two_ends_of_a_mode_have_opposite_signs()
    {
        var rows = new Matrix(4, 3);
        rows[0][1] = -1;
        rows[1][1] = 1;
        rows[2][1] = 1;
        rows[3][0] = 1;
        var mode = EffectiveModes.Of(new RowView(rows), 1, 3).Modes[0];
        Assert.Equal(0.75, mode.Share, 1e-12);
        Assert.Equal(
            [new ModeExample(0, 1), new ModeExample(1, -1), new ModeExample(2, -1)],
            mode.Examples.Select(example => example with { Projection = MathF.Round(example.Projection, 5) })
        );
    }

    [Theory]
    [InlineData(200, 30)]
    [InlineData(20, 30)]
    public void The_share_is_the_mean_squared_projection(int rowCount, int columnCount)
    {
        var rows = GoldenInputs.RandomUnitRows(rowCount, columnCount, 3);
        var result = EffectiveModes.Of(new RowView(rows), 4, rowCount);
        Assert.Equal(VendiScore.Of(rows).Order1, result.Score.Order1, 1e-12);
        foreach (var mode in result.Modes)
        {
            Assert.Equal(1, TensorPrimitives.Norm<float>(mode.Direction), 1e-5);
            Assert.Equal(mode.Share, mode.Examples.Average(e => (double)e.Projection * e.Projection), 1e-6);
            Assert.Equal(rowCount, mode.Examples.Select(example => example.Row).Distinct().Count());
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
