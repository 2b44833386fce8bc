using System.Numerics.Tensors;

namespace Prismatic.Numerics;

/// <summary>
/// Unit vectors on the grid of multiples of 1/32768: two bytes a number, and sums of products of such vectors are sums of
/// integers, which come out the same in any order.
/// </summary>
/// <remarks>
/// A vector on the grid has length 1 within sqrt(d) / 65536 (5e-4 at 1024 dimensions, and 1e-5 as a rule). It is not scaled
/// again: that would leave the grid.
/// </remarks>
public static class UnitGrid
{
    private const float Steps = 32768;

    /// <summary>Rounds to the grid, ties to even; 1 becomes the largest number there is below it.</summary>
    public static void Round(ReadOnlySpan<float> unit, Span<short> grid)
    {
        for (var i = 0; i < unit.Length; i++)
        {
            grid[i] = (short)Math.Clamp(MathF.Round(unit[i] * Steps), short.MinValue, short.MaxValue);
        }
    }

    /// <summary>The numbers the grid stands for, exactly.</summary>
    public static void Widen(ReadOnlySpan<short> grid, Span<float> unit)
    {
        TensorPrimitives.ConvertTruncating(grid, unit);
        TensorPrimitives.Multiply(unit[..grid.Length], 1 / Steps, unit);
    }

    /// <summary>Length of what the grid stands for.</summary>
    public static double Length(ReadOnlySpan<short> grid)
    {
        long squares = 0;
        foreach (var value in grid)
        {
            squares += (long)value * value;
        }
        return Math.Sqrt(squares) / Steps;
    }
}
