namespace Prismatic.Numerics;

/// <summary>One step of inverse iteration: solves (T - shift I) x = b by elimination with row exchanges.</summary>
internal static class ShiftedTridiagonal
{
    /// <summary>Overwrites <paramref name="vector"/> (b) with x, scaled: a nearly singular system has a long solution.</summary>
    public static void Solve(
        ReadOnlySpan<double> diagonal,
        ReadOnlySpan<double> offDiagonal,
        double shift,
        double scale,
        Span<double> vector
    )
    {
        var n = diagonal.Length;
        // A pivot of 0 means the shift is exact; the last bit instead gives the vector just as well.
        var tiny = Math.Max(scale * (double.BitIncrement(1) - 1), 1e-290);
        var (main, upper, second) = (new double[n], new double[n], new double[n]);
        var (pivot, next) = (diagonal[0] - shift, n > 1 ? offDiagonal[0] : 0);
        for (var i = 0; i + 1 < n; i++)
        {
            var below = offDiagonal[i];
            var (belowMain, belowUpper) = (diagonal[i + 1] - shift, i + 2 < n ? offDiagonal[i + 1] : 0);
            if (Math.Abs(below) > Math.Abs(pivot))
            {
                (main[i], upper[i], second[i]) = (below, belowMain, belowUpper);
                var factor = pivot / below;
                (vector[i], vector[i + 1]) = (vector[i + 1], vector[i] - (factor * vector[i + 1]));
                (pivot, next) = (next - (factor * belowMain), -factor * belowUpper);
            }
            else
            {
                pivot = Math.Abs(pivot) < tiny ? Math.CopySign(tiny, pivot) : pivot;
                (main[i], upper[i]) = (pivot, next);
                var factor = below / pivot;
                vector[i + 1] -= factor * vector[i];
                (pivot, next) = (belowMain - (factor * next), belowUpper);
            }
        }
        main[n - 1] = Math.Abs(pivot) < tiny ? Math.CopySign(tiny, pivot) : pivot;
        for (var i = n - 1; i >= 0; i--)
        {
            var value = vector[i];
            value -= i + 1 < n ? upper[i] * vector[i + 1] : 0;
            value -= i + 2 < n ? second[i] * vector[i + 2] : 0;
            vector[i] = value / main[i];
        }
    }
}
