using Prismatic.Numerics;

namespace Prismatic.Features;

/// <summary>
/// One view of a data set: a unit vector for each row. Clustering, the Vendi score and the filter take this and never
/// ask where it came from, so that words, gradients and later an encoder stand side by side.
/// </summary>
public sealed record FeatureSpace
{
    /// <summary>Short name users choose it by: "gradients", "ngrams".</summary>
    public required string Name { get; init; }

    /// <summary>n × d, rows of unit length, in the order of <see cref="RowIndices"/>.</summary>
    public required Matrix Rows { get; init; }

    /// <summary>For each row of the matrix, its row number in the data set; strictly ascending.</summary>
    public required IReadOnlyList<long> RowIndices { get; init; }

    /// <summary>Identity of everything that made the vectors. Scores of different fingerprints are never compared.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What was chosen, for the report: model, projection, dimensions, seed.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }
}
