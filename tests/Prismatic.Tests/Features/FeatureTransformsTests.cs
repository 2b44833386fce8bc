using System.Numerics.Tensors;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Prismatic.Features;
using Prismatic.Numerics;

namespace Prismatic.Tests.Features;

/// <summary>Centring, whitening, detrending and combining: exact, and unit rows out.</summary>
public sealed class FeatureTransformsTests
{
    private static readonly Gen<(int N, int D, ulong Seed)> Sizes =
        from n in Gen.Int[2, 60]
        from d in Gen.Int[2, 24]
        from seed in Gen.ULong
        select (n, d, seed);

    [Fact]
    public void Whatever_is_done_to_rows_they_come_out_of_unit_length() =>
        Sizes.Sample(
            size =>
            {
                var rows = GoldenInputs.RandomUnitRows(size.N, size.D, size.Seed);
                var lengths = Lengths(size.N, size.Seed);
                Matrix[] results =
                [
                    FeatureTransforms.Centred(rows, FeatureTransforms.Mean(rows)),
                    FeatureTransforms.CentredOnOwn(rows),
                    FeatureTransforms.Whitened(rows, Whitening.Fit(rows)),
                    FeatureTransforms.Detrended(rows, lengths, LinearTrend.Fit(rows, lengths)),
                    FeatureTransforms.Combined(rows, GoldenInputs.RandomUnitRows(size.N, 5, ~size.Seed), 0.3),
                ];
                foreach (var result in results)
                {
                    new RowView(result).RequireUnitRows("result");
                    Assert.Equal(size.N, result.RowCount);
                }
            },
            iter: 60
        );

