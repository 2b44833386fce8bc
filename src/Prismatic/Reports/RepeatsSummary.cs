using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Rows that nearly repeat another.</summary>
public sealed record RepeatsSummary
{
    [Description("Jaccard similarity of word shingles from which two rows are near-duplicates.")]
    public required double Threshold { get; init; }

    [Description("Words of a shingle; a shorter row is one shingle. Words are in lower case, between white space.")]
    public required int ShingleWords { get; init; }

    [Description("Measured rows that nearly repeat another one of their cluster, exact copies among them.")]
    public required int Rows { get; init; }

    [Description("These over measured rows, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Of these, rows with the same shingles as another: the same words, whatever their case and spacing.")]
    public required int SameWords { get; init; }

    [Description("Clusters of near-duplicates: chains, whose ends may be less alike than the threshold.")]
    public required int Clusters { get; init; }

    [Description("The largest clusters, each with its first row and rows that repeat it.")]
    public required IReadOnlyList<RepeatFamily> Largest { get; init; }
}

/// <summary>A cluster of near-duplicates.</summary>
public sealed record RepeatFamily
{
    [Description("Rows of the cluster, its first one included.")]
    public required int Rows { get; init; }

    [Description("Its first row.")]
    public required ExampleRow First { get; init; }

    [Description("Other rows of it, the least similar first.")]
    public required IReadOnlyList<RepeatedRow> Examples { get; init; }
}

/// <summary>A row beside the one it is most like.</summary>
public sealed record RepeatedRow
{
    [Description("Row number.")]
    public required long Row { get; init; }

    [Description("The row of the cluster that it was found to be most like.")]
    public required long Of { get; init; }

    [Description("Jaccard similarity of the two, exact.")]
    public required double Similarity { get; init; }

    [Description("The beginning of its text.")]
    public required string Excerpt { get; init; }
}
