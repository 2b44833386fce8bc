using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Prismatic.Diversity;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Tests.Diversity;

public sealed class VendiScoreTests
{
    // vendi_score (vertaix, commit c791c30d7c14) on the golden matrix.
    [Fact]
    public void Scores_of_the_golden_matrix_are_those_of_the_original()
    {
        var score = VendiScore.Of(GoldenInputs.UnitRows());
        Assert.Equal(9.318981996854395, score.Order1, 1e-6);
        Assert.Equal(7.126014296266998, score.Order2, 1e-6);
        Assert.Equal(4.039571347416746, score.OrderInfinity, 1e-6);
    }

    [Fact]
    public void Orthogonal_rows_are_all_distinct_and_equal_rows_are_one()
    {
        var identity = new Matrix(12, 12);
        for (var i = 0; i < 12; i++)
        {
            identity[i][i] = 1;
        }
        AssertScores(VendiScore.Of(identity), 12, 12, 12, 1e-12);
        AssertScores(VendiScore.Of(GoldenInputs.RandomUnitRows(1, 9, 4).Gather(new int[40])), 1, 1, 1, 1e-7);
        AssertScores(VendiScore.Of(GoldenInputs.RandomUnitRows(1, 9, 4)), 1, 1, 1, 1e-9);
    }

    [Theory]
    [InlineData(5, 5, 2, 2, 2)]
    [InlineData(9, 1, 1.3841454, 1.2195122, 1.1111111)]
    public void Blocks_score_by_their_shares(int first, int second, double order1, double order2, double infinity)
    {
        var rows = new Matrix(first + second, 4);
        for (var i = 0; i < first + second; i++)
        {
            rows[i][i < first ? 1 : 3] = 1;
        }
        AssertScores(VendiScore.Of(rows), order1, order2, infinity, 1e-6);
    }

    [Fact]
    public void The_small_side_decides_nothing() =>
        (from seed in Gen.ULong from wide in Gen.Bool select (seed, wide)).Sample(
            input =>
            {
                var rows = input.wide
                    ? GoldenInputs.RandomUnitRows(20, 50, input.seed)
                    : GoldenInputs.RandomUnitRows(50, 20, input.seed);
                var kernel = Reference(rows);
                var score = VendiScore.Of(rows);
                AssertScores(score, kernel.Order1, kernel.Order2, kernel.OrderInfinity, 1e-9);
                using var dual = new GramAccumulator(rows.ColumnCount, inDouble: true);
                dual.Add(new RowView(rows));
                var other = VendiScore.Of(dual);
                AssertScores(other, score.Order1, score.Order2, score.OrderInfinity, 1e-9);
            },
            iter: 40
        );

    [Fact]
    public void Order_two_is_rows_squared_over_the_sum_of_squared_cosines()
    {
        var rows = GoldenInputs.RandomUnitRows(60, 10, 3);
        var sum = 0.0;
        for (var i = 0; i < 60; i++)
        {
            for (var j = 0; j < 60; j++)
            {
                sum += Math.Pow(Dot(rows[i], rows[j]), 2);
            }
        }
        Assert.Equal(3600 / sum, VendiScore.Of(rows).Order2, 1e-5);
    }

    [Fact]
    public void Scores_keep_their_order_and_their_bounds() =>
        (from n in Gen.Int[1, 80] from d in Gen.Int[1, 30] from seed in Gen.ULong select (n, d, seed)).Sample(
            input =>
            {
                var (n, d, seed) = input;
                var score = VendiScore.Of(GoldenInputs.RandomUnitRows(n, d, seed));
                Assert.True(score.Order1 <= Math.Min(n, d) * (1 + 1e-9));
                Assert.True(score.Order2 <= score.Order1 * (1 + 1e-9));
                Assert.True(score.OrderInfinity <= score.Order2 * (1 + 1e-9));
                Assert.True(score.OrderInfinity >= 1 - 1e-9);
            },
            iter: 60
        );

    [Fact]
    public void The_order_of_the_rows_changes_nothing_but_rounding()
    {
        var rows = GoldenInputs.RandomUnitRows(300, 40, 5);
        int[] order = [.. Enumerable.Range(0, 300)];
        new Pcg32(1).Shuffle<int>(order);
        Assert.Equal(VendiScore.Of(rows).Order1, VendiScore.Of(new RowView(rows, order)).Order1, 1e-9);
    }

