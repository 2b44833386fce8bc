using CsCheck;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Numbers of groups can be read wherever the groups lie.</summary>
public class MapLabelsTests
{
    private const int Width = 1440;
    private const int Height = 700;

    private static readonly Gen<List<MapLabel>> Labels = Gen.Select(Gen.Int[0, Width], Gen.Int[0, Height])
        .Array[1, 10]
        .Select(places => places.Select((place, i) => new MapLabel(i, place.Item1, place.Item2)).ToList());

    [Fact]
    public void No_label_covers_another_and_all_lie_in_the_picture() =>
        Labels.Sample(labels =>
        {
            var apart = MapLabels.Apart(labels, Width, Height);
            Assert.Equal(labels.ConvertAll(label => label.Group), apart.Select(label => label.Group));
            Assert.All(apart, label => Assert.True(label.X is >= 0 and <= Width && label.Y is >= 0 and <= Height));
            foreach (var (a, b) in from a in apart from b in apart where a.Group < b.Group select (a, b))
            {
                Assert.True(
                    Math.Abs(a.X - b.X) >= MapLabels.Wide || Math.Abs(a.Y - b.Y) >= MapLabels.High,
                    $"{a} and {b}"
                );
            }
        });

    [Fact]
    public void Labels_that_are_apart_stay_where_they_are()
    {
        MapLabel[] labels = [new(0, 100, 100), new(1, 200, 100), new(2, 100, 400)];
        Assert.Equal(labels, MapLabels.Apart(labels, Width, Height));
    }

    [Fact]
    public void Ten_labels_at_one_place_part() =>
        Assert.Equal(
            10,
            MapLabels
                .Apart(Enumerable.Range(0, 10).Select(group => new MapLabel(group, 720, 350)), Width, Height)
                .Select(label => (label.X, label.Y))
                .Distinct()
                .Count()
        );
}
