namespace Prismatic.Numerics;

/// <summary>Eigenvalues of a symmetric tridiagonal matrix by root-free QL (Pal, Walker and Kahan; Parlett 1980, 8-15).</summary>
internal static class TridiagonalValues
{
    private const int SweepsEach = 60;

    /// <summary>Finds the eigenvalues, unsorted, in place of <paramref name="diagonal"/>.</summary>
    /// <param name="diagonal">n.</param>
    /// <param name="offDiagonal">n; element i couples i and i + 1, the last is not used. Destroyed.</param>
    /// <param name="scale">Of the whole matrix: its last bit is the precision.</param>
    /// <exception cref="ArithmeticException">No convergence: the matrix is not finite.</exception>
    public static void Find(Span<double> diagonal, Span<double> offDiagonal, double scale)
    {
        for (var i = 0; i < offDiagonal.Length; i++)
        {
            offDiagonal[i] *= offDiagonal[i];
        }
        // Couplings below this move no eigenvalue by more than the last bit of the largest.
        var negligible = Math.Pow((double.BitIncrement(1) - 1) * scale, 2);
        var sweeps = SweepsEach * (diagonal.Length + 1);
        for (var first = 0; first < diagonal.Length; )
        {
            var last = first;
            while (last + 1 < diagonal.Length && offDiagonal[last] > negligible)
            {
                last++;
            }
            if (last == first)
            {
                first++;
            }
            else if (sweeps-- == 0)
            {
                throw new ArithmeticException("No convergence of the eigenvalues; the matrix is not finite.");
            }
            else
            {
                Sweep(diagonal[first..(last + 1)], offDiagonal[first..(last + 1)]);
            }
        }
    }

    /// <summary>One QL sweep with Wilkinson's shift over an unreduced block; squares of the couplings throughout.</summary>
    private static void Sweep(Span<double> diagonal, Span<double> squares)
    {
        var root = Math.Sqrt(squares[0]);
        var half = (diagonal[1] - diagonal[0]) / (2 * root);
        var shift = diagonal[0] - (root / (half + Math.CopySign(Math.Sqrt((half * half) + 1), half)));
        var (cosine, sine) = (1.0, 0.0);
        var gamma = diagonal[^1] - shift;
        var p = gamma * gamma;
        for (var i = diagonal.Length - 2; i >= 0; i--)
        {
            var square = squares[i];
            var r = p + square;
            if (i + 2 < diagonal.Length)
            {
                squares[i + 1] = sine * r;
            }
            var oldCosine = cosine;
            // r = 0 only when both parts are: the rotation is then the identity.
            (cosine, sine) = r > 0 ? (p / r, square / r) : (1, 0);
            var oldGamma = gamma;
            gamma = (cosine * (diagonal[i] - shift)) - (sine * oldGamma);
            diagonal[i + 1] = oldGamma + (diagonal[i] - gamma);
            p = cosine > 0 ? gamma * gamma / cosine : oldCosine * square;
        }
        squares[0] = sine * p;
        diagonal[0] = shift + gamma;
    }
}
