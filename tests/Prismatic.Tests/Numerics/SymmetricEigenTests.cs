using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Prismatic.Numerics;

namespace Prismatic.Tests;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void Values_are_those_of_MathNet() =>
        Matrices.Sample(
            matrix =>
            {
                var size = matrix.RowCount;
                double[] expected = [.. matrix.Evd().EigenValues.Select(value => value.Real).OrderDescending()];
                var found = new SymmetricEigen([.. matrix.ToRowMajorArray()], size).Values;
                var scale = Math.Max(1e-300, expected.Max(Math.Abs));
                for (var i = 0; i < size; i++)
                {
                    Assert.Equal(expected[i] / scale, found[i] / scale, 1e-12);
                }
            },
            iter: 60
        );

    [Fact]
    public void Vectors_are_orthonormal_and_solve_the_equation() =>
        Matrices.Sample(
            matrix =>
            {
                var size = matrix.RowCount;
                var eigen = new SymmetricEigen([.. matrix.ToRowMajorArray()], size);
                var vectors = eigen.LargestVectors(Math.Min(size, 6));
                var scale = Math.Max(1e-300, eigen.Values.Max(Math.Abs));
                for (var i = 0; i < vectors.Length; i++)
                {
                    var v = Vector<double>.Build.Dense(vectors[i]);
                    var residual = ((matrix * v) - (eigen.Values[i] * v)).L2Norm();
                    Assert.True(residual <= 1e-10 * scale, $"residual {residual}, scale {scale}");
                    for (var j = 0; j <= i; j++)
                    {
                        var product = v.DotProduct(Vector<double>.Build.Dense(vectors[j]));
                        Assert.Equal(i == j ? 1 : 0, product, 1e-8);
                    }
                }
            },
            iter: 60
        );

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var matrix = Symmetric(400, new Pcg32(4)).ToRowMajorArray();
        var one = new SymmetricEigen([.. matrix], 400, 1);
        var many = new SymmetricEigen([.. matrix], 400, threads);
        Assert.Equal(one.Values, many.Values);
        Assert.Equal(one.LargestVectors(3), many.LargestVectors(3));
    }

    [Fact]
    public void Large_matrices_agree_with_MathNet_too()
    {
        var matrix = Symmetric(531, new Pcg32(8));
        double[] expected = [.. matrix.Evd().EigenValues.Select(value => value.Real).OrderDescending()];
        var found = new SymmetricEigen(matrix.ToRowMajorArray(), 531).Values;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], 1e-11);
        }
    }

    [Fact]
    public void Equal_eigenvalues_get_different_directions()
    {
        var matrix = new double[36];
        for (var i = 0; i < 6; i++)
        {
            matrix[(i * 6) + i] = i < 4 ? 2 : 1;
        }
        var eigen = new SymmetricEigen(matrix, 6);
        Assert.Equal([2, 2, 2, 2, 1, 1], eigen.Values);
        var gram = Matrix<double>.Build.DenseOfRowArrays(eigen.LargestVectors(6));
        Assert.True(((gram * gram.Transpose()) - Matrix<double>.Build.DenseIdentity(6)).L2Norm() < 1e-12);
    }

    [Fact]
    public void The_zero_matrix_and_a_single_number_are_no_special_case()
    {
        Assert.Equal([0, 0, 0], new SymmetricEigen(new double[9], 3).Values);
        Assert.Equal([-4], new SymmetricEigen([-4], 1).Values);
        Assert.Equal([1], new SymmetricEigen([-4], 1).LargestVectors(3)[0].Select(Math.Abs));
    }

    /// <summary>Random, low rank with equal values, and badly scaled ones.</summary>
    private static readonly Gen<Matrix<double>> Matrices =
        from size in Gen.Int[1, 60]
        from kind in Gen.Int[0, 3]
        from seed in Gen.ULong
        select Make(size, kind, new Pcg32(seed));

    private static Matrix<double> Make(int size, int kind, Pcg32 random)
    {
        if (kind == 0)
        {
            return Symmetric(size, random);
        }
        if (kind == 1)
        {
            // Rank 3 of many: the case of a set with three topics.
            var factor = Matrix<double>.Build.Dense(size, 3, (_, _) => random.NextGaussian());
            return factor * factor.Transpose();
        }
        if (kind == 2)
        {
            var blocks = Matrix<double>.Build.Dense(size, size, (i, j) => i % 4 == j % 4 ? 1 : 0);
            return blocks / size;
        }
        var scales = Vector<double>.Build.Dense(size, _ => Math.Exp(6 * random.NextGaussian()));
        return Matrix<double>.Build.DenseOfDiagonalVector(scales)
            * Symmetric(size, random)
            * Matrix<double>.Build.DenseOfDiagonalVector(scales);
    }

    private static Matrix<double> Symmetric(int size, Pcg32 random)
    {
        var half = Matrix<double>.Build.Dense(size, size, (_, _) => random.NextGaussian());
        return (half + half.Transpose()) / 2;
    }
}
