using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>How the rows of a view are spread over its modes: the eigenvalues that its scores are made of.</summary>
public sealed record SpectrumSummary
{
    [Description("Modes with a share above 0.")]
    public required int Modes { get; init; }

    [Description("The largest modes that together hold half of all squared length.")]
    public required int Half { get; init; }

    [Description("Modes, the largest first: the first sixteen, then ever fewer, the last one always.")]
    public required IReadOnlyList<SpectrumPoint> Points { get; init; }
}

/// <summary>One mode among all.</summary>
public sealed record SpectrumPoint
{
    [Description("Place of the mode, from 1.")]
    public required int Rank { get; init; }

    [Description("Its share of all squared length (eigenvalue), 6 decimals.")]
    public required double Share { get; init; }

    [Description("Share of this mode and all larger ones together.")]
    public required double Cumulative { get; init; }
}
