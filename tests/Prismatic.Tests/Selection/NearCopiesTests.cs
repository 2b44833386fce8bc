using CsCheck;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Selection;

namespace Prismatic.Tests.Selection;

public sealed class NearCopiesTests
{
    private static readonly Gen<(int Count, double Noise, double Threshold, ulong Seed)> Sets =
        from count in Gen.Int[1, 120]
        from noise in Gen.Double[0.05, 0.6]
        from threshold in Gen.Double[0.3, 0.99]
        from seed in Gen.ULong
        select (count, noise, threshold, seed);

    [Fact]
    public void The_blockwise_search_finds_what_a_plain_loop_finds() =>
        Sets.Sample(
            input =>
            {
                var rows = Crowds(input.Count, input.Noise, input.Seed);
                AssertGreedy(rows, input.Threshold, NearCopies.Find(rows, input.Threshold));
            },
            iter: 60
        );

    [Fact]
    public void More_rows_than_a_block_are_searched_like_a_plain_loop()
    {
        var rows = Crowds(2600, 0.35, 3);
        var found = NearCopies.Find(rows, 0.8);
        AssertGreedy(rows, 0.8, found);
        // The test means something only if copies were found across blocks and many rows stand beside them.
        Assert.Contains(Enumerable.Range(0, 2600), row => found[row] != row && row / 1024 != found[row] / 1024);
        Assert.InRange(found.Where((of, row) => of == row).Count(), 1100, 2400);
    }

    [Fact]
    public void What_a_row_is_a_copy_of_stands_itself_and_standing_rows_are_apart() =>
        Sets.Sample(
            input =>
            {
                var rows = Crowds(input.Count, input.Noise, input.Seed);
                var found = NearCopies.Find(rows, input.Threshold);
                Assert.All(found, of => Assert.Equal(of, found[of]));
                Assert.All(found.Select((of, row) => (of, row)), pair => Assert.True(pair.of <= pair.row));
                var standing = Standing(found);
                Assert.Equal(
                    Enumerable.Range(0, standing.Length),
                    NearCopies.Find(rows.Gather(standing), input.Threshold)
                );
            },
            iter: 40
        );

    [Fact]
    public void Later_rows_do_not_change_what_was_said_of_earlier_ones() =>
        Sets.Sample(
            input =>
            {
                var rows = Crowds(input.Count, input.Noise, input.Seed);
                var first = (input.Count + 1) / 2;
                int[] later = [.. Enumerable.Range(first, input.Count - first)];
                new Pcg32(input.Seed).Shuffle<int>(later);
                var shuffled = rows.Gather([.. Enumerable.Range(0, first), .. later]);
                Assert.Equal(
                    NearCopies.Find(rows, input.Threshold)[..first],
                    NearCopies.Find(shuffled, input.Threshold)[..first]
                );
            },
            iter: 40
        );

    [Fact]
    public void A_threshold_of_one_finds_equal_rows_and_no_others()
    {
        var distinct = GoldenInputs.RandomUnitRows(1500, 24, 9);
        var close = distinct[0].ToArray();
        close[0] += 0.01f;
        Matrix.NormaliseRow(close);
        close.CopyTo(distinct[1]);
        int[] order = [.. Enumerable.Range(0, 1500), .. Enumerable.Range(0, 700).Select(i => i * 2)];
        var found = NearCopies.Find(distinct.Gather(order), 1);
        Assert.Equal(order, found);
    }

    [Fact]
    public void A_copy_belongs_to_the_most_similar_standing_row_and_to_the_first_of_equals()
    {
        // At 0, 40, 20 and 25 degrees; cos 40° = 0.766 is below the threshold, cos 20° = 0.940 above.
        var rows = Angles(0, 40, 20, 25, 5);
        var found = NearCopies.Search(rows, 0.9, null);
        Assert.Equal([0, 1, 0, 1, 0], found.Select(copy => copy.Of));
        Assert.Equal(1, found[0].Similarity);
        Assert.Equal(Math.Cos(15 * Math.PI / 180), found[3].Similarity, 1e-6);
    }

    [Fact]
    public void A_chain_of_small_steps_is_cut_where_it_leaves_the_threshold() =>
        // 10° a step, 0.95 is 18.2°: a row is measured against those that stand, not against copies of them.
        Assert.Equal([0, 0, 2, 2, 4, 4], NearCopies.Find(Angles(0, 10, 20, 30, 40, 50), 0.95));

