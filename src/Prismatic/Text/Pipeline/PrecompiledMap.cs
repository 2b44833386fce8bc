using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>
/// The normalization that SentencePiece writes into its models: a double-array trie (Darts-clone) from byte strings to places
/// in a table of replacements.
/// </summary>
internal sealed class PrecompiledMap
{
    private const int LongestCluster = 6;
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private PrecompiledMap(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    /// <summary>Reads a map in base64.</summary>
    public static PrecompiledMap Read(string base64)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw TokenizerFault.Broken("its precompiled_charsmap is not base64");
        }
        return Read(bytes);
    }

    /// <summary>Reads a map: size of the trie, trie, replacements that end with a zero each.</summary>
    public static PrecompiledMap Read(byte[] bytes)
    {
        var size = bytes.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (size % 4 != 0 || size > bytes.Length - 4 || size < 4)
        {
            throw TokenizerFault.Broken("its precompiled_charsmap is cut short");
        }
        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 + (4 * i)));
        }
        return new PrecompiledMap(units, bytes[(4 + (int)size)..]);
    }

    /// <summary>Replaces clusters of letters, or else single letters, that the map names.</summary>
    public string Apply(string text)
    {
        var result = new StringBuilder(text.Length);
        Span<char> letters = stackalloc char[2];
        for (var at = 0; at < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            var cluster = text.AsSpan(at, length);
            at += length;
            if (Encoding.UTF8.GetByteCount(cluster) < LongestCluster && Find(cluster) is { } whole)
            {
                result.Append(whole);
                continue;
            }
            foreach (var rune in cluster.EnumerateRunes())
            {
                var sign = letters[..rune.EncodeToUtf16(letters)];
                result.Append(Find(sign) ?? sign.ToString());
            }
        }
        return result.ToString();
    }

    // The shortest beginning in the map counts for the whole: so does the reference.
    private string? Find(ReadOnlySpan<char> letters)
    {
        Span<byte> bytes = stackalloc byte[8];
        var length = Encoding.UTF8.GetBytes(letters, bytes);
        var node = Offset(_units[0]);
        foreach (var value in bytes[..length])
        {
            node ^= value;
            if (node >= _units.Length || (_units[node] & 0x8000_00FF) != value)
            {
                return null;
            }
            var unit = _units[node];
            node ^= Offset(unit);
            if (((unit >> 8) & 1) != 0)
            {
                return node < _units.Length ? Replacement(_units[node] & 0x7FFF_FFFF) : null;
            }
        }
        return null;
    }

    /// <summary>The longest beginning of a text in UTF-8 that the map names, in bytes, and what replaces it; null where there is none.</summary>
    public (int Length, string Replacement)? Longest(ReadOnlySpan<byte> text)
    {
        (int Length, uint Place)? longest = null;
        var node = Offset(_units[0]);
        for (var i = 0; i < text.Length; i++)
        {
            node ^= text[i];
            if (node >= _units.Length || (_units[node] & 0x8000_00FF) != text[i])
            {
                break;
            }
            var unit = _units[node];
            node ^= Offset(unit);
            // A map that cuts a letter in two is not believed.
            if (
                ((unit >> 8) & 1) != 0
                && node < _units.Length
                && (i + 1 == text.Length || (text[i + 1] & 0xC0) != 0x80)
            )
            {
                longest = (i + 1, _units[node] & 0x7FFF_FFFF);
            }
        }
        return longest is var (length, place) && Replacement(place) is { } replacement ? (length, replacement) : null;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);

    private string? Replacement(uint place)
    {
        if (place >= _replacements.Length)
        {
            return null;
        }
        var rest = _replacements.AsSpan((int)place);
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }
}
