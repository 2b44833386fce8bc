using System.ComponentModel;
using Prismatic.Duplicates;

namespace Prismatic.Reports;

/// <summary>Measured rows that repeat another: copies and near-duplicates, each counted once.</summary>
public sealed record DuplicatesSummary
{
    [Description(
        "Measured rows that repeat another one of their cluster, whatever the kind; its first row is none of them."
    )]
    public required int Rows { get; init; }

    [Description("These over measured rows, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Clusters of duplicates: chains, whose ends may be less alike than the threshold.")]
    public required int Clusters { get; init; }

    [Description("One entry for each kind: exact, normalised, near. A row is of the closest kind only.")]
    public required IReadOnlyList<DuplicateKindSummary> Kinds { get; init; }

    [Description("What normalisation does.")]
    public required string Normalisation { get; init; }

    [Description("Jaccard similarity of word shingles from which two rows are near-duplicates.")]
    public required double Threshold { get; init; }

    [Description("Words of a shingle; a shorter row is one shingle. Words are in lower case, between white space.")]
    public required int ShingleWords { get; init; }

    [Description("Bands of MinHash: two rows that agree in all hashes of one are compared.")]
    public required int Bands { get; init; }

    [Description("Hashes of a band.")]
    public required int BandHashes { get; init; }

    [Description("Probability that two rows at the threshold are compared, 0 to 1.")]
    public required double FoundAtThreshold { get; init; }

    [Description(
        "Rows that were compared with part of their candidates only, since those are limited; 0 for most sets."
    )]
    public required int CutShort { get; init; }

    [Description("Where rows and those they are most like come from, the most frequent first; null for a single file.")]
    public required IReadOnlyList<FilePair>? Files { get; init; }

    [Description("The largest clusters, each with its first row and rows that repeat it.")]
    public required IReadOnlyList<DuplicateFamily> Largest { get; init; }

    [Description("One entry for each set given with --against; null where there is none.")]
    public IReadOnlyList<AgainstSummary>? Against { get; init; }
}

/// <summary>Rows that repeat another in one way.</summary>
public sealed record DuplicateKindSummary
{
    [Description("exact: character by character; normalised: in normal form; near: from the threshold on.")]
    public required DuplicateKind Kind { get; init; }

    [Description("Rows of this kind.")]
    public required int Rows { get; init; }

    [Description("These over measured rows, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Pairs to look at, the least similar first; none of exact copies within a set.")]
    public required IReadOnlyList<DuplicatePair> Examples { get; init; }
}

/// <summary>A row beside the one it is most like.</summary>
public sealed record DuplicatePair
{
    [Description("Row number.")]
    public required long Row { get; init; }

    [Description("Its file; null for a single file.")]
    public required string? File { get; init; }

    [Description("The beginning of its text.")]
    public required string Excerpt { get; init; }

    [Description("The row it is most like of those it was compared with; of copies the first one.")]
    public required long Of { get; init; }

    [Description("The file of that row; null for a single file.")]
    public required string? OfFile { get; init; }

    [Description("The beginning of its text.")]
    public required string OfExcerpt { get; init; }

    [Description("Jaccard similarity of the two, exact; 1 of copies.")]
    public required double Similarity { get; init; }
}

/// <summary>How many rows of one file are most like a row of another, or of the same.</summary>
public sealed record FilePair
{
    [Description("File of the rows.")]
    public required string File { get; init; }

    [Description("File of the rows they are most like.")]
    public required string OfFile { get; init; }

    [Description("How many rows.")]
    public required int Rows { get; init; }
}

/// <summary>A cluster of duplicates.</summary>
public sealed record DuplicateFamily
{
    [Description("Rows of the cluster, its first one included.")]
    public required int Rows { get; init; }

    [Description("The first row, which stands for the cluster.")]
    public required ExampleRow First { get; init; }

    [Description("Its file; null for a single file.")]
    public required string? FirstFile { get; init; }

    [Description("Other rows of it, the least similar first.")]
    public required IReadOnlyList<DuplicateMember> Examples { get; init; }
}

/// <summary>A row of a cluster.</summary>
public sealed record DuplicateMember
{
    [Description("Row number.")]
    public required long Row { get; init; }

    [Description("Its file; null for a single file.")]
    public required string? File { get; init; }

    [Description("How it repeats the other.")]
    public required DuplicateKind Kind { get; init; }

    [Description("The row of the cluster that it was found to be most like.")]
    public required long Of { get; init; }

    [Description("Jaccard similarity of the two, exact; 1 of copies.")]
    public required double Similarity { get; init; }

    [Description("The beginning of its text.")]
    public required string Excerpt { get; init; }
}

/// <summary>What a set shares with another one.</summary>
public sealed record AgainstSummary
{
    [Description("The other set.")]
    public required string Name { get; init; }

    [Description("Which columns gave its text, in words.")]
    public required string Fields { get; init; }

    [Description("Measured rows that are found in the other set.")]
    public required int Rows { get; init; }

    [Description("These over measured rows, 0 to 1.")]
    public required double Share { get; init; }

    [Description("One entry for each kind; shares are over measured rows.")]
    public required IReadOnlyList<DuplicateKindSummary> Kinds { get; init; }

    [Description("Rows of the other set with text.")]
    public required int OtherRows { get; init; }

    [Description("Rows of the other set that are found among the measured ones.")]
    public required int OtherFound { get; init; }

    [Description("These over rows of the other set with text, 0 to 1.")]
    public required double OtherShare { get; init; }

    [Description(
        "Rows that were compared with part of their candidates only, since those are limited; 0 for most sets."
    )]
    public required int CutShort { get; init; }
}
