using System.Text;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text.SentencePieces;

/// <summary>The normalization of SentencePiece: the longest replacement at each place, then its rules for spaces.</summary>
/// <remarks>Unlike "Precompiled" in tokenizer.json it knows no clusters: any beginning of the rest may be replaced.</remarks>
internal sealed class PieceNormalizer
{
    private const char Mark = '\u2581';
    private readonly PieceModelFile _file;
    private readonly PrecompiledMap? _map;
    private readonly SortedPieces _symbols;
    private readonly char _space;

    /// <summary>Reads the map.</summary>
    /// <param name="file">The rules.</param>
    /// <param name="symbols">Pieces that stay as they are.</param>
    public PieceNormalizer(PieceModelFile file, SortedPieces symbols)
    {
        (_file, _symbols) = (file, symbols);
        _map = file.Map.Length > 0 ? PrecompiledMap.Read(file.Map) : null;
        _space = file.EscapesSpaces ? Mark : ' ';
    }

    /// <summary>The normalized text.</summary>
    /// <param name="text">Well-formed text.</param>
    /// <param name="marked">Whether this text gets the space that marks words, where the model has it.</param>
    public string Apply(string text, bool marked)
    {
        var result = new StringBuilder(text.Length + 1);
        var bytes = _map is null ? [] : Encoding.UTF8.GetBytes(text);
        var found = new List<(int Length, int Value)>();
        var (leading, dropsSpaces, byteAt) = (_file.RemovesSpaces, _file.RemovesSpaces, 0);
        for (var at = 0; at < text.Length; )
        {
            var (letters, length, byteLength) = Next(text, at, bytes, byteAt, found);
            (at, byteAt) = (at + length, byteAt + byteLength);
            if (leading && letters is " ")
            {
                continue;
            }
            if (leading || result.Length == 0)
            {
                Begin(result, marked);
                leading = false;
            }
            var kept = dropsSpaces ? letters.TrimStart(' ') : letters;
            foreach (var letter in kept)
            {
                result.Append(letter == ' ' ? _space : letter);
            }
            if (kept.Length > 0)
            {
                dropsSpaces = _file.RemovesSpaces && kept[^1] == ' ';
            }
        }
        return text.Length == 0 || leading ? "" : Closed(result, marked);
    }

    private void Begin(StringBuilder result, bool marked)
    {
        if (result.Length == 0 && marked && _file is { AddsSpace: true, SpaceBehind: false })
        {
            result.Append(_space);
        }
    }

    private string Closed(StringBuilder result, bool marked)
    {
        while (_file.RemovesSpaces && result.Length > 0 && result[^1] == _space)
        {
            result.Length--;
        }
        return marked && _file is { AddsSpace: true, SpaceBehind: true }
            ? result.Append(_space).ToString()
            : result.ToString();
    }

    // What stands for the next letters, how many they are, and how many bytes.
    private (string Letters, int Length, int Bytes) Next(
        string text,
        int at,
        byte[] bytes,
        int byteAt,
        List<(int Length, int Value)> found
    )
    {
        _symbols.Prefixes(text.AsSpan(at), found);
        if (found.Count > 0)
        {
            var symbol = text.Substring(at, found[^1].Length);
            return (symbol, symbol.Length, _map is null ? 0 : Encoding.UTF8.GetByteCount(symbol));
        }
        if (_map?.Longest(bytes.AsSpan(byteAt)) is var (replaced, replacement))
        {
            return (replacement, Encoding.UTF8.GetCharCount(bytes, byteAt, replaced), replaced);
        }
        var length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        var sign = text.Substring(at, length);
        return (sign, length, _map is null ? 0 : Encoding.UTF8.GetByteCount(sign));
    }
}