    [Fact]
    public void Few_rows_keep_their_mean_many_lose_it_and_equal_rows_stay_equal()
    {
        var few = GoldenInputs.RandomUnitRows(10, 6, 1);
        Same(few[3], FeatureTransforms.CentredOnOwn(few)[3]);
        var many = GoldenInputs.RandomUnitRows(2000, 6, 2);
        for (var i = 0; i < many.RowCount; i++)
        {
            many[i][0] += 2;
            Matrix.NormaliseRow(many[i]);
        }
        var before = TensorPrimitives.Norm<float>(FeatureTransforms.Mean(many));
        var after = TensorPrimitives.Norm<float>(FeatureTransforms.Mean(FeatureTransforms.CentredOnOwn(many)));
        Assert.True(before > 0.8 && after < 0.25, $"{before}, then {after}");
        var equal = FeatureTransforms.CentredOnOwn(few.Gather([.. Enumerable.Repeat(4, 50)]));
        Assert.All(Enumerable.Range(0, 50), row => Same(few[4], equal[row]));

        static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> found) =>
            Assert.True(TensorPrimitives.Distance(expected, found) < 1e-5);
    }

    [Fact]
    public void Centred_rows_point_where_the_difference_from_the_mean_points() =>
        Sizes.Sample(
            size =>
            {
                var rows = GoldenInputs.RandomUnitRows(size.N, size.D, size.Seed);
                var mean = FeatureTransforms.Mean(rows);
                var centred = FeatureTransforms.Centred(rows, mean);
                var sum = new double[size.D];
                for (var i = 0; i < size.N; i++)
                {
                    var difference = new float[size.D];
                    TensorPrimitives.Subtract(rows[i], mean, difference);
                    // The length that was taken off, put back: then the rows sum to nothing.
                    var length = TensorPrimitives.Norm<float>(difference);
                    Assert.Equal(1, TensorPrimitives.Dot<float>(difference, centred[i]) / length, 1e-4);
                    for (var j = 0; j < size.D; j++)
                    {
                        sum[j] += length * centred[i][j];
                    }
                }
                Assert.All(sum, value => Assert.Equal(0, value, 1e-4));
            },
            iter: 60
        );

    [Fact]
    public void Rows_that_are_all_the_same_stay_the_same()
    {
        var rows = GoldenInputs.RandomUnitRows(1, 40, 9).Gather(new int[30]);
        double[] lengths = Lengths(30, 4);
        Matrix[] results =
        [
            FeatureTransforms.Centred(rows, FeatureTransforms.Mean(rows)),
            FeatureTransforms.Whitened(rows, Whitening.Fit(rows)),
            FeatureTransforms.Detrended(rows, lengths, LinearTrend.Fit(rows, lengths)),
        ];
        foreach (var result in results)
        {
            Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(1, Cosine(result, i, 0), 1e-5));
        }
    }

    [Fact]
    public void Cosines_of_combined_views_are_the_weighted_mean_of_theirs() =>
        Gen.Select(Sizes, Gen.Double[0, 1])
            .Sample(
                (size, weight) =>
                {
                    var a = GoldenInputs.RandomUnitRows(size.N, size.D, size.Seed);
                    var b = GoldenInputs.RandomUnitRows(size.N, 7, size.Seed + 1);
                    var both = FeatureTransforms.Combined(a, b, weight);
                    for (var i = 1; i < size.N; i++)
                    {
                        var expected = (weight * Cosine(a, i, 0)) + ((1 - weight) * Cosine(b, i, 0));
                        Assert.Equal(expected, Cosine(both, i, 0), 1e-5);
                    }
                },
                iter: 60
            );

    // +e_i and -e_i: no mean, the same variance everywhere, so whitening scales all rows alike.
    [Theory]
    [InlineData(0.05)]
    [InlineData(1)]
    public void Whitening_isotropic_rows_changes_nothing(double shrinkage)
    {
        const int D = 12;
        var rows = new Matrix(2 * D, D);
        for (var i = 0; i < 2 * D; i++)
        {
            rows[i][i / 2] = i % 2 == 0 ? 1 : -1;
        }
        var white = FeatureTransforms.Whitened(rows, Whitening.Fit(rows, shrinkage));
        Assert.Equal(rows.Values, white.Values, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Whitened_cosines_are_those_under_the_inverse_of_the_shrunk_covariance() =>
        Sizes.Sample(
            size =>
            {
                const double Shrinkage = 0.2;
                var rows = Stretched(size);
                var white = FeatureTransforms.Whitened(rows, Whitening.Fit(rows, Shrinkage));
                var x = Matrix<double>.Build.Dense(size.N, size.D, (i, j) => rows[i][j]);
                var centred = x - (Matrix<double>.Build.Dense(size.N, size.N, 1.0 / size.N) * x);
                var covariance = centred.TransposeThisAndMultiply(centred) / size.N;
                var shrunk =
                    ((1 - Shrinkage) * covariance)
                    + (Shrinkage * covariance.Trace() / size.D * Matrix<double>.Build.DenseIdentity(size.D));
                var products = centred * shrunk.Inverse() * centred.Transpose();
                for (var i = 1; i < size.N; i++)
                {
                    var expected = products[i, 0] / Math.Sqrt(products[i, i] * products[0, 0]);
                    Assert.Equal(expected, Cosine(white, i, 0), 1e-3);
                }
            },
            iter: 40
        );

    [Fact]
    public void Whitening_by_shrinkage_alone_is_centring()
    {
        var rows = Stretched((40, 10, 3));
        var white = FeatureTransforms.Whitened(rows, Whitening.Fit(rows, 1));
        var centred = FeatureTransforms.Centred(rows, FeatureTransforms.Mean(rows));
        Assert.Equal(centred.Values, white.Values, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Whitening_is_the_same_for_any_number_of_threads()
    {
        var rows = GoldenInputs.RandomUnitRows(700, 80, 6);
        var one = FeatureTransforms.Whitened(rows, Whitening.Fit(rows, threads: 1), threads: 1);
        var three = FeatureTransforms.Whitened(rows, Whitening.Fit(rows, threads: 3), threads: 3);
        Assert.Equal(one.Values, three.Values);
    }

    [Fact]
    public void A_row_made_of_its_covariate_loses_just_that()
    {
        // Row i is u + covariate v: without the trend all rows are u + mean v.
        var parts = GoldenInputs.RandomUnitRows(2, 16, 8);
        var lengths = Lengths(50, 2);
        var rows = new Matrix(50, 16);
        for (var i = 0; i < 50; i++)
        {
            TensorPrimitives.MultiplyAdd(parts[1], (float)lengths[i], parts[0], rows[i]);
        }
        var detrended = FeatureTransforms.Detrended(rows, lengths, LinearTrend.Fit(rows, lengths));
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(1, Cosine(detrended, i, 0), 1e-5));
    }

    [Fact]
    public void Detrended_rows_have_no_trend_left_before_they_are_scaled()
    {
        var rows = GoldenInputs.RandomUnitRows(80, 12, 4);
        var lengths = Lengths(80, 7);
        var trend = LinearTrend.Fit(rows, lengths);
        var residual = new Matrix(80, 12);
        for (var i = 0; i < 80; i++)
        {
            var distance = (float)(lengths[i] - trend.CovariateMean);
            TensorPrimitives.MultiplyAdd(trend.Slope.AsSpan(), -distance, rows[i], residual[i]);
        }
        Assert.All(LinearTrend.Fit(residual, lengths).Slope, slope => Assert.Equal(0, slope, 1e-5));
    }

    [Fact]
    public void Sizes_that_do_not_agree_are_refused()
    {
        var rows = GoldenInputs.RandomUnitRows(3, 4, 1);
        var other = GoldenInputs.RandomUnitRows(2, 5, 1);
        Assert.Throws<ArgumentException>(() => FeatureTransforms.Centred(rows, new float[5]));
        Assert.Throws<ArgumentException>(() => FeatureTransforms.Whitened(rows, Whitening.Fit(other)));
        Assert.Throws<ArgumentException>(() => FeatureTransforms.Combined(rows, other, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureTransforms.Combined(rows, rows, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Whitening.Fit(rows, 0));
        Assert.Throws<ArgumentException>(() => LinearTrend.Fit(rows, new double[2]));
    }

    private static Matrix Stretched((int N, int D, ulong Seed) size)
    {
        var rows = GoldenInputs.RandomUnitRows(size.N, size.D, size.Seed);
        for (var i = 0; i < size.N; i++)
        {
            for (var j = 0; j < size.D; j++)
            {
                rows[i][j] = (rows[i][j] * (1 + j)) + 0.5f;
            }
            Matrix.NormaliseRow(rows[i]);
        }
        return rows;
    }

    private static double[] Lengths(int count, ulong seed)
    {
        var random = new Pcg32(seed, 3);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Log(5 + random.Next(500)))];
    }

    private static double Cosine(Matrix rows, int i, int j) =>
        TensorPrimitives.Dot<float>(rows[i], rows[j])
        / (TensorPrimitives.Norm<float>(rows[i]) * TensorPrimitives.Norm<float>(rows[j]));
}
