using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>A mean over prompts or questions, and its error.</summary>
public sealed record MeanFigure
{
    [Description("Mean; each prompt or question counts once.")]
    public required double Mean { get; init; }

    [Description("Standard error of the mean over them; null of a single one.")]
    public double? StandardError { get; init; }

    [Description("How many have the measure.")]
    public required int Count { get; init; }
}
