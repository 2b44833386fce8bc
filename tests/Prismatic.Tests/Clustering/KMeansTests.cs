using System.Numerics.Tensors;
using CsCheck;
using Prismatic.Clustering;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Tests.Clustering;

public sealed class KMeansTests
{
    // faiss 1.7.3, spherical, 10 iterations from the first 7 rows.
    private static readonly int[] FaissLabels =
    [
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        1,
        2,
        3,
        4,
        5,
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        1,
        2,
        3,
        4,
        5,
        6,
        1,
        2,
        3,
        4,
        5,
        6,
        1,
        2,
        3,
        4,
        5,
        0,
        1,
        2,
        3,
        4,
        5,
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        1,
        2,
        3,
        4,
        5,
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        1,
        2,
        3,
    ];

    private static readonly double[] FaissObjectives =
    [
        47.5450439453125,
        54.98931121826172,
        55.05046081542969,
        55.09992218017578,
    ];

    [Fact]
    public void From_the_same_first_centroids_labels_and_objectives_are_those_of_faiss()
    {
        var points = GoldenInputs.UnitRows();
        var first = points.Gather([0, 1, 2, 3, 4, 5, 6]);
        var result = KMeans.Fit(points, new KMeansOptions { InitialCentroids = first, Iterations = 10 });
        Assert.Equal(FaissLabels, result.Labels);
        Assert.Equal([5, 11, 11, 11, 10, 10, 6], result.Sizes);
        Assert.Equal(FaissObjectives.Length, result.Objectives.Count);
        for (var i = 0; i < FaissObjectives.Length; i++)
        {
            Assert.Equal(FaissObjectives[i], result.Objectives[i], 1e-5);
        }
        Assert.Equal(3, result.Iterations);
    }

    [Fact]
    public void Labels_and_centroids_agree() =>
        Inputs.Sample(
            input =>
            {
                var (points, count) = input;
                var result = KMeans.Fit(
                    points,
                    new KMeansOptions
                    {
                        ClusterCount = count,
                        Iterations = 3,
                        Seed = 5,
                    }
                );
                for (var i = 0; i < points.RowCount; i++)
                {
                    var own = TensorPrimitives.Dot<float>(points[i], result.Centroids[result.Labels[i]]);
                    Assert.Equal(own, result.Similarities[i], 1e-5);
                    for (var j = 0; j < result.ClusterCount; j++)
                    {
                        Assert.True(own >= TensorPrimitives.Dot<float>(points[i], result.Centroids[j]) - 1e-5f);
                    }
                }
            },
            iter: 30
        );

