using System.Text.Json.Serialization;

namespace Prismatic.Duplicates;

/// <summary>How a row repeats another. No row is of two kinds: the closest one counts.</summary>
public enum DuplicateKind
{
    /// <summary>The same text, character by character.</summary>
    [JsonStringEnumMemberName("exact")]
    Exact,

    /// <summary>The same text in the normal form of <see cref="DuplicateText"/>.</summary>
    [JsonStringEnumMemberName("normalised")]
    Normalised,

    /// <summary>Another text, whose shingles reach the threshold.</summary>
    [JsonStringEnumMemberName("near")]
    Near,
}

/// <summary>A row that repeats another of the same set.</summary>
/// <param name="Row">By its place among those given; never the first row of its cluster.</param>
/// <param name="Kind">How it repeats.</param>
/// <param name="Of">The row it is most like, of those it was compared with: of copies the first one.</param>
/// <param name="Representative">The first row of its cluster.</param>
/// <param name="Similarity">To <paramref name="Of"/>: exact Jaccard similarity of their shingles; 1 of copies.</param>
public readonly record struct Duplicate(int Row, DuplicateKind Kind, int Of, int Representative, double Similarity);

/// <summary>What repeats within a set.</summary>
/// <param name="Rows">Every row that is not the first of its cluster and not alone, ascending.</param>
/// <param name="Representatives">For each row the first of its cluster; itself where it is alone.</param>
/// <param name="Compared">Pairs whose exact similarity was computed.</param>
/// <param name="CutShort">Rows that were not compared with all their candidates, since those are limited; 0 for most sets.</param>
public sealed record DuplicateResult(
    IReadOnlyList<Duplicate> Rows,
    IReadOnlyList<int> Representatives,
    long Compared,
    int CutShort
);

/// <summary>A row that is found in another set.</summary>
/// <param name="Row">By its place in its own set.</param>
/// <param name="Kind">How it is found there; of rows that are copies within their set, as the first of these.</param>
/// <param name="Of">The row of the other set that it is most like, of those it was compared with.</param>
/// <param name="Similarity">Exact Jaccard similarity of their shingles; 1 of copies.</param>
public readonly record struct Overlap(int Row, DuplicateKind Kind, int Of, double Similarity);

/// <summary>What two sets share.</summary>
/// <param name="Rows">Rows of the first set that are found in the other, ascending.</param>
/// <param name="OtherRows">Rows of the other set that are found in the first, ascending.</param>
/// <param name="Compared">Pairs whose exact similarity was computed.</param>
/// <param name="CutShort">Rows that were not compared with all their candidates, since those are limited.</param>
public sealed record OverlapResult(
    IReadOnlyList<Overlap> Rows,
    IReadOnlyList<Overlap> OtherRows,
    long Compared,
    int CutShort
);
