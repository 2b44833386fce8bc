using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Numbers as people read them, on both sides of every value at which the form changes.</summary>
public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(999.94, "999.9")]
    [InlineData(1000, "1,000")]
    [InlineData(1234.5, "1,234")]
    public void Scores_of_a_thousand_have_no_decimal(double value, string expected) =>
        Assert.Equal(expected, Numbers.Score(value));

    [Theory]
    [InlineData(0.0994, "9.9 %")]
    [InlineData(0.09951, "10 %")]
    [InlineData(0.0001, "0.0 %")]
    public void Shares_below_a_tenth_have_a_decimal(double share, string expected) =>
        Assert.Equal(expected, Numbers.Percent(share));

    [Theory]
    [InlineData(59, "59 s")]
    [InlineData(59.2, "1 min 0 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(599, "9 min 59 s")]
    [InlineData(600, "10 min")]
    [InlineData(629, "10 min")]
    [InlineData(630, "11 min")]
    [InlineData(3599, "60 min")]
    [InlineData(3600, "1 h 0 min")]
    [InlineData(7260, "2 h 1 min")]
    public void Durations_change_their_units(double seconds, string expected) =>
        Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(999, "999 bytes")]
    [InlineData(1e3, "1.0 kB")]
    [InlineData(12_340, "12.3 kB")]
    [InlineData(1e6, "1.0 MB")]
    [InlineData(4_560_000, "4.6 MB")]
    [InlineData(1e9, "1.00 GB")]
    [InlineData(1.056e9, "1.06 GB")]
    public void Sizes_go_in_steps_of_a_thousand(double bytes, string expected) =>
        Assert.Equal(expected, Numbers.Size(bytes));

    [Theory]
    [InlineData(999, "999")]
    [InlineData(1e3, "1.0 k")]
    [InlineData(2_460, "2.5 k")]
    [InlineData(1e4, "10 k")]
    [InlineData(24_600, "25 k")]
    [InlineData(1e6, "1.0 M")]
    [InlineData(2_460_000, "2.5 M")]
    public void Large_numbers_are_told_about(double value, string expected) =>
        Assert.Equal(expected, Numbers.About(value));

    [Fact]
    public void One_is_not_many()
    {
        Assert.Equal("1 row", Numbers.Count(1, "row"));
        Assert.Equal("0 rows", Numbers.Count(0, "row"));
        Assert.Equal("7,473 rows", Numbers.Count(7473, "row"));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.001, 1)]
    [InlineData(0.25, 3)]
    [InlineData(0.94, 9)]
    [InlineData(1, 10)]
    [InlineData(7, 10)]
    public void A_bar_has_ten_letters_and_shows_anything_above_nothing(double share, int filled) =>
        Assert.Equal(new string('▇', filled) + new string('░', 10 - filled), Sparks.Bar(share));

    [Fact]
    public void A_line_is_as_high_as_its_greatest()
    {
        Assert.Equal("▁▃█▂", Sparks.Line([0, 2, 7, 1]));
        Assert.Equal("▁▁", Sparks.Line([0, 0]));
        Assert.Equal("▁█", Sparks.Line([-3, 0.5]));
        Assert.Equal("", Sparks.Line([]));
    }

    [Theory]
    [InlineData(9.94, "rows", "9.9 rows/s")]
    [InlineData(10, "rows", "10 rows/s")]
    [InlineData(1234.6, "rows", "1,235 rows/s")]
    [InlineData(1234.6, Pace.Bytes, "1.2 kB/s")]
    public void Slow_work_has_a_decimal(double rate, string unit, string expected) =>
        Assert.Equal(expected, Pace.Rate(rate, unit));

    [Fact]
    public void Time_left_is_told_where_it_can_be_known()
    {
        Assert.Equal("a: 5 of 10 rows (50 %)", Describe(new StageProgress("a", 5, 10), 5, 0));
        Assert.Equal("a: 0 of 10 rows (0 %)", Describe(new StageProgress("a", 0, 10), 0, 2));
        Assert.Equal("a: 4 of 10 rows (40 %), 2.0 rows/s, 3 s left", Describe(new StageProgress("a", 4, 10), 4, 2));
        Assert.Equal("a: 10 of 10 rows (100 %), 5.0 rows/s", Describe(new StageProgress("a", 10, 10), 10, 2));
        Assert.Equal("a: 10 rows, 5.0 rows/s", Describe(new StageProgress("a", 10, 0), 10, 2));
    }

    private static string Describe(StageProgress progress, long done, double seconds) =>
        Pace.Describe(progress, done, TimeSpan.FromSeconds(seconds));
}
