using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>What the rows' reasoning tells the proxy model about their answers.</summary>
public sealed record GainSummary
{
    [Description("Where reasoning and answers were found, in words.")]
    public required string Source { get; init; }

    [Description(
        "What leads to the answer in the text the model reads, with reasoning and without; empty for nothing."
    )]
    public required string Cue { get; init; }

    [Description("Identity of the measure; gains of different fingerprints are never compared.")]
    public required string Fingerprint { get; init; }

    [Description("Rows measured: drawn by the seed, with a reasoning and an answer.")]
    public required int Rows { get; init; }

    [Description("Rows drawn whose reasoning is empty: their gain is 0, and they are in no mean.")]
    public required int RowsWithoutReasoning { get; init; }

    [Description("Rows drawn that have no answer; not measured.")]
    public required int RowsWithoutAnswer { get; init; }

    [Description("Rows measured that were cut at the greatest number of tokens.")]
    public required int TruncatedRows { get; init; }

    [Description("What the gain means for this data set, in plain sentences.")]
    public required IReadOnlyList<string> Sentences { get; init; }

    [Description("Mean loss of the answer without reasoning, nats a token.")]
    public required double LossWithout { get; init; }

    [Description("Gain of the row's own reasoning over none, nats an answer token.")]
    public required GainFigure Own { get; init; }

    [Description("Gain of another row's reasoning of like length; null where there is no other.")]
    public GainFigure? Control { get; init; }

    [Description("Own gain less the control's, row by row: without what any reasoning of that form does.")]
    public GainFigure? Specific { get; init; }

    [Description("Gain of the reasoning without the sentences that hold the answer word for word.")]
    public required GainFigure Masked { get; init; }

    [Description("Own gain at the first token of the answer, nats.")]
    public required GainFigure FirstToken { get; init; }

    [Description("Mean gain of the whole answer over the tokens of the reasoning, nats a reasoning token.")]
    public required double Efficiency { get; init; }

    [Description("Rows by gain and by the size of their cluster of gradients; null without a view of gradients.")]
    public GainQuadrant? Quadrant { get; init; }
}

/// <summary>One gain over all rows measured.</summary>
public sealed record GainFigure
{
    [Description("Mean.")]
    public required double Mean { get; init; }

    [Description("Standard error of the mean over rows: what other rows drawn would change.")]
    public required double StandardError { get; init; }

    [Description("Median.")]
    public required double Median { get; init; }

    [Description("Rows above 0 over rows measured, 0 to 1.")]
    public required double AboveZero { get; init; }
}

/// <summary>Rows by gain and sparseness.</summary>
public sealed record GainQuadrant
{
    [Description("Name of the view whose clusters count.")]
    public required string View { get; init; }

    [Description("Clusters that count as sparse: the smallest half.")]
    public required int SparseClusters { get; init; }

    [Description("The four cells: sparse with high gain, sparse with low, dense with high, dense with low.")]
    public required IReadOnlyList<QuadrantCell> Cells { get; init; }
}

/// <summary>One cell of the quadrant.</summary>
public sealed record QuadrantCell
{
    [Description("Whether the rows' clusters are sparse.")]
    public required bool Sparse { get; init; }

    [Description(
        "Whether the rows' own reasoning gains more than another row's (more than none where there is no other)."
    )]
    public required bool HighGain { get; init; }

    [Description("Rows in the cell.")]
    public required int Rows { get; init; }

    [Description("Over rows measured, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Rows of the cell, the most marked first: by own gain less the control's.")]
    public required IReadOnlyList<GainRow> Examples { get; init; }
}

/// <summary>A row with its gain.</summary>
public sealed record GainRow
{
    [Description("Row number in the data set, from 0.")]
    public required long Row { get; init; }

    [Description("Own gain, nats an answer token.")]
    public required double Gain { get; init; }

    [Description("Own gain less the control's; null without a control.")]
    public double? Specific { get; init; }

    [Description("Rows of its cluster.")]
    public required int ClusterRows { get; init; }

    [Description("Its beginning, on one line.")]
    public required string Excerpt { get; init; }
}
