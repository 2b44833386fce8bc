using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prismatic.Duplicates;

/// <summary>
/// A text as numbers: one of 64 bits for its characters, one for its normal form, and one for every shingle, a run of so many words in
/// lower case between white space. Buffers are reused from text to text.
/// </summary>
/// <param name="words">Words of a shingle. A shorter text is one shingle.</param>
/// <remarks>
/// Two of a million different texts share a key with a chance below 1e-7. The numbers are no secret: somebody who wants to can make two texts
/// that share one.
/// </remarks>
internal sealed class TextKeys(int words)
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;
    private const ulong Other = 0xD6E8_FEB8_6659_FD93;
    private char[] _letters = new char[512];
    private ulong[] _words = new ulong[128];
    private ulong[] _shingles = new ulong[128];

    /// <summary>Key of the characters of the text that was read last.</summary>
    public ulong Exact { get; private set; }

    /// <summary>Key of its normal form.</summary>
    public ulong Normal { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <returns>Its shingles in order, repeats included; valid until the next call.</returns>
    public Span<ulong> Read(string text)
    {
        var letters = Lower(text, out var isAscii);
        Exact = Key(text);
        Normal = Key(isAscii ? letters[..DuplicateText.KeptLength(letters)] : DuplicateText.Normalise(text));
        return Shingles(HashWords(letters));
    }

    /// <summary>The set of a text's shingles, ascending; valid until the next call.</summary>
    public ReadOnlySpan<ulong> Set(string text)
    {
        var shingles = Shingles(HashWords(Lower(text, out _)));
        shingles.Sort();
        var count = 0;
        foreach (var shingle in shingles)
        {
            if (count == 0 || shingles[count - 1] != shingle)
            {
                shingles[count++] = shingle;
            }
        }
        return shingles[..count];
    }

    /// <summary>Shared elements over all elements of two sets in ascending order; 1 for two equal ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Jaccard(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var (i, j, shared) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            var (x, y) = (a[i], b[j]);
            shared += x == y ? 1 : 0;
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
        }
        var all = a.Length + b.Length - shared;
        return all == 0 ? 1 : (double)shared / all;
    }

    // Words in lower case with one space between them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<char> Lower(string text, out bool isAscii)
    {
        if (_letters.Length <= text.Length)
        {
            _letters = new char[Math.Max(text.Length + 1, Math.Min(2 * text.Length, Array.MaxLength))];
        }
        var letters = _letters;
        var (count, seen) = (0, 0);
        foreach (var c in text)
        {
            seen |= c;
            if (c > ' ' && c < 128)
            {
                letters[count++] = (char)(c | ((uint)(c - 'A') < 26 ? 0x20 : 0));
            }
            else if (!char.IsWhiteSpace(c))
            {
                letters[count++] = char.ToLowerInvariant(c);
            }
            else if (count > 0 && letters[count - 1] != ' ')
            {
                letters[count++] = ' ';
            }
        }
        isAscii = seen < 128;
        return letters.AsSpan(0, count > 0 && letters[count - 1] == ' ' ? count - 1 : count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<ulong> HashWords(ReadOnlySpan<char> letters)
    {
        var count = 0;
        var hash = 0UL;
        foreach (var c in letters)
        {
            if (c != ' ')
            {
                hash = (BitOperations.RotateLeft(hash, 5) ^ c) * Prime;
                continue;
            }
            Put(ref _words, count++, Mix(hash));
            hash = 0;
        }
        if (letters.Length > 0)
        {
            Put(ref _words, count++, Mix(hash));
        }
        return _words.AsSpan(0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<ulong> Shingles(ReadOnlySpan<ulong> hashes)
    {
        var count = Math.Max(1, hashes.Length - words + 1);
        if (_shingles.Length < count)
        {
            _shingles = new ulong[Math.Max(count, Math.Min(2 * count, Array.MaxLength))];
        }
        for (var i = 0; i < count; i++)
        {
            var hash = 0UL;
            for (var j = i; j < Math.Min(i + words, hashes.Length); j++)
            {
                hash = Mix((hash * Prime) + hashes[j]);
            }
            _shingles[i] = hash;
        }
        return _shingles.AsSpan(0, count);
    }

    // Four characters at a time, folded with the upper half of their product.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Key(ReadOnlySpan<char> text)
    {
        var hash = (ulong)text.Length ^ Prime;
        var i = 0;
        for (; i + 3 < text.Length; i += 4)
        {
            hash = Fold(
                hash ^ text[i] ^ ((ulong)text[i + 1] << 16) ^ ((ulong)text[i + 2] << 32) ^ ((ulong)text[i + 3] << 48)
            );
        }
        for (; i < text.Length; i++)
        {
            hash = Fold(hash ^ text[i]);
        }
        return Mix(hash);
    }

    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, Prime, out var low);
        return high ^ low ^ BitOperations.RotateLeft(value, 32);
    }

    private static void Put(ref ulong[] list, int place, ulong value)
    {
        if (place == list.Length)
        {
            Array.Resize(ref list, 2 * list.Length);
        }
        list[place] = value;
    }

    private static ulong Mix(ulong value)
    {
        value ^= value >> 32;
        value *= Other;
        value ^= value >> 32;
        return value;
    }
}
