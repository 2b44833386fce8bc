using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed class ProgressTests
{
    [Fact]
    public void A_log_gets_a_line_every_few_seconds_with_rate_and_time_left()
    {
        var clock = new ManualClock();
        using var error = new StringWriter { NewLine = "\n" };
        var progress = new LineProgress(new Terminal { Out = TextWriter.Null, Error = error }, clock);
        for (var done = 0; done <= 1000; done += 10)
        {
            progress.Report(new StageProgress("gradients", done, 1000));
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }
        Assert.Equal(
            "gradients: 500 of 1,000 rows (50 %), 100 rows/s, 5 s left\ngradients: 1,000 of 1,000 rows (100 %), 100 rows/s\n",
            error.ToString()
        );
    }

    [Fact]
    public void Short_work_leaves_no_line()
    {
        using var error = new StringWriter();
        var progress = new LineProgress(new Terminal { Out = TextWriter.Null, Error = error }, new ManualClock());
        progress.Report(new StageProgress("reading", 10, 10));
        Assert.Equal("", error.ToString());
    }

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(2000, "33 min")]
    [InlineData(7500, "2 h 5 min")]
    public void Durations_are_told_as_people_do(int seconds, string expected) =>
        Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.004, "0.4 %")]
    [InlineData(0.0996, "10 %")]
    [InlineData(0.383, "38 %")]
    [InlineData(1, "100 %")]
    public void Shares_are_told_in_percent(double share, string expected) =>
        Assert.Equal(expected, Numbers.Percent(share));

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
