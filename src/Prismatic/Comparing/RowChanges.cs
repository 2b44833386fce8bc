namespace Prismatic.Comparing;

/// <summary>A row of BASE and the row of HEAD that it became.</summary>
/// <param name="Base">Row number in BASE.</param>
/// <param name="Head">Row number in HEAD.</param>
/// <param name="Similarity">
/// Jaccard similarity of their word shingles, 1 where they differ in looks only; null where a key says that they are one row.
/// </param>
public readonly record struct ChangedRow(long Base, long Head, double? Similarity);

/// <summary>
/// What became of every row. Each row of BASE is unchanged, changed or removed, each of HEAD unchanged, changed or added; lists ascend by
/// the number in HEAD, of removed rows in BASE.
/// </summary>
public sealed record RowChanges
{
    /// <summary>Rows with the same text in both, as pairs.</summary>
    public required IReadOnlyList<(long Base, long Head)> Unchanged { get; init; }

    /// <summary>Rows whose text is another one now.</summary>
    public required IReadOnlyList<ChangedRow> Changed { get; init; }

    /// <summary>Row numbers in HEAD.</summary>
    public required IReadOnlyList<long> Added { get; init; }

    /// <summary>Row numbers in BASE.</summary>
    public required IReadOnlyList<long> Removed { get; init; }
}
