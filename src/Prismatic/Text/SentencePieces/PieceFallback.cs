using System.Text;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text.SentencePieces;

/// <summary>What becomes of letters without a piece: their bytes, or one id for a run of them.</summary>
/// <param name="Unknown">The id for a run.</param>
/// <param name="Bytes">The ids of the 256 bytes; null where the model has none.</param>
internal sealed record PieceFallback(int Unknown, int[]? Bytes)
{
    /// <summary>Reads which of both a model has.</summary>
    /// <exception cref="PrismaticException">Pieces that it needs are missing.</exception>
    public static PieceFallback Of(PieceModelFile file, Vocabulary vocabulary)
    {
        var unknown = -1;
        for (var id = 0; id < file.Pieces.Count; id++)
        {
            if (file.Pieces[id].Kind == PieceKind.Unknown)
            {
                unknown = unknown < 0 ? id : throw TokenizerFault.Broken("two of its pieces stand for the unknown");
            }
        }
        if (unknown < 0)
        {
            throw TokenizerFault.Broken("none of its pieces stands for the unknown");
        }
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        return !file.ByteFallback ? new PieceFallback(unknown, null)
            : vocabulary.ByteIds(all) is { } ids ? new PieceFallback(unknown, ids)
            : throw TokenizerFault.Broken("it falls back to bytes and has not a piece for each of them");
    }

    /// <summary>Appends the ids for some letters.</summary>
    /// <param name="text">Letters without a piece.</param>
    /// <param name="ids">Gets the ids.</param>
    /// <param name="running">Whether the last id stands for letters without a piece already.</param>
    public void Write(ReadOnlySpan<char> text, List<int> ids, ref bool running)
    {
        if (Bytes is not null)
        {
            foreach (var value in Encoding.UTF8.GetBytes(text.ToString()))
            {
                ids.Add(Bytes[value]);
            }
        }
        else if (!running)
        {
            ids.Add(Unknown);
        }
        running = Bytes is null;
    }
}