    [Fact]
    public void Accepted_rows_stand_before_all_others()
    {
        var accepted = Angles(0, 90);
        var found = NearCopies.Search(Angles(5, 45, 88, 47), 0.95, accepted);
        Assert.Equal([(0, true), (1, false), (1, true), (1, false)], found.Select(copy => (copy.Of, copy.OfAccepted)));
        var several = GoldenInputs.RandomUnitRows(2300, 8, 4);
        var again = NearCopies.Search(several, 1, several);
        Assert.All(again, copy => Assert.True(copy.OfAccepted));
        Assert.Equal(Enumerable.Range(0, 2300), again.Select(copy => copy.Of));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_threads_finds_the_same(int threads)
    {
        var rows = Crowds(3000, 0.4, 7);
        Assert.Equal(
            NearCopies.Search(rows, 0.7, null, new SessionSettings { Threads = 1 }),
            NearCopies.Search(rows, 0.7, null, new SessionSettings { Threads = threads })
        );
    }

    [Fact]
    public void Progress_ends_with_all_rows_and_a_cancelled_search_stops()
    {
        var rows = GoldenInputs.RandomUnitRows(2100, 8, 1);
        var told = new List<StageProgress>();
        NearCopies.Find(rows, 0.9, null, new Told(told));
        Assert.Equal([0L, 1024, 2048, 2100], told.Select(step => step.Done));
        Assert.All(told, step => Assert.Equal(2100, step.Total));
        using var source = new CancellationTokenSource();
        var stopped = new Told(told, _ => source.Cancel());
        Assert.Throws<OperationCanceledException>(() => NearCopies.Find(rows, 0.9, null, stopped, source.Token));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        var rows = GoldenInputs.RandomUnitRows(3, 8, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => NearCopies.Find(rows, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearCopies.Find(rows, 1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearCopies.Find(rows, double.NaN));
        Assert.Throws<ArgumentException>(() => NearCopies.Search(rows, 0.5, new Matrix(1, 7)));
        Assert.Throws<PrismaticException>(() => NearCopies.Find(new Matrix(2, 8), 0.5));
        Assert.Empty(NearCopies.Find(new Matrix(0, 8), 0.5));
    }

    private static void AssertGreedy(Matrix rows, double threshold, int[] found)
    {
        var standing = new List<int>();
        for (var row = 0; row < rows.RowCount; row++)
        {
            var (best, of) = (double.NegativeInfinity, row);
            foreach (var other in standing)
            {
                var cosine = Cosine(rows, row, other);
                (best, of) = cosine > best ? (cosine, other) : (best, of);
            }
            if (found[row] == row)
            {
                Assert.True(best < threshold + 1e-5, $"row {row} stands at {best}");
                standing.Add(row);
            }
            else
            {
                Assert.Contains(found[row], standing);
                Assert.True(best >= threshold - 1e-5, $"row {row} is a copy at {best}");
                Assert.Equal(best, Cosine(rows, row, found[row]), 1e-5);
            }
        }
    }

    private static double Cosine(Matrix rows, int a, int b)
    {
        var sum = 0.0;
        for (var j = 0; j < rows.ColumnCount; j++)
        {
            sum += (double)rows[a][j] * rows[b][j];
        }
        return sum;
    }

    /// <summary>Rows around one centre for every six of them, in mixed order.</summary>
    private static Matrix Crowds(int count, double noise, ulong seed)
    {
        const int Columns = 12;
        var centres = GoldenInputs.RandomUnitRows((count / 6) + 1, Columns, seed);
        var random = new Pcg32(seed, 5);
        var rows = new Matrix(count, Columns);
        for (var i = 0; i < count; i++)
        {
            var centre = centres[random.Next(centres.RowCount)];
            for (var j = 0; j < Columns; j++)
            {
                rows[i][j] = centre[j] + (float)(noise * random.NextGaussian());
            }
            Matrix.NormaliseRow(rows[i]);
        }
        return rows;
    }

    /// <summary>Unit rows in a plane.</summary>
    private static Matrix Angles(params double[] degrees) =>
        new(
            degrees.Length,
            2,
            [
                .. degrees.SelectMany(a =>
                    new[] { (float)Math.Cos(a * Math.PI / 180), (float)Math.Sin(a * Math.PI / 180) }
                ),
            ]
        );

    private static int[] Standing(int[] found) =>
        [.. Enumerable.Range(0, found.Length).Where(row => found[row] == row)];

    private sealed class Told(List<StageProgress> steps, Action<StageProgress>? then = null) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            steps.Add(value);
            then?.Invoke(value);
        }
    }
}
