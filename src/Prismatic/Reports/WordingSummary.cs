using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Diversity of wording, under the names the field uses; docs/metrics.md has the definitions.</summary>
public sealed record WordingSummary
{
    [Description("Rows looked at: the measured ones, or a seeded part of them.")]
    public required int Rows { get; init; }

    [Description("Words of these rows. All values depend on it and on the length of rows: compare like with like.")]
    public required long Words { get; init; }

    [Description("How texts were cut into words.")]
    public required string Tokens { get; init; }

    [Description("distinct-1 to distinct-4: different n-grams over all n-grams within rows.")]
    public required IReadOnlyList<double> Distinct { get; init; }

    [Description("Sum of distinct-n for n from 1 to 4 over all rows as one text, 0 to 4.")]
    public required double NGramDiversity { get; init; }

    [Description("Mean over rows of ln(1 + occurrences of its 4-grams in other rows).")]
    public required double SelfRepetition { get; init; }

    [Description("Bytes over gzip bytes of all rows joined. Higher is more alike.")]
    public required double CompressionRatio { get; init; }

    [Description("Share of different words in windows of 50, averaged over all windows.")]
    public required double MovingTypeTokenRatio { get; init; }

    [Description("Mean BLEU-4 of a row with all others as references; null for a single row.")]
    public double? SelfBleu { get; init; }

    [Description("Mean ROUGE-L F-measure of pairs of rows; null for a single row.")]
    public double? Homogenization { get; init; }

    [Description("Rows that the pairs of homogenization are made of.")]
    public required int HomogenizationRows { get; init; }

    [Description("Words a row; null in reports of earlier programs.")]
    public HistogramSummary? Lengths { get; init; }

    [Description("How each of these was counted: its words, its parameters, by name.")]
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    [Description("The same of equally many words, to compare sets of unlike size; null below 1,000 words.")]
    public WordingAtBudget? AtBudget { get; init; }

    [Description("The most frequent first three words, with the share of rows that begin so.")]
    public required IReadOnlyList<PhraseShare> Openings { get; init; }

    [Description("The most frequent last three words, with the share of rows that end so.")]
    public required IReadOnlyList<PhraseShare> Closings { get; init; }
}

/// <summary>Measures of wording of seeded draws of equally many words.</summary>
public sealed record WordingAtBudget
{
    [Description("Words in each draw: whole rows, of which the last one loses its end.")]
    public required int Words { get; init; }

    [Description("Draws. Where they take most of the words there are, they share rows and their spread says less.")]
    public required int Draws { get; init; }

    [Description("Rows in a draw, averaged. Longer rows are fewer: values that count within rows depend on it.")]
    public required double Rows { get; init; }

    [Description("distinct-1 to distinct-4.")]
    public required IReadOnlyList<DrawnValue> Distinct { get; init; }

    [Description("Sum of distinct-n over all rows as one text, words joined by single spaces.")]
    public required DrawnValue NGramDiversity { get; init; }

    [Description("Self-repetition.")]
    public required DrawnValue SelfRepetition { get; init; }

    [Description("Compression ratio, words joined by single spaces.")]
    public required DrawnValue CompressionRatio { get; init; }

    [Description("Moving-average type-token ratio.")]
    public required DrawnValue MovingTypeTokenRatio { get; init; }

    [Description("Self-BLEU; null where a draw is a single row.")]
    public DrawnValue? SelfBleu { get; init; }
}

/// <summary>A value over draws.</summary>
public sealed record DrawnValue
{
    [Description("Mean over the draws.")]
    public required double Mean { get; init; }

    [Description("Standard deviation over the draws.")]
    public required double StandardDeviation { get; init; }
}

/// <summary>Words that rows share.</summary>
public sealed record PhraseShare
{
    [Description("The words, cut short where they are long.")]
    public required string Phrase { get; init; }

    [Description("Rows with them.")]
    public required int Rows { get; init; }

    [Description("These over the rows looked at.")]
    public required double Share { get; init; }
}