    [Fact]
    public void Every_cluster_has_rows_and_sizes_count_them() =>
        Inputs.Sample(
            input =>
            {
                var (points, count) = input;
                var result = KMeans.Fit(points, new KMeansOptions { ClusterCount = count });
                Assert.True(result.ClusterCount <= count);
                Assert.Equal(result.ClusterCount, result.Centroids.RowCount);
                Assert.DoesNotContain(0, result.Sizes);
                for (var j = 0; j < result.ClusterCount; j++)
                {
                    Assert.Equal(result.Sizes[j], result.Labels.Count(label => label == j));
                    Assert.Equal(1, TensorPrimitives.Norm<float>(result.Centroids[j]), 1e-5);
                }
            },
            iter: 30
        );

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var points = GoldenInputs.RandomUnitRows(2500, 96, 3);
        var options = new KMeansOptions
        {
            ClusterCount = 40,
            Iterations = 4,
            Seed = 9,
        };
        var one = KMeans.Fit(points, options, new SessionSettings { Threads = 1 });
        var many = KMeans.Fit(points, options, new SessionSettings { Threads = threads });
        Assert.Equal(one.Labels, many.Labels);
        Assert.Equal(one.Similarities, many.Similarities);
        Assert.Equal(one.Centroids.Values, many.Centroids.Values);
        Assert.Equal(one.Objectives, many.Objectives);
    }

    [Fact]
    public void The_default_is_a_cluster_for_every_ten_rows_up_to_the_cap()
    {
        Assert.Equal(1, new KMeansOptions().CountFor(1));
        Assert.Equal(2, new KMeansOptions().CountFor(11));
        Assert.Equal(4096, new KMeansOptions().CountFor(1_000_000));
        Assert.Equal(3, new KMeansOptions { ClusterCount = 5 }.CountFor(3));
    }

    [Fact]
    public void One_row_is_one_cluster()
    {
        var result = KMeans.Fit(GoldenInputs.RandomUnitRows(1, 8, 1), new KMeansOptions { ClusterCount = 4 });
        Assert.Equal([0], result.Labels);
        Assert.Equal(1, result.Similarities[0], 1e-6);
    }

    [Fact]
    public void Fewer_distinct_rows_than_clusters_give_a_cluster_for_each_distinct_row()
    {
        var distinct = GoldenInputs.RandomUnitRows(3, 16, 2);
        var points = distinct.Gather([.. Enumerable.Range(0, 50).Select(i => i % 3)]);
        var result = KMeans.Fit(points, new KMeansOptions { ClusterCount = 20 });
        Assert.Equal(3, result.ClusterCount);
        Assert.All(result.Similarities, similarity => Assert.Equal(1, similarity, 1e-5));
        Assert.All(Enumerable.Range(3, 47), i => Assert.Equal(result.Labels[i % 3], result.Labels[i]));
    }

    [Fact]
    public void Identical_rows_are_one_cluster_even_from_several_first_centroids()
    {
        var points = GoldenInputs.RandomUnitRows(1, 16, 2).Gather(new int[30]);
        Assert.Equal(1, KMeans.Fit(points, new KMeansOptions { ClusterCount = 5 }).ClusterCount);
        var given = new KMeansOptions { InitialCentroids = points.Gather([0, 1, 2, 3]) };
        Assert.Equal([30], KMeans.Fit(points, given).Sizes);
    }

    [Fact]
    public void Empty_clusters_get_the_farthest_rows()
    {
        // Two tight groups and an outlier; three equal first centroids leave two clusters empty.
        var points = new Matrix(7, 3);
        float[][] directions =
        [
            [1, 0, 0],
            [1, 0.1f, 0],
            [1, 0, 0.1f],
            [0, 1, 0],
            [0.1f, 1, 0],
            [0, 1, 0.1f],
            [-1, 0, 0.5f],
        ];
        for (var i = 0; i < directions.Length; i++)
        {
            directions[i].CopyTo(points[i]);
            Matrix.NormaliseRow(points[i]);
        }
        var result = KMeans.Fit(points, new KMeansOptions { InitialCentroids = points.Gather([0, 0, 0]) });
        Assert.Equal(3, result.ClusterCount);
        Assert.Equal([3, 1, 3], result.Sizes);
        Assert.Equal(result.Labels[3], result.Labels[5]);
        Assert.Equal(1, result.Labels[6]);
    }

    [Fact]
    public void A_row_that_is_not_finite_is_named()
    {
        var points = GoldenInputs.RandomUnitRows(9, 8, 1);
        points[7][3] = float.NaN;
        var fault = Assert.Throws<PrismaticException>(() => KMeans.Fit(points, new KMeansOptions()));
        Assert.Contains("row 7", fault.Message, StringComparison.Ordinal);
        points[7][3] = float.PositiveInfinity;
        Assert.Throws<PrismaticException>(() => KMeans.Fit(points, new KMeansOptions()));
        points[7].Clear();
        fault = Assert.Throws<PrismaticException>(() => KMeans.Fit(points, new KMeansOptions()));
        Assert.Contains("row 7", fault.Message, StringComparison.Ordinal);
        Assert.Contains("length 0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_rows_is_a_fault_the_user_reads_about() =>
        Assert.Throws<PrismaticException>(() => KMeans.Fit(new Matrix(0, 8), new KMeansOptions()));

    [Fact]
    public void Seeds_give_other_clusters_and_the_same_seed_the_same()
    {
        var points = GoldenInputs.RandomUnitRows(300, 32, 4);
        int[] Labels(ulong seed) =>
            KMeans
                .Fit(
                    points,
                    new KMeansOptions
                    {
                        ClusterCount = 12,
                        Iterations = 2,
                        Seed = seed,
                    }
                )
                .Labels;
        Assert.Equal(Labels(1), Labels(1));
        Assert.NotEqual(Labels(1), Labels(2));
    }

    [Fact]
    public void Separate_groups_are_nearly_always_found_by_seeding_alone()
    {
        // 25 groups with small noise: uniform draws would hit every group about once in 10^10 tries, exact k-means++
        // misses one in about one of 75.
        var centres = GoldenInputs.RandomUnitRows(25, 64, 6);
        var noise = GoldenInputs.RandomUnitRows(500, 64, 7);
        var points = centres.Gather([.. Enumerable.Range(0, 500).Select(i => i % 25)]);
        for (var i = 0; i < points.RowCount; i++)
        {
            TensorPrimitives.MultiplyAdd(noise[i], 0.01f, points[i], points[i]);
            Matrix.NormaliseRow(points[i]);
        }
        var found = Enumerable
            .Range(0, 100)
            .Count(seed =>
            {
                var options = new KMeansOptions
                {
                    ClusterCount = 25,
                    Iterations = 0,
                    Seed = (ulong)seed,
                };
                return KMeans.Fit(points, options).Sizes.All(size => size == 20);
            });
        Assert.InRange(found, 94, 100);
    }

    [Fact]
    public void Cancelling_stops_the_work()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var points = GoldenInputs.RandomUnitRows(100, 8, 1);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            KMeans.Fit(points, new KMeansOptions(), cancellation: source.Token)
        );
    }

    [Fact]
    public void Views_cluster_like_copies()
    {
        var points = GoldenInputs.RandomUnitRows(400, 24, 8);
        int[] rows = [.. Enumerable.Range(0, 400).Where(i => i % 3 != 1)];
        var options = new KMeansOptions { ClusterCount = 11, Seed = 2 };
        Assert.Equal(
            KMeans.Fit(points.Gather(rows), options).Labels,
            KMeans.Fit(new RowView(points, rows), options).Labels
        );
    }

    private static readonly Gen<(Matrix Points, int Count)> Inputs =
        from rows in Gen.Int[1, 120]
        from columns in Gen.Int[2, 20]
        from count in Gen.Int[1, 15]
        from seed in Gen.ULong
        select (GoldenInputs.RandomUnitRows(rows, columns, seed), count);
}
