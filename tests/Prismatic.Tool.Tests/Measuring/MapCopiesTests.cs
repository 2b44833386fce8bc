using CsCheck;
using Prismatic.Mapping;
using Prismatic.Tool.Measuring;

namespace Prismatic.Tool.Tests.Measuring;

/// <summary>Copies are seen as many, near their place.</summary>
public class MapCopiesTests
{
    private static readonly Gen<MapPoint[]> Points = Gen.Select(Gen.Int[-3, 3], Gen.Int[-3, 3])
        .Select(place => new MapPoint(place.Item1 / 3f, place.Item2 / 3f))
        .Array[1, 200];

    [Fact]
    public void Copies_lie_apart_and_near_their_place() =>
        Points.Sample(points =>
        {
            var spread = MapCopies.Spread(points);
            var seen = new HashSet<MapPoint>();
            for (var i = 0; i < points.Length; i++)
            {
                var distance = MathF.Sqrt(
                    MathF.Pow(points[i].X - spread[i].X, 2) + MathF.Pow(points[i].Y - spread[i].Y, 2)
                );
                Assert.InRange(distance, 0, 0.06f);
                Assert.InRange(spread[i].X, -1, 1);
                Assert.InRange(spread[i].Y, -1, 1);
                Assert.True(!seen.Add(points[i]) || spread[i] == points[i], "the first stays where it is");
            }
        });

    [Fact]
    public void Inside_the_plane_no_two_points_coincide() =>
        Assert.Equal(500, MapCopies.Spread([.. Enumerable.Repeat(new MapPoint(0.2f, 0.1f), 500)]).Distinct().Count());

    [Fact]
    public void Rows_that_differ_stay_where_they_are()
    {
        MapPoint[] points = [new(0, 0), new(0.001f, 0), new(1, 1)];
        Assert.Same(points, MapCopies.Spread(points));
    }
}
