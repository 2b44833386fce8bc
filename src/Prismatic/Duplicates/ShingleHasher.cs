using System.Numerics;

namespace Prismatic.Duplicates;

/// <summary>Texts as sets of shingles: runs of so many words in lower case, between white space, each as 64 bits.</summary>
/// <param name="words">Words of a shingle. A shorter text is one shingle.</param>
internal sealed class ShingleHasher(int words)
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;
    private readonly List<ulong> _hashes = [];
    private readonly List<ulong> _wordHashes = [];

    /// <summary>The set, in ascending order. Valid until the next call.</summary>
    /// <remarks>Two shingles share 64 bits with a chance below 1e-8 in a million texts of 1,000 words.</remarks>
    public ReadOnlySpan<ulong> Of(string text)
    {
        HashWords(text);
        _hashes.Clear();
        var count = Math.Max(1, _wordHashes.Count - words + 1);
        for (var i = 0; i < count; i++)
        {
            var hash = 0UL;
            for (var j = i; j < Math.Min(i + words, _wordHashes.Count); j++)
            {
                hash = Mix((hash * Prime) + _wordHashes[j]);
            }
            _hashes.Add(hash);
        }
        _hashes.Sort();
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_hashes);
        var unique = 0;
        for (var i = 0; i < span.Length; i++)
        {
            if (i == 0 || span[i] != span[i - 1])
            {
                span[unique++] = span[i];
            }
        }
        return span[..unique];
    }

    /// <summary>Shared elements over all elements of two sets in ascending order; 1 for two equal ones.</summary>
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

    private void HashWords(string text)
    {
        _wordHashes.Clear();
        var (hash, isInside) = (0UL, false);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                if (isInside)
                {
                    _wordHashes.Add(Mix(hash));
                }
                (hash, isInside) = (0, false);
            }
            else
            {
                hash = (BitOperations.RotateLeft(hash, 5) ^ char.ToLowerInvariant(c)) * Prime;
                isInside = true;
            }
        }
        if (isInside)
        {
            _wordHashes.Add(Mix(hash));
        }
    }

    private static ulong Mix(ulong value)
    {
        value ^= value >> 32;
        value *= 0xD6E8_FEB8_6659_FD93;
        value ^= value >> 32;
        return value;
    }
}
