using Prismatic.Text;

namespace Prismatic.Encoders;

/// <summary>Texts that run together: all are filled up to one length.</summary>
/// <param name="Members">Their places.</param>
/// <param name="Length">Ids of each row, filling included.</param>
/// <param name="RowCount">Rows that run; the last is repeated where there are fewer members.</param>
/// <remarks>
/// Only texts of one padded length share a batch. What a text is filled up to is then a matter of the text alone, and so are
/// its numbers: no neighbour changes a bit of them.
/// </remarks>
internal sealed record EncoderBatch(int[] Members, int Length, int RowCount)
{
    private const int PadTo = 8;
    private const int BatchTokens = 4096;

    /// <summary>What bears on the numbers, for a store's manifest.</summary>
    public static string Describe(bool fewShapes) => $"multiple of {PadTo}{(fewShapes ? ", few shapes" : "")}";

    /// <summary>Cuts texts into batches, the longest first.</summary>
    /// <param name="texts">Ids of each.</param>
    /// <param name="maxTokens">Most ids of a text.</param>
    /// <param name="fewShapes">Whether devices want few shapes: then lengths are powers of two, and batches full.</param>
    public static IEnumerable<EncoderBatch> Cut(IReadOnlyList<FramedText> texts, int maxTokens, bool fewShapes)
    {
        var groups = Enumerable
            .Range(0, texts.Count)
            .GroupBy(i => Padded(texts[i].Ids.Length, maxTokens, fewShapes))
            .OrderByDescending(group => group.Key);
        foreach (var group in groups)
        {
            var most = Math.Max(2, BatchTokens / group.Key);
            foreach (var members in group.Chunk(most))
            {
                // One row alone takes other kernels than two.
                yield return new EncoderBatch(members, group.Key, fewShapes ? most : Math.Max(2, members.Length));
            }
        }
    }

    private static int Padded(int length, int maxTokens, bool fewShapes)
    {
        var multiple = (length + PadTo - 1) / PadTo * PadTo;
        if (fewShapes)
        {
            multiple = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)multiple);
        }
        // A model may know no more positions than its limit.
        return Math.Max(length, Math.Min(multiple, maxTokens));
    }
}
