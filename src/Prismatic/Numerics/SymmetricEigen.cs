using System.Numerics.Tensors;

namespace Prismatic.Numerics;

/// <summary>
/// Eigenvalues of a real symmetric matrix, and on request a few of its eigenvectors: Householder tridiagonalisation,
/// then root-free QL for the values and inverse iteration for the vectors.
/// </summary>
/// <remarks>O(4/3 d³) for the values, O(d²) more for each vector. The same bits for any number of threads.</remarks>
public sealed class SymmetricEigen
{
    private readonly Tridiagonalisation _reduced;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">d × d, row-major; only the lower triangle is read. Overwritten, and kept for the vectors.</param>
    /// <param name="size">d.</param>
    /// <param name="threads">Workers; 0 for one a core.</param>
    /// <param name="cancellation">Checked once a row.</param>
    public SymmetricEigen(double[] matrix, int size, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(matrix.Length, checked(size * size));
        _reduced = new Tridiagonalisation(matrix, size, RowBlocks.Threads(threads), cancellation);
        double[] values = [.. _reduced.Diagonal];
        TridiagonalValues.Find(values, [.. _reduced.OffDiagonal]);
        Array.Sort(values);
        Array.Reverse(values);
        Values = values;
    }

    /// <summary>Eigenvalues, descending.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Unit eigenvectors of the <paramref name="count"/> largest eigenvalues, in their order.</summary>
    public double[][] LargestVectors(int count)
    {
        count = Math.Min(count, Values.Count);
        var vectors = new double[count][];
        // Any start will do that is not blind to a direction; the seed makes it always the same one.
        var random = new Pcg32(0, 0x51E);
        var scale = Values.Count == 0 ? 0 : Math.Max(Math.Abs(Values[0]), Math.Abs(Values[^1]));
        for (var i = 0; i < count; i++)
        {
            vectors[i] = TridiagonalVector(i, vectors.AsSpan(0, i), scale, random);
        }
        Array.ForEach(vectors, vector => _reduced.Apply(vector));
        return vectors;
    }

    private double[] TridiagonalVector(int index, ReadOnlySpan<double[]> found, double scale, Pcg32 random)
    {
        const int Rounds = 4;
        var vector = new double[Values.Count];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = random.NextGaussian();
        }
        // Close eigenvalues share a space in which inverse iteration finds any direction: keep to what is left of it.
        var first = index;
        while (first > 0 && Values[first - 1] - Values[index] <= 1e-3 * scale)
        {
            first--;
        }
        for (var round = 0; round < Rounds; round++)
        {
            if (round > 0)
            {
                ShiftedTridiagonal.Solve(_reduced.Diagonal, _reduced.OffDiagonal, Values[index], scale, vector);
            }
            // Twice is enough (Kahan, Parlett): what rounding left of the others goes in the second pass.
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var other in found[first..])
                {
                    TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(other, vector), vector, vector);
                }
            }
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        }
        return vector;
    }
}
