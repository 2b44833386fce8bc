using CsCheck;
using Prismatic.Diversity;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

public sealed class HistogramBuilderTests
{
    [Fact]
    public void Every_count_is_in_one_bin_and_bins_follow_one_another() =>
        Gen.OneOf(Gen.Int[0, 30], Gen.Int[0, 5000], Gen.Int[0, int.MaxValue])
            .Array[1, 40]
            .Sample(values =>
            {
                var histogram = HistogramBuilder.OfCounts(values)!;
                Assert.Equal(values.Length, histogram.Bins.Sum(bin => bin.Count));
                Assert.Equal(values.Length, histogram.Count);
                Assert.Equal(values.Min(), histogram.Least);
                Assert.Equal(values.Max(), histogram.Greatest);
                Assert.InRange(histogram.Bins.Count, 1, 64);
                Assert.All(
                    histogram.Bins.Zip(histogram.Bins.Skip(1)),
                    pair => Assert.Equal(pair.First.To + 1, pair.Second.From)
                );
                Assert.InRange(histogram.Least, histogram.Bins[0].From, histogram.Bins[0].To);
                Assert.InRange(histogram.Greatest, histogram.Bins[^1].From, histogram.Bins[^1].To);
            });

    [Fact]
    public void Every_similarity_is_in_one_bin() =>
        Gen.Float[-1, 1]
            .Array[1, 40]
            .Sample(values =>
            {
                var histogram = HistogramBuilder.OfSimilarities(values)!;
                Assert.Equal(values.Length, histogram.Bins.Sum(bin => bin.Count));
                Assert.True(histogram.Bins[0].Count > 0 && histogram.Bins[^1].Count > 0);
                Assert.InRange(histogram.Median, histogram.Least, histogram.Greatest);
            });

    [Theory]
    [InlineData(new[] { 3, 3, 5 }, "3-3:2 4-4:0 5-5:1", 3)]
    [InlineData(
        new[] { 0, 9, 12, 15, 70, 99, 100 },
        "0-9:2 10-14:1 15-19:1 20-29:0 30-49:0 50-69:0 70-99:2 100-149:1",
        15
    )]
    [InlineData(
        new[] { 31, 60, 75 },
        "30-31:1 32-33:0 34-35:0 36-37:0 38-39:0 40-41:0 42-43:0 44-45:0 46-47:0 48-49:0 50-51:0 52-53:0 54-55:0 56-57:0 58-59:0 60-61:1 62-63:0 64-65:0 66-67:0 68-69:0 70-71:0 72-73:0 74-75:1",
        60
    )]
    [InlineData(
        new[] { 983, 1000, 1010 },
        "982-983:1 984-985:0 986-987:0 988-989:0 990-991:0 992-993:0 994-995:0 996-997:0 998-999:0 1000-1001:1 1002-1003:0 1004-1005:0 1006-1007:0 1008-1009:0 1010-1011:1",
        1000
    )]
    public void Bins_of_counts_are_these(int[] values, string expected, int median)
    {
        var histogram = HistogramBuilder.OfCounts(values)!;
        Assert.Equal(expected, string.Join(' ', histogram.Bins.Select(bin => $"{bin.From}-{bin.To}:{bin.Count}")));
        Assert.Equal(median, histogram.Median);
    }

    [Fact]
    public void A_copy_is_in_the_last_bin_and_an_opposite_in_the_first()
    {
        var histogram = HistogramBuilder.OfSimilarities([-0.5f, 1, 0.9999999f])!;
        Assert.Equal((0.0, 1L), (histogram.Bins[0].From, histogram.Bins[0].Count));
        Assert.Equal((1.0, 2L), (histogram.Bins[^1].To, histogram.Bins[^1].Count));
    }

    [Fact]
    public void Of_nothing_there_is_none()
    {
        Assert.Null(HistogramBuilder.OfCounts([]));
        Assert.Null(HistogramBuilder.OfSimilarities([]));
    }

    [Fact]
    public void A_flat_spectrum_reaches_half_at_half_of_its_modes()
    {
        var spectrum = SpectrumBuilder.Of(VendiScore.OfEigenvalues([.. Enumerable.Repeat(1 / 400.0, 400)], 400, 400));
        Assert.Equal((400, 200), (spectrum.Modes, spectrum.Half));
        Assert.Equal(Enumerable.Range(1, 16), spectrum.Points.Take(16).Select(point => point.Rank));
        Assert.Equal((400, 1.0), (spectrum.Points[^1].Rank, spectrum.Points[^1].Cumulative));
        Assert.InRange(spectrum.Points.Count, 20, 60);
        Assert.All(spectrum.Points, point => Assert.Equal(0.0025, point.Share));
    }

    [Fact]
    public void One_mode_is_a_spectrum()
    {
        var spectrum = SpectrumBuilder.Of(VendiScore.OfEigenvalues([1, 1e-17, 0], 3, 3));
        Assert.Equal((1, 1), (spectrum.Modes, spectrum.Half));
        Assert.Equal(
            new SpectrumPoint
            {
                Rank = 1,
                Share = 1,
                Cumulative = 1,
            },
            Assert.Single(spectrum.Points)
        );
    }
}
