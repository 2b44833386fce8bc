using CsCheck;
using Prismatic.Clustering;
using Prismatic.Mapping;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Tests.Mapping;

public sealed class RowMapTests
{
    private static readonly RowMapOptions Quick = new() { Rounds = 120 };

    [Fact]
    public void The_number_of_threads_never_changes_a_point() =>
        Gen.Select(Gen.Int[2, 300], Gen.ULong)
            .Sample(
                (count, seed) =>
                {
                    var rows = Groups(count, 5, seed);
                    var one = Map(rows, Quick with { Seed = seed }, threads: 1);
                    Assert.Equal(one, Map(rows, Quick with { Seed = seed }, threads: 3));
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void Equal_rows_have_one_place_and_all_places_are_within_the_frame() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 4], Gen.ULong)
            .Sample(
                (count, copies, seed) =>
                {
                    var distinct = Groups(count, 4, seed);
                    var rows = distinct.Gather([.. Enumerable.Range(0, count * copies).Select(row => row % count)]);
                    var points = Map(rows, Quick);
                    Assert.All(
                        points,
                        point => Assert.True(Math.Abs(point.X) <= 1.0001 && Math.Abs(point.Y) <= 1.0001)
                    );
                    Assert.All(points.Index(), row => Assert.Equal(points[row.Index % count], row.Item));
                    // Copies add nothing: the rows without them have the same map.
                    Assert.Equal(Map(distinct, Quick), points[..count]);
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void Turned_rows_have_the_same_map_up_to_rounding()
    {
        // Columns in another order and with other signs are a rotation that leaves the inner products as they are.
        var rows = Groups(300, 6, 5);
        var turned = new Matrix(rows.RowCount, rows.ColumnCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            for (var j = 0; j < rows.ColumnCount; j++)
            {
                turned[i][(j + 5) % rows.ColumnCount] = j % 3 == 0 ? -rows[i][j] : rows[i][j];
            }
        }
        var labels = KMeans.Fit(rows, new KMeansOptions()).Labels;
        var (map, other) = (Points(rows, labels), Points(turned, labels));
        // Last digits differ, and steps carry them on: who is near whom stays.
        Assert.InRange(MapQuality.Of(new RowView(rows), map)!.Kept, 0.3, 1);
        Assert.InRange(Shared(map, other, 10), 0.75, 1);

        static IReadOnlyList<MapPoint> Points(Matrix rows, int[] labels) =>
            RowMap.Of(new RowView(rows), labels, new RowMapOptions()).Points;
    }

    [Fact]
    public void Groups_stay_together_and_apart()
    {
        const int Kinds = 6;
        var rows = Groups(600, Kinds, 3);
        var points = Map(rows, new RowMapOptions());
        var right = points.Index().Count(row => NearestOf(points, row.Index) % Kinds == row.Index % Kinds);
        Assert.InRange(right, 590, 600);
        var quality = MapQuality.Of(new RowView(rows), points)!;
        Assert.InRange(quality.Trustworthiness, 0.9, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Few_rows_have_places(int count)
    {
        var rows = new Matrix(count, 4);
        for (var i = 0; i < count; i++)
        {
            rows[i][i] = 1;
        }
        var points = Map(rows, Quick);
        Assert.Equal(count, points.Distinct().Count());
        Assert.All(points, point => Assert.True(float.IsFinite(point.X) && float.IsFinite(point.Y)));
        if (count == 1)
        {
            Assert.Equal([default], points);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    public void Rows_that_are_all_alike_lie_in_the_middle(float value)
    {
        var rows = new Matrix(50, 4);
        Array.Fill(rows.Values, value);
        var map = RowMap.Of(new RowView(rows), new int[50], Quick);
        Assert.Equal((1, 1), (map.Distinct, map.Moved));
        Assert.All(map.Points, point => Assert.Equal(default, point));
    }

    [Fact]
    public void Rows_beyond_the_most_are_placed_amid_their_neighbours()
    {
        const int Kinds = 4;
        var rows = Groups(800, Kinds, 9);
        var map = RowMap.Of(
            new RowView(rows),
            KMeans.Fit(rows, new KMeansOptions()).Labels,
            new RowMapOptions { MostRows = 200 }
        );
        Assert.Equal((200, 800), (map.Moved, map.Distinct));
        var right = map.Points.Index().Count(row => NearestOf(map.Points, row.Index) % Kinds == row.Index % Kinds);
        Assert.InRange(right, 760, 800);
    }

    [Fact]
    public void Rows_without_a_cluster_are_placed_too()
    {
        var rows = Groups(100, 3, 1);
        var labels = KMeans.Fit(rows, new KMeansOptions()).Labels;
        var some = labels.Select((label, row) => row % 4 == 0 ? -1 : label).ToArray();
        Assert.Equal(100, RowMap.Of(new RowView(rows), some, Quick).Points.Distinct().Count());
        var none = Enumerable.Repeat(-1, 100).ToArray();
        Assert.Equal(100, RowMap.Of(new RowView(rows), none, Quick).Points.Distinct().Count());
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused_with_its_row()
    {
        var rows = Groups(20, 2, 1);
        rows[7][3] = float.NaN;
        var fault = Assert.Throws<PrismaticException>(() => RowMap.Of(new RowView(rows), new int[20], Quick));
        Assert.Contains("row 7", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_by_chance_keeps_what_chance_keeps()
    {
        var rows = Groups(500, 10, 4);
        var random = new Pcg32(1);
        MapPoint[] points =
        [
            .. Enumerable
                .Range(0, 500)
                .Select(_ => new MapPoint((float)random.NextDouble(), (float)random.NextDouble())),
        ];
        var quality = MapQuality.Of(new RowView(rows), points)!;
        Assert.InRange(quality.Kept, 0, 0.08);
        Assert.InRange(quality.Trustworthiness, 0.4, 0.6);
        Assert.Null(MapQuality.Of(new RowView(new Matrix(2, 3)), points[..2]));
    }

    [Fact]
    public void A_map_that_is_the_view_keeps_everything()
    {
        // Directions on an arc: the order of angles is the order of cosines.
        var (rows, points) = (new Matrix(60, 2), new MapPoint[60]);
        for (var i = 0; i < 60; i++)
        {
            (rows[i][0], rows[i][1]) = (MathF.Cos(i / 50f), MathF.Sin(i / 50f));
            points[i] = new MapPoint(rows[i][0], rows[i][1]);
        }
        Assert.Equal(new MapQuality(1, 1, 10), MapQuality.Of(new RowView(rows), points));
    }

    [Fact]
    public void Groups_of_clusters_are_numbered_by_size_and_hold_whole_clusters()
    {
        var rows = Groups(400, 25, 2);
        var labels = KMeans.Fit(rows, new KMeansOptions()).Labels;
        var groups = MapGroups.Of(new RowView(rows), labels, 0, new SessionSettings(), default);
        int[] sizes = [.. groups.CountBy(group => group).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        Assert.InRange(sizes.Length, 2, MapGroups.Most);
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.All(
            groups.Zip(labels).GroupBy(row => row.Second),
            cluster => Assert.Single(cluster.DistinctBy(row => row.First))
        );
    }

    /// <summary>Unit rows around so many directions, one after another.</summary>
    internal static Matrix Groups(int count, int kinds, ulong seed)
    {
        const int Columns = 24;
        var random = new Pcg32(seed);
        var centres = Enumerable.Range(0, kinds).Select(_ => Normal(Columns, 1)).ToList();
        var rows = new Matrix(count, Columns);
        for (var i = 0; i < count; i++)
        {
            var noise = Normal(Columns, 0.35f);
            for (var j = 0; j < Columns; j++)
            {
                rows[i][j] = centres[i % kinds][j] + noise[j];
            }
            Matrix.NormaliseRow(rows[i]);
        }
        return rows;

        float[] Normal(int length, float scale) =>
            [.. Enumerable.Range(0, length).Select(_ => scale * (float)random.NextGaussian())];
    }

    private static MapPoint[] Map(Matrix rows, RowMapOptions options, int threads = 0)
    {
        var settings = new SessionSettings { Threads = threads };
        var labels = KMeans.Fit(rows, new KMeansOptions(), settings).Labels;
        return [.. RowMap.Of(new RowView(rows), labels, options, settings).Points];
    }

    private static int NearestOf(IReadOnlyList<MapPoint> points, int row) => Near(points, row, 1)[0];

    private static int[] Near(IReadOnlyList<MapPoint> points, int row, int count) =>
        [
            .. Enumerable
                .Range(0, points.Count)
                .Where(other => other != row)
                .OrderBy(other =>
                    Math.Pow(points[other].X - points[row].X, 2) + Math.Pow(points[other].Y - points[row].Y, 2)
                )
                .Take(count),
        ];

    private static double Shared(IReadOnlyList<MapPoint> a, IReadOnlyList<MapPoint> b, int count) =>
        Enumerable
            .Range(0, a.Count)
            .Average(row => (double)Near(a, row, count).Intersect(Near(b, row, count)).Count() / count);
}
