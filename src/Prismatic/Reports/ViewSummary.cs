using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>How diverse the rows are in one feature space.</summary>
public sealed record ViewSummary
{
    [Description("Short name of the feature space: ngrams, hidden, encoder or gradients, or two joined by +.")]
    public required string Name { get; init; }

    [Description("What this view compares, in words.")]
    public required string Description { get; init; }

    [Description("Identity of everything that made the vectors; scores of different fingerprints are never compared.")]
    public required string Fingerprint { get; init; }

    [Description("How the vectors were made.")]
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    [Description("Vectors measured (n).")]
    public required int Rows { get; init; }

    [Description("Length of a vector (d).")]
    public required int Dimensions { get; init; }

    [Description("Effective number of different rows (Vendi score), by order; exact for the rows measured.")]
    public required VendiScores Vendi { get; init; }

    [Description("What n independent random directions in d dimensions would score.")]
    public required VendiScores Ceiling { get; init; }

    [Description("Vendi score of order 1 over its ceiling.")]
    public required double ShareOfCeiling { get; init; }

    [Description("The score at a common number of rows, by which data sets of different size may be compared.")]
    public required RarefiedScore Rarefied { get; init; }

    [Description(
        "The same measures at the number of rows that a smaller or larger baseline has too; null where no baseline asked for them."
    )]
    public CommonRows? AtCommonRows { get; init; }

    [Description("The scores before the view was centred on a reference; null where it was not.")]
    public RawScores? Raw { get; init; }

    [Description("Groups of similar rows.")]
    public required ClusterSummary Clusters { get; init; }

    [Description("The largest directions the rows share, most shared first.")]
    public required IReadOnlyList<ModeSummary> Modes { get; init; }

    [Description("Shares of all modes, which the scores are made of; null in reports of earlier programs.")]
    public SpectrumSummary? Spectrum { get; init; }

    [Description(
        "Cosine of each row with the most similar other row, of at most 2,000 rows drawn by the seed; null of a single row and in reports of earlier programs."
    )]
    public HistogramSummary? Nearest { get; init; }

    [Description("How well the proxy model knows such text; null for views without a model.")]
    public FamiliaritySummary? Familiarity { get; init; }
}

/// <summary>Vendi scores of three orders; higher orders listen to large groups more and to rare rows less.</summary>
public sealed record VendiScores
{
    [Description("Order 1: exponential of the Shannon entropy of the eigenvalues.")]
    public required double Order1 { get; init; }

    [Description("Order 2: inverse participation ratio.")]
    public required double Order2 { get; init; }

    [Description("Order infinity: one over the largest eigenvalue.")]
    public required double OrderInfinity { get; init; }
}

/// <summary>Vendi score of order 1 over seeded subsamples of one size.</summary>
public sealed record RarefiedScore
{
    [Description("Rows in each draw.")]
    public required int Rows { get; init; }

    [Description("Draws.")]
    public required int Draws { get; init; }

    [Description("Mean over the draws.")]
    public required double Mean { get; init; }

    [Description("Standard deviation over the draws.")]
    public required double StandardDeviation { get; init; }

    [Description("Mean over the ceiling at this number of rows.")]
    public required double ShareOfCeiling { get; init; }
}

/// <summary>Measures that depend on how many rows there are, at a number that two data sets have in common.</summary>
public sealed record CommonRows
{
    [Description("The score at this number of rows.")]
    public required RarefiedScore Score { get; init; }

    [Description("Rows in each draw that was clustered.")]
    public required int ClusterRows { get; init; }

    [Description("Rows in crowded clusters over rows of a draw, 0 to 1: mean over the draws.")]
    public required double CrowdedShare { get; init; }

    [Description("Standard deviation of it over the draws.")]
    public required double CrowdedShareDeviation { get; init; }
}

/// <summary>Scores of a view as it was before it was centred.</summary>
public sealed record RawScores
{
    [Description("Vendi score of order 1.")]
    public required double Order1 { get; init; }

    [Description("The same at a common number of rows.")]
    public required RarefiedScore Rarefied { get; init; }
}

/// <summary>One direction that many rows share.</summary>
public sealed record ModeSummary
{
    [Description("Share of all squared length that lies along this direction, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Rows that point along it most.")]
    public required IReadOnlyList<ExampleRow> Examples { get; init; }
}

/// <summary>What the proxy model makes of the text.</summary>
public sealed record FamiliaritySummary
{
    [Description(
        "Mean loss of the proxy model over the rows measured, nats a token; high means unfamiliar text, whose scores read lower."
    )]
    public required double MeanLoss { get; init; }

    [Description("Which tokens the loss is taken over.")]
    public required string LossMask { get; init; }

    [Description("Rows cut at the greatest number of tokens.")]
    public required long TruncatedRows { get; init; }

    [Description("Truncated rows over rows measured, 0 to 1.")]
    public required double TruncatedShare { get; init; }

    [Description("Tokens the model saw.")]
    public required long Tokens { get; init; }

    [Description("Tokens a row, at most as many as the model was to read; null in reports of earlier programs.")]
    public HistogramSummary? Lengths { get; init; }
}

/// <summary>A row shown as an example.</summary>
public sealed record ExampleRow
{
    [Description("Row number in the data set, from 0.")]
    public required long Row { get; init; }

    [Description("Its beginning, on one line.")]
    public required string Excerpt { get; init; }
}
