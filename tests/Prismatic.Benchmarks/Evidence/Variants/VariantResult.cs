namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>All that was measured of one variant.</summary>
internal sealed record VariantResult
{
    public required string Name { get; init; }

    /// <summary>Spearman with exact gradients; null where the variant has no exact counterpart.</summary>
    public required double? Fidelity { get; init; }

    public required Monotone ExactCopies { get; init; }

    public required Monotone NearCopies { get; init; }

    public required Monotone Templates { get; init; }

    /// <summary>Score over the originals': templated and backward, questions alone and with responses.</summary>
    public required double TemplatedQuestions { get; init; }

    public required double TemplatedRows { get; init; }

    public required double BackwardQuestions { get; init; }

    public required double BackwardRows { get; init; }

    /// <summary>Excess of the longest fifth of each set.</summary>
    public required double[] LengthExcess { get; init; }

    /// <summary>Of each source.</summary>
    public required double[] SourceScores { get; init; }

    /// <summary>Spearman over sources of score and mean loss of the proxy.</summary>
    public required double Familiarity { get; init; }

    /// <summary>Of each labelled set.</summary>
    public required (double Normalised, double Adjusted)[] Topics { get; init; }

    public double MeanExcess => LengthExcess.Average();

    public double MeanNmi => Topics.Average(t => t.Normalised);

    public double MeanAmi => Topics.Average(t => t.Adjusted);
}
