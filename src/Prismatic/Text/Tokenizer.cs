using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Prismatic.Text;

/// <summary>
/// Byte-level byte-pair encoding: any text to token ids and back without loss. Thread-safe after loading.
/// </summary>
/// <remarks>
/// Sennrich et al. 2016 over bytes. A file has one line a piece: its bytes in base64, a space, its id; ids 0 to 255 are
/// the single bytes and the others stand in the order of their merge. Two ids follow the last piece and belong to
/// no text, so no data set can write them: <see cref="BeginId"/> and <see cref="EndId"/>.
/// </remarks>
public sealed class Tokenizer
{
    private readonly TiktokenTokenizer _encoder;
    private readonly byte[][] _pieces;

    private Tokenizer(TiktokenTokenizer encoder, byte[][] pieces)
    {
        _encoder = encoder;
        _pieces = pieces;
    }

    /// <summary>Pieces and the two special ids together; every id is below it.</summary>
    public int VocabularySize => _pieces.Length + 2;

    /// <summary>Stands at the start of every row.</summary>
    public int BeginId => _pieces.Length;

    /// <summary>Stands at the end of every row.</summary>
    public int EndId => _pieces.Length + 1;

    /// <summary>Reads a piece file.</summary>
    /// <param name="stream">Lines of base64, space, id, sorted by id; read to its end and left open.</param>
    /// <exception cref="PrismaticException">
    /// The lines are not of that form, or this process cannot normalize Unicode.
    /// </exception>
    public static Tokenizer Load(Stream stream)
    {
        UnicodeSupport.Require();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var pieces = ParsePieces(Encoding.ASCII.GetString(memory.GetBuffer(), 0, (int)memory.Length));
        memory.Position = 0;
        var encoder = TiktokenTokenizer.Create(memory, new RegexPreTokenizer(PreTokens.Pattern(), null), null);
        return new Tokenizer(encoder, pieces);
    }

    /// <summary>Builds from pieces in memory, id by position.</summary>
    public static Tokenizer FromPieces(IReadOnlyList<byte[]> pieces)
    {
        using var memory = new MemoryStream();
        WritePieces(memory, pieces);
        memory.Position = 0;
        return Load(memory);
    }

    /// <summary>Writes the file that <see cref="Load"/> reads; the same pieces give the same bytes.</summary>
    public static void WritePieces(Stream stream, IReadOnlyList<byte[]> pieces)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        for (var id = 0; id < pieces.Count; id++)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(pieces[id])} {id}"));
        }
    }

    /// <summary>Token ids of a text, without special ids. Lone surrogates count as U+FFFD.</summary>
    public IReadOnlyList<int> Encode(string text) =>
        _encoder.EncodeToIds(IsWellFormed(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    /// <summary>The bytes of one token; none for the special ids.</summary>
    public ReadOnlySpan<byte> PieceBytes(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return id < _pieces.Length ? _pieces[id] : [];
    }

    /// <summary>The text of token ids; special ids are left out, bytes that are no UTF-8 become U+FFFD.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        using var bytes = new MemoryStream();
        foreach (var id in ids)
        {
            bytes.Write(PieceBytes(id));
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    // What the encoder below makes of a lone surrogate is not always U+FFFD, so it is replaced before.
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (int at; (at = text.IndexOfAnyInRange('\ud800', '\udfff')) >= 0; text = text[(at + 2)..])
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[][] ParsePieces(string content)
    {
        var pieces = new List<byte[]>();
        foreach (var line in content.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var buffer = new byte[Math.Max(space, 0)];
            if (
                space < 1
                || !Convert.TryFromBase64String(line[..space], buffer, out var length)
                || !int.TryParse(line.AsSpan(space + 1).TrimEnd('\r'), CultureInfo.InvariantCulture, out var id)
                || id != pieces.Count
            )
            {
                throw new PrismaticException(
                    $"Line {pieces.Count + 1} of the tokenizer is not a piece in base64 with its id: write the file anew."
                );
            }

            pieces.Add(buffer[..length]);
        }

        if (pieces.Count < 256)
        {
            throw new PrismaticException("The tokenizer lacks pieces for all 256 bytes: write the file anew.");
        }

        return [.. pieces];
    }
}
