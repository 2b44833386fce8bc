using Prismatic.Data;

namespace Prismatic.Comparing;

/// <summary>A row's text as a number; rows without text are alike where their prompts are.</summary>
/// <param name="Hash">128 bits of <see cref="RowKey"/>.</param>
/// <param name="State">Whether there is text.</param>
public readonly record struct RowIdentity(UInt128 Hash, TextState State);

/// <summary>What tells the rows of one data set apart. Holds no text: about 24 bytes a row, and its key.</summary>
/// <param name="Texts">One for each row, in reading order.</param>
/// <param name="Keys">The key of each row, null where a row has none; null where rows are told apart by their texts.</param>
public sealed record RowIdentities(IReadOnlyList<RowIdentity> Texts, IReadOnlyList<string?>? Keys = null)
{
    /// <summary>Reads a data set once, and a second time for its keys.</summary>
    /// <param name="dataset">Streamed.</param>
    /// <param name="keyColumn">Column that names rows; null for none.</param>
    /// <param name="cancellation">Checked once a row.</param>
    /// <exception cref="PrismaticException">It cannot be read, or has no such column.</exception>
    public static async Task<RowIdentities> ReadAsync(
        Dataset dataset,
        string? keyColumn,
        CancellationToken cancellation = default
    )
    {
        var texts = new List<RowIdentity>();
        await foreach (var row in dataset.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            texts.Add(new RowIdentity(RowKey.Of(row, out _), row.State));
        }
        if (keyColumn is null)
        {
            return new RowIdentities(texts);
        }
        var keys = await KeyColumn.ReadAsync(dataset, keyColumn, cancellation).ToListAsync(cancellation);
        return keys.Count == texts.Count
            ? new RowIdentities(texts, keys)
            : throw new PrismaticException(
                $"'{dataset.Files[0]}' has {texts.Count} rows and {keys.Count} keys; it changed while it was read"
            );
    }
}
