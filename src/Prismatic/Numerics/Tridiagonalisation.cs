using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Prismatic.Numerics;

/// <summary>
/// Householder reduction of a symmetric matrix to tridiagonal form, last row first. The rank-two update of one step and
/// the matrix-vector product of the next go over the matrix together: it is read and written once a step, and memory is
/// what the reduction waits for.
/// </summary>
internal sealed class Tridiagonalisation
{
    // Parts of the triangle that run side by side. Fixed, so that sums never depend on the number of threads.
    private const int Parts = 8;

    // Below this size handing out work costs more than the work.
    private const int ParallelFrom = 256;
    private readonly double[] _matrix;
    private readonly int _size;
    private readonly double[] _halfSquares;
    private readonly double[][] _partial;
    private double[] _oldReflector;
    private double[] _oldUpdate;
    private double[] _reflector;
    private double[] _update;

    public Tridiagonalisation(double[] matrix, int size, int threads, CancellationToken cancellation)
    {
        (_matrix, _size) = (matrix, size);
        (Diagonal, OffDiagonal, _halfSquares) = (new double[size], new double[size], new double[size]);
        (_oldReflector, _oldUpdate) = (new double[size], new double[size]);
        (_reflector, _update) = (new double[size], new double[size]);
        _partial = [.. Enumerable.Range(0, Parts).Select(_ => new double[size])];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(threads, Parts) };
        for (var row = size - 1; row >= 0; row--)
        {
            cancellation.ThrowIfCancellationRequested();
            Reflect(row);
            if (threads > 1 && row >= ParallelFrom)
            {
                Parallel.For(0, Parts, parallel, part => UpdateAndMultiply(row, part));
            }
            else
            {
                for (var part = 0; part < Parts; part++)
                {
                    UpdateAndMultiply(row, part);
                }
            }
            PrepareUpdate(row);
        }
    }

    /// <summary>Of T, n.</summary>
    public double[] Diagonal { get; }

    /// <summary>Of T: element i couples i and i + 1; n, the last is 0.</summary>
    public double[] OffDiagonal { get; }

    /// <summary>Turns an eigenvector of T into one of the matrix, in place.</summary>
    public void Apply(Span<double> vector)
    {
        for (var row = 1; row < _size; row++)
        {
            if (_halfSquares[row] > 0)
            {
                var reflector = _matrix.AsSpan(row * _size, row);
                var factor = -TensorPrimitives.Dot<double>(reflector, vector[..row]) / _halfSquares[row];
                TensorPrimitives.MultiplyAdd(reflector, factor, vector[..row], vector[..row]);
            }
        }
    }

    /// <summary>Brings one row up to date and makes of it the reflector that clears it, which stays in its place.</summary>
    private void Reflect(int row)
    {
        var values = _matrix.AsSpan(row * _size, row + 1);
        TensorPrimitives.MultiplyAdd(_oldUpdate.AsSpan(0, row + 1), -_oldReflector[row], values, values);
        TensorPrimitives.MultiplyAdd(_oldReflector.AsSpan(0, row + 1), -_oldUpdate[row], values, values);
        Diagonal[row] = values[row];
        values = values[..row];
        if (row == 0)
        {
            return;
        }
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(values));
        var norm = largest > 0 ? largest * ScaledNorm(values, largest) : 0;
        // Squares that vanish would leave a reflector without direction; such a row is cleared already.
        if (norm * norm < 1e-290)
        {
            (OffDiagonal[row - 1], _halfSquares[row]) = (values[row - 1], 0);
            _reflector.AsSpan(0, row).Clear();
            return;
        }
        var last = values[row - 1];
        var beta = -Math.CopySign(norm, last);
        values[row - 1] = last - beta;
        (OffDiagonal[row - 1], _halfSquares[row]) = (beta, (norm * norm) - (last * beta));
        values.CopyTo(_reflector);
    }

    private static double ScaledNorm(ReadOnlySpan<double> values, double largest)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value / largest * (value / largest);
        }
        return Math.Sqrt(sum);
    }

    /// <summary>Applies the previous step to some of the rows above, and multiplies them by the new reflector.</summary>
    private void UpdateAndMultiply(int size, int part)
    {
        var (first, end) = (Border(size, part), Border(size, part + 1));
        var product = _partial[part];
        product.AsSpan(0, end).Clear();
        var row = first;
        for (; row + 4 <= end; row += 4)
        {
            FourRows(row, product);
        }
        for (; row < end; row++)
        {
            Tail(row, 0, product);
        }
    }

    /// <summary>Equal areas of the triangle.</summary>
    private static int Border(int size, int part) => (int)Math.Round(size * Math.Sqrt(part / (double)Parts));

    private void FourRows(int row, double[] product)
    {
        ref var a0 = ref _matrix[row * _size];
        ref var a1 = ref _matrix[(row + 1) * _size];
        ref var a2 = ref _matrix[(row + 2) * _size];
        ref var a3 = ref _matrix[(row + 3) * _size];
        ref var oldU = ref MemoryMarshal.GetArrayDataReference(_oldReflector);
        ref var oldQ = ref MemoryMarshal.GetArrayDataReference(_oldUpdate);
        ref var u = ref MemoryMarshal.GetArrayDataReference(_reflector);
        ref var p = ref MemoryMarshal.GetArrayDataReference(product);
        var (u0, u1, u2, u3) = (
            Wide(-_oldReflector[row]),
            Wide(-_oldReflector[row + 1]),
            Wide(-_oldReflector[row + 2]),
            Wide(-_oldReflector[row + 3])
        );
        var (q0, q1, q2, q3) = (
            Wide(-_oldUpdate[row]),
            Wide(-_oldUpdate[row + 1]),
            Wide(-_oldUpdate[row + 2]),
            Wide(-_oldUpdate[row + 3])
        );
        var (n0, n1, n2, n3) = (
            Wide(_reflector[row]),
            Wide(_reflector[row + 1]),
            Wide(_reflector[row + 2]),
            Wide(_reflector[row + 3])
        );
        var (s0, s1, s2, s3) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var columns = row - (row % Vector<double>.Count);
        for (nuint j = 0; j < (nuint)columns; j += (nuint)Vector<double>.Count)
        {
            var (qj, oj, uj) = (
                Vector.LoadUnsafe(ref oldQ, j),
                Vector.LoadUnsafe(ref oldU, j),
                Vector.LoadUnsafe(ref u, j)
            );
            var v0 = Vector.FusedMultiplyAdd(q0, oj, Vector.FusedMultiplyAdd(u0, qj, Vector.LoadUnsafe(ref a0, j)));
            var v1 = Vector.FusedMultiplyAdd(q1, oj, Vector.FusedMultiplyAdd(u1, qj, Vector.LoadUnsafe(ref a1, j)));
            var v2 = Vector.FusedMultiplyAdd(q2, oj, Vector.FusedMultiplyAdd(u2, qj, Vector.LoadUnsafe(ref a2, j)));
            var v3 = Vector.FusedMultiplyAdd(q3, oj, Vector.FusedMultiplyAdd(u3, qj, Vector.LoadUnsafe(ref a3, j)));
            v0.StoreUnsafe(ref a0, j);
            v1.StoreUnsafe(ref a1, j);
            v2.StoreUnsafe(ref a2, j);
            v3.StoreUnsafe(ref a3, j);
            s0 = Vector.FusedMultiplyAdd(v0, uj, s0);
            s1 = Vector.FusedMultiplyAdd(v1, uj, s1);
            s2 = Vector.FusedMultiplyAdd(v2, uj, s2);
            s3 = Vector.FusedMultiplyAdd(v3, uj, s3);
            var pj = Vector.FusedMultiplyAdd(v0, n0, Vector.LoadUnsafe(ref p, j));
            pj = Vector.FusedMultiplyAdd(v1, n1, pj);
            pj = Vector.FusedMultiplyAdd(v2, n2, pj);
            Vector.FusedMultiplyAdd(v3, n3, pj).StoreUnsafe(ref p, j);
        }
        product[row] += Vector.Sum(s0);
        product[row + 1] += Vector.Sum(s1);
        product[row + 2] += Vector.Sum(s2);
        product[row + 3] += Vector.Sum(s3);
        for (var r = row; r < row + 4; r++)
        {
            Tail(r, columns, product);
        }
    }

    /// <summary>Columns <paramref name="start"/> to the diagonal of one row.</summary>
    private void Tail(int row, int start, double[] product)
    {
        var values = _matrix.AsSpan(row * _size, row + 1);
        var (oldU, oldQ, newU, sum) = (_oldReflector[row], _oldUpdate[row], _reflector[row], 0.0);
        for (var j = start; j < row; j++)
        {
            var value = values[j] - (oldU * _oldUpdate[j]) - (oldQ * _oldReflector[j]);
            values[j] = value;
            sum += value * _reflector[j];
            product[j] += value * newU;
        }
        values[row] -= 2 * oldU * oldQ;
        product[row] += sum + (values[row] * newU);
    }

    private void PrepareUpdate(int size)
    {
        (_oldReflector, _reflector) = (_reflector, _oldReflector);
        (_oldUpdate, _update) = (_update, _oldUpdate);
        var update = _oldUpdate.AsSpan(0, size);
        update.Clear();
        if (_halfSquares[size] == 0)
        {
            return;
        }
        for (var part = 0; part < Parts; part++)
        {
            var end = Border(size, part + 1);
            TensorPrimitives.Add(update[..end], _partial[part].AsSpan(0, end), update[..end]);
        }
        var reflector = _oldReflector.AsSpan(0, size);
        var half = _halfSquares[size];
        TensorPrimitives.Divide(update, half, update);
        var factor = -TensorPrimitives.Dot<double>(reflector, update) / (2 * half);
        TensorPrimitives.MultiplyAdd(reflector, factor, update, update);
    }

    private static Vector<double> Wide(double value) => new(value);
}
