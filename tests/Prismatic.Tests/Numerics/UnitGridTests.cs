using CsCheck;
using Prismatic.Numerics;

namespace Prismatic.Tests;

/// <summary>Vectors on the grid: near, and the same after another round.</summary>
public sealed class UnitGridTests
{
    [Fact]
    public void A_number_moves_by_half_a_step_at_most_and_then_stays()
    {
        Gen.Float[-1, 1]
            .Array[1, 40]
            .Sample(values =>
            {
                var grid = new short[values.Length];
                var wide = new float[values.Length];
                UnitGrid.Round(values, grid);
                UnitGrid.Widen(grid, wide);
                for (var i = 0; i < values.Length; i++)
                {
                    // 1 itself is the one number beyond the grid: it loses a whole step.
                    Assert.InRange(Math.Abs(values[i] - wide[i]), 0, values[i] > 0.99998 ? 1f / 32768 : 0.5f / 32768);
                }
                var again = new short[values.Length];
                UnitGrid.Round(wide, again);
                Assert.Equal(grid, again);
            });
    }

    [Fact]
    public void Length_is_that_of_the_widened_vector()
    {
        short[] grid = [-32768, 0, 0];
        Assert.Equal(1, UnitGrid.Length(grid));
        Assert.Equal(Math.Sqrt(3) / 32768, UnitGrid.Length([1, -1, 1]), 12);
    }
}
