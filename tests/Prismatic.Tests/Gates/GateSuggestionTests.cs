using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tests.Gates;

/// <summary>Limits that are found for the data at hand.</summary>
public sealed class GateSuggestionTests
{
    [Fact]
    public void What_is_suggested_passes_the_report_it_was_found_in()
    {
        var report = GateSamples.Report(50, spread: 2);
        Gate[] gates = [.. GateSuggestion.All(report).Select(suggestion => suggestion.Gate).OfType<Gate>()];
        Assert.True(gates.Length >= 3);
        Assert.All(GateCheck.Run(report, gates), result => Assert.Equal(GateState.Passed, result.State));
    }

    [Fact]
    public void A_limit_is_the_least_where_low_is_bad_and_the_greatest_elsewhere()
    {
        var report = GateSamples.Report(50);
        Assert.Equal((45.0, null), Limits(report, "PRS006"));
        // Of 10 rows none: one and two more may be chance.
        Assert.Equal((null, 0.3), Limits(report, "PRS001"));
        Assert.Equal((9.0, null), Limits(report, "PRS013"));
    }

    [Fact]
    public void A_limit_that_every_number_meets_is_no_gate()
    {
        // One row is worth one, whatever it is.
        Assert.Null(Of(GateSamples.Report(1), "PRS006").Gate);
        Assert.NotNull(Of(GateSamples.Report(2), "PRS006").Gate);
        var report = GateSamples.Report(50);
        // Of three rows all may be copies by chance; a share is never above 1.
        var three = report with
        {
            Dataset = report.Dataset with { RowsWithText = 3 },
        };
        Assert.Equal(1, Of(three, "PRS001").Margin.Limit);
        Assert.Null(Of(three, "PRS001").Gate);
        // No number of rows is below 0.
        var none = report with
        {
            Dataset = report.Dataset with { Rows = 0, MeasuredRows = 0, RowsWithText = 0 },
        };
        Assert.Equal(0, Of(none, "PRS013").Margin.Limit);
        Assert.Null(Of(none, "PRS013").Gate);
    }

    [Theory]
    [InlineData("ngrams", GateSeverity.Error)]
    [InlineData("gradients", GateSeverity.Error)]
    [InlineData("hidden", GateSeverity.Warning)]
    public void Views_without_limits_of_their_own_warn(string view, GateSeverity expected)
    {
        var report = GateSamples.Report(50);
        report = report with { Views = [report.Views[0] with { Name = view }] };
        Assert.Equal(expected, Of(report, "PRS006").Gate!.Severity);
    }

    private static GateSuggestion Of(Report report, string id) =>
        GateSuggestion.All(report).Single(suggestion => suggestion.Rule.Id == id);

    private static (double? Min, double? Max) Limits(Report report, string id) =>
        Of(report, id).Gate is { } gate ? (gate.Min, gate.Max) : default;
}