    [Fact]
    public void Sums_of_parts_merge_into_the_sum_of_the_whole()
    {
        var rows = GoldenInputs.RandomUnitRows(2500, 150, 5);
        using var whole = new GramAccumulator(150, inDouble: true);
        whole.Add(new RowView(rows));
        using var left = new GramAccumulator(150, inDouble: true);
        using var right = new GramAccumulator(150, inDouble: true);
        left.Add(new RowView(rows, [.. Enumerable.Range(0, 1700)]));
        right.Add(new RowView(rows, [.. Enumerable.Range(1700, 800)]));
        left.Merge(right);
        Assert.Equal(2500, left.Count);
        Assert.Equal(VendiScore.Of(whole).Order1, VendiScore.Of(left).Order1, 1e-9);
    }

    [Fact]
    public void Float_products_are_exact_to_a_millionth()
    {
        var rows = GoldenInputs.RandomUnitRows(3000, 200, 5);
        using var gram = new GramAccumulator(200);
        gram.Add(new RowView(rows));
        var (exact, quick) = (VendiScore.Of(rows), VendiScore.Of(gram));
        AssertScores(quick, exact.Order1, exact.Order2, exact.OrderInfinity, 1e-4);
        Assert.Equal(1, quick.Order1 / exact.Order1, 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var rows = new RowView(GoldenInputs.RandomUnitRows(5000, 140, 5));
        double[] Scores(int count)
        {
            using var gram = new GramAccumulator(140, new SessionSettings { Threads = count });
            gram.Add(rows);
            return [.. VendiScore.Of(gram, count).Eigenvalues];
        }
        Assert.Equal(Scores(1), Scores(threads));
    }

    [Fact]
    public void The_ceiling_is_what_random_rows_score()
    {
        var ceiling = VendiCeiling.Of(400, 40);
        Assert.Equal(38.1, ceiling.Order1, 0.1);
        var score = VendiScore.Of(GoldenInputs.RandomUnitRows(400, 40, 1));
        Assert.Equal(38.1, score.Order1, 0.3);
        Assert.Equal(ceiling.Order2, score.Order2, 0.05 * ceiling.Order2);
        Assert.Equal(ceiling.OrderInfinity, score.OrderInfinity, 0.1 * ceiling.OrderInfinity);
        Assert.Equal(226, VendiCeiling.Of(256, 1024).Order1, 0.5);
        Assert.Equal(621, VendiCeiling.Of(1024, 1024).Order1, 0.5);
        Assert.Equal(974, VendiCeiling.Of(10_240, 1024).Order1, 0.5);
    }

    [Fact]
    public void A_row_that_is_not_finite_is_named()
    {
        var rows = GoldenInputs.RandomUnitRows(30, 8, 1);
        rows[11][0] = float.NaN;
        var fault = Assert.Throws<PrismaticException>(() => VendiScore.Of(rows));
        Assert.Contains("row 11", fault.Message, StringComparison.Ordinal);
        using var gram = new GramAccumulator(8);
        fault = Assert.Throws<PrismaticException>(() => gram.Add(new RowView(rows)));
        Assert.Contains("row 11", fault.Message, StringComparison.Ordinal);
        Assert.Throws<PrismaticException>(() => VendiScore.Of(new Matrix(0, 8)));
    }

    private static VendiResult Reference(Matrix rows)
    {
        var x = Matrix<double>.Build.Dense(rows.RowCount, rows.ColumnCount, (i, j) => rows[i][j]);
        var kernel = x * x.Transpose();
        var values = (kernel / kernel.Trace()).Evd().EigenValues.Select(value => value.Real);
        return VendiScore.OfEigenvalues([.. values], rows.RowCount, rows.ColumnCount);
    }

    private static void AssertScores(VendiResult score, double order1, double order2, double infinity, double tolerance)
    {
        Assert.Equal(order1, score.Order1, tolerance);
        Assert.Equal(order2, score.Order2, tolerance);
        Assert.Equal(infinity, score.OrderInfinity, tolerance);
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }
        return sum;
    }
}
