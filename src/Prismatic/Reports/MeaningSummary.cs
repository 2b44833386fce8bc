using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Rows that say the same in other words, as the view that stands for meaning tells it.</summary>
public sealed record MeaningSummary
{
    [Description("The view that stands for meaning: encoder, or hidden where no encoder was given.")]
    public required string View { get; init; }

    [Description("What read the meaning, in words: model, hash, pooling, numbers of a vector, limit of tokens.")]
    public required string Source { get; init; }

    [Description("Identity of the vectors; numbers of different fingerprints are never compared.")]
    public required string Fingerprint { get; init; }

    [Description("What was found, in plain sentences.")]
    public required IReadOnlyList<string> Sentences { get; init; }

    [Description("Mean cosine of two different rows as the model gives them, -1 to 1, exact; null for a single row.")]
    public double? Floor { get; init; }

    [Description(
        "Least cosine of two rows of one meaning, the rows less their mean; docs/benchmarks/meaning.md has its reasons."
    )]
    public required double Threshold { get; init; }

    [Description("Measured rows that no earlier row says in (nearly) the same words.")]
    public required int DifferentWords { get; init; }

    [Description("Of these, the rows compared with one another: all, or a part drawn by the seed.")]
    public required int ComparedRows { get; init; }

    [Description("Of the rows compared, those that say what an earlier one says.")]
    public required int Rows { get; init; }

    [Description("These over the rows compared, 0 to 1; exact for the rows compared.")]
    public required double Share { get; init; }

    [Description("Rows that are said again.")]
    public required int Clusters { get; init; }

    [Description("The rows said again most often, each with rows that say the same, the least alike in words first.")]
    public required IReadOnlyList<MeaningFamily> Largest { get; init; }
}

/// <summary>A row and those that say the same.</summary>
public sealed record MeaningFamily
{
    [Description("Rows, the first one included.")]
    public required int Rows { get; init; }

    [Description("The first of them.")]
    public required ExampleRow First { get; init; }

    [Description("Rows that say the same, the least alike in words first.")]
    public required IReadOnlyList<MeaningRow> Examples { get; init; }
}

/// <summary>A row beside the one whose meaning it repeats.</summary>
public sealed record MeaningRow
{
    [Description("Row number.")]
    public required long Row { get; init; }

    [Description("Cosine with the first row, both less the mean of all rows.")]
    public required double Similarity { get; init; }

    [Description("Different words that both have, over those that either has, 0 to 1.")]
    public required double WordOverlap { get; init; }

    [Description("The beginning of its text.")]
    public required string Excerpt { get; init; }
}
