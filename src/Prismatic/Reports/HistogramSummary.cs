using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>How often which values occur. Bins follow one another; empty ones at either end are left out.</summary>
public sealed record HistogramSummary
{
    [Description("Values counted.")]
    public required long Count { get; init; }

    [Description("The least value.")]
    public required double Least { get; init; }

    [Description("The value that half of them do not exceed.")]
    public required double Median { get; init; }

    [Description("The greatest value.")]
    public required double Greatest { get; init; }

    [Description("The bins, ascending; together they hold all values.")]
    public required IReadOnlyList<HistogramBin> Bins { get; init; }
}

/// <summary>Values from one number to another.</summary>
public sealed record HistogramBin
{
    [Description("Least value of the bin.")]
    public required double From { get; init; }

    [Description("Greatest value of the bin where values are whole numbers; else where the next bin begins.")]
    public required double To { get; init; }

    [Description("Values in it.")]
    public required long Count { get; init; }
}
