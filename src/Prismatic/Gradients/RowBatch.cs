namespace Prismatic.Gradients;

/// <summary>Rows of a chunk that run together, padded to one length.</summary>
/// <param name="Members">Their places in the chunk.</param>
/// <param name="Length">Tokens of each row, padding included.</param>
internal sealed record RowBatch(int[] Members, int Length)
{
    /// <summary>
    /// Cuts a chunk into batches. Rows of like length share one, so that little of it is padding; the order is a matter of
    /// the chunk alone.
    /// </summary>
    /// <param name="lengths">Tokens of each row of the chunk.</param>
    /// <param name="options">Tokens of a batch, and what its length is a multiple of.</param>
    public static IEnumerable<RowBatch> Cut(IReadOnlyList<int> lengths, GradientOptions options)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i])];
        for (var next = 0; next < order.Length; )
        {
            var length = BatchShapes.Length(lengths[order[next]], options);
            var count = Math.Min(BatchShapes.Rows(length, options), order.Length - next);
            yield return new RowBatch(order[next..(next + count)], length);
            next += count;
        }
    }
}
