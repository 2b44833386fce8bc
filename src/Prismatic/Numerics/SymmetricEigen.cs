using System.Numerics.Tensors;

namespace Prismatic.Numerics;

/// <summary>
/// Eigenvalues of a real symmetric matrix, and on request a few of its eigenvectors: Householder tridiagonalisation,
/// then root-free QL for the values and inverse iteration for the vectors.
/// </summary>
/// <remarks>O(4/3 d³) for the values, O(d²) more for each vector. The same bits for any number of threads.</remarks>
public sealed class SymmetricEigen
{
    private const double Epsilon = 1.0 / (1L << 52);
    private readonly Tridiagonalisation _reduced;
    private readonly Place[] _places;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">d × d, row-major; only the lower triangle is read. Overwritten, and kept for the vectors.</param>
    /// <param name="size">d.</param>
    /// <param name="threads">Workers; 0 for one a core.</param>
    /// <param name="cancellation">Checked once a row.</param>
    public SymmetricEigen(double[] matrix, int size, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(matrix.Length, checked(size * size));
        _reduced = new Tridiagonalisation(matrix, size, RowBlocks.Threads(threads), cancellation);
        for (var i = 0; i < size; i++)
        {
            var before = i > 0 ? Math.Abs(_reduced.OffDiagonal[i - 1]) : 0;
            Scale = Math.Max(Scale, Math.Abs(_reduced.Diagonal[i]) + Math.Abs(_reduced.OffDiagonal[i]) + before);
        }
        _places = FindValues();
        Values = Array.ConvertAll(_places, place => place.Value);
    }

    /// <summary>Eigenvalues, descending.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Unit eigenvectors of the <paramref name="count"/> largest eigenvalues, in their order.</summary>
    public double[][] LargestVectors(int count)
    {
        count = Math.Min(count, _places.Length);
        var vectors = new double[count][];
        // Any start will do that is not blind to a direction; the seed makes it always the same one.
        var random = new Pcg32(0, 0x51E);
        for (var i = 0; i < count; i++)
        {
            vectors[i] = TridiagonalVector(i, vectors, random);
        }
        Array.ForEach(vectors, vector => _reduced.Apply(vector));
        return vectors;
    }

    /// <summary>The blocks into which T falls have eigenvalues of their own; equal ones would confuse the iteration.</summary>
    private Place[] FindValues()
    {
        var (diagonal, offDiagonal) = (_reduced.Diagonal, _reduced.OffDiagonal);
        var places = new List<Place>(diagonal.Length);
        for (var (first, end) = (0, 0); first < diagonal.Length; first = end)
        {
            end = first + 1;
            while (end < diagonal.Length && Math.Abs(offDiagonal[end - 1]) > Epsilon * Scale)
            {
                end++;
            }
            double[] values = [.. diagonal.AsSpan(first, end - first)];
            double[] couplings = [.. offDiagonal.AsSpan(first, end - first)];
            TridiagonalValues.Find(values, couplings, Scale);
            foreach (var value in values)
            {
                places.Add(new Place(value, first, end));
            }
        }
        return [.. places.OrderByDescending(place => place.Value).ThenBy(place => place.First)];
    }

    /// <summary>Largest sum of magnitudes in a row of T: no eigenvalue lies beyond.</summary>
    private double Scale { get; }

    private double[] TridiagonalVector(int index, double[][] found, Pcg32 random)
    {
        const int Rounds = 4;
        var (value, first, end) = _places[index];
        var vector = new double[_places.Length];
        var block = vector.AsSpan(first, end - first);
        foreach (ref var element in block)
        {
            element = random.NextGaussian();
        }
        // Close eigenvalues share a space in which inverse iteration finds any direction: keep to what is left of it,
        // with a shift that is not quite the same.
        var close = new List<double[]>();
        for (var other = 0; other < index; other++)
        {
            if (_places[other].First == first && _places[other].Value - value <= 1e-3 * Scale)
            {
                close.Add(found[other]);
                value -= _places[other].Value - value <= 10 * Epsilon * Scale ? 10 * Epsilon * Scale : 0;
            }
        }
        for (var round = 0; round < Rounds; round++)
        {
            if (round > 0)
            {
                var (diagonal, offDiagonal) = (_reduced.Diagonal, _reduced.OffDiagonal);
                ShiftedTridiagonal.Solve(
                    diagonal.AsSpan(first..end),
                    offDiagonal.AsSpan(first..end),
                    value,
                    Scale,
                    block
                );
            }
            // Twice is enough (Kahan, Parlett): what rounding left of the others goes in the second pass.
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var other in close)
                {
                    TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(other, vector), vector, vector);
                }
            }
            TensorPrimitives.Divide(block, TensorPrimitives.Norm<double>(block), block);
        }
        return vector;
    }

    /// <summary>An eigenvalue, and the rows of T from First to before End that it belongs to.</summary>
    private readonly record struct Place(double Value, int First, int End);
}
