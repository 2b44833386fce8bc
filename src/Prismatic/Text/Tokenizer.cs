using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Prismatic.Text;

/// <summary>Text to ids.</summary>
/// <param name="text">Well-formed text.</param>
/// <param name="controls">Whether control tokens in it count as such.</param>
/// <param name="atStart">Whether it is the start of what the model reads.</param>
internal delegate IReadOnlyList<int> TextEncoder(string text, bool controls, bool atStart);

/// <summary>From text to the token ids of a model. Thread-safe after loading.</summary>
/// <remarks>
/// Text of data never becomes a control token: what looks like one is encoded letter by letter. Where ids equal to those of
/// the reference are wanted for text that holds control tokens on purpose, there is <see cref="EncodeWithControls"/>.
/// </remarks>
public sealed class Tokenizer
{
    private readonly TextEncoder _encode;
    private readonly Dictionary<string, int> _tokens;

    // Only of the tool's own format; others are never decoded.
    private readonly byte[][] _pieces = [];

    private Tokenizer(TiktokenTokenizer encoder, byte[][] pieces, string fingerprint)
    {
        _encode = (text, _, _) => encoder.EncodeToIds(text);
        (_pieces, Fingerprint, VocabularySize) = (pieces, fingerprint, pieces.Length + 2);
        (BeginId, EndId) = (pieces.Length, pieces.Length + 1);
        _tokens = [];
        Description = $"byte-level BPE of this tool, {pieces.Length} pieces";
        CutsLineEnds = true;
    }

    internal Tokenizer(TextEncoder encode, Dictionary<string, int> tokens, string description, string fingerprint)
    {
        (_encode, _tokens, Description, Fingerprint) = (encode, tokens, description, fingerprint);
        VocabularySize = tokens.Values.Max() + 1;
    }

    /// <summary>Every id is below it.</summary>
    public int VocabularySize { get; }

    /// <summary>Stands at the start of every text; null where the tokenizer puts nothing there.</summary>
    public int? BeginId { get; internal init; }

    /// <summary>Stands at the end of every text; null where the model's files name no such token.</summary>
    public int? EndId { get; internal init; }

    /// <summary>Kind and size, for people.</summary>
    public string Description { get; }

    /// <summary>Hash of all that the ids depend on.</summary>
    public string Fingerprint { get; }

    /// <summary>Whether a line end is never part of a longer piece, so that text can be encoded from one to the next.</summary>
    public bool CutsLineEnds { get; }

    /// <summary>Reads a piece file, the tool's own format.</summary>
    /// <param name="stream">Lines of base64, space, id, sorted by id; read to its end and left open.</param>
    /// <exception cref="PrismaticException">
    /// The lines are not of that form, or this process cannot normalize Unicode.
    /// </exception>
    /// <remarks>
    /// Sennrich et al. 2016 over bytes. Ids 0 to 255 are the single bytes and the others stand in the order of their merge.
    /// Two ids follow the last piece and belong to no text: <see cref="BeginId"/> and <see cref="EndId"/>.
    /// </remarks>
    public static Tokenizer Load(Stream stream)
    {
        UnicodeSupport.Require();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        var pieces = PieceFile.Parse(Encoding.ASCII.GetString(bytes));
        memory.Position = 0;
        var encoder = TiktokenTokenizer.Create(memory, new RegexPreTokenizer(PreTokens.Pattern(), null), null);
        return new Tokenizer(encoder, pieces, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
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
    public static void WritePieces(Stream stream, IReadOnlyList<byte[]> pieces) => PieceFile.Write(stream, pieces);

    /// <summary>Ids of a text of data, without those around it. Lone surrogates count as U+FFFD.</summary>
    /// <exception cref="PrismaticException">A pattern of the tokenizer takes too long on it.</exception>
    public IReadOnlyList<int> Encode(string text) => _encode(WellFormed(text), controls: false, atStart: true);

    /// <summary>The same, but control tokens in the text count as such, as in the reference.</summary>
    public IReadOnlyList<int> EncodeWithControls(string text) =>
        _encode(WellFormed(text), controls: true, atStart: true);

    /// <summary>Ids of a text of data as they follow some letters; a piece never spans both.</summary>
    /// <param name="before">What stands before the text, back to the last control token.</param>
    /// <param name="text">The text.</param>
    public IReadOnlyList<int> EncodeAfter(string before, string text)
    {
        text = WellFormed(text);
        if (before.Length == 0)
        {
            return _encode(text, controls: false, atStart: false);
        }
        var (first, both) = (_encode(before, false, false), _encode(before + text, false, false));
        // Where a piece of both would span the border, the text is encoded as if it stood alone.
        return both.Take(first.Count).SequenceEqual(first)
            ? [.. both.Skip(first.Count)]
            : _encode(text, controls: false, atStart: false);
    }

    /// <summary>Ids of a text with those around it.</summary>
    public int[] EncodeWhole(string text)
    {
        var ids = Encode(text);
        var whole = new List<int>(ids.Count + 2);
        if (BeginId is { } begin)
        {
            whole.Add(begin);
        }
        whole.AddRange(ids);
        if (EndId is { } end)
        {
            whole.Add(end);
        }
        return [.. whole];
    }

    /// <summary>The id of a piece or added token by its name; null where there is none.</summary>
    public int? IdOf(string token) => _tokens.TryGetValue(token, out var id) ? id : null;

    /// <summary>The bytes of one token of the tool's own format; none for the special ids.</summary>
    public ReadOnlySpan<byte> PieceBytes(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return id < _pieces.Length ? _pieces[id] : [];
    }

    /// <summary>The text of ids of the tool's own format; special ids are left out, bytes that are no UTF-8 become U+FFFD.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        using var bytes = new MemoryStream();
        foreach (var id in ids)
        {
            bytes.Write(PieceBytes(id));
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    // What the encoders below make of a lone surrogate is not always U+FFFD, so it is replaced before.
    private static string WellFormed(string text)
    {
        for (
            var rest = text.AsSpan();
            rest.IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and var at;
            rest = rest[(at + 2)..]
        )
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }
}
