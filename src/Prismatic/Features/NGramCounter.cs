using System.Text;
using Prismatic.Text;

namespace Prismatic.Features;

/// <summary>
/// Distinct character n-grams of one text at a time, with their frequencies, by a frozen 64-bit hash. Reused from text to
/// text, so that nothing is allocated once the largest text has been seen.
/// </summary>
internal sealed class NGramCounter(int minLength, int maxLength)
{
    private const ulong Start = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;
    private readonly List<int> _used = [];
    private int[] _codePoints = new int[1024];
    private ulong[] _hashes = new ulong[4096];
    private int[] _frequencies = new int[4096];

    /// <summary>Where the distinct n-grams are, in order of first occurrence.</summary>
    public List<int> Slots => _used;

    public ulong Hash(int slot) => _hashes[slot];

    public int Frequency(int slot) => _frequencies[slot];

    /// <summary>Counts the n-grams of <paramref name="text"/>, forgetting those of the text before.</summary>
    public void Count(string text)
    {
        var points = Normalise(text);
        Prepare(points.Length * (maxLength - minLength + 1));
        for (var start = 0; start < points.Length; start++)
        {
            var hash = Start;
            var longest = Math.Min(maxLength, points.Length - start);
            for (var length = 1; length <= longest; length++)
            {
                // FNV-1a over code points.
                hash = unchecked((hash ^ (uint)points[start + length - 1]) * Prime);
                if (length >= minLength)
                {
                    Increment(Mix(hash));
                }
            }
        }
    }

    /// <summary>Form C, lower case, runs of white space as one space, one space at either end; padded to one n-gram.</summary>
    private ReadOnlySpan<int> Normalise(string text)
    {
        text = NormalForm.C(text);
        var needed = Math.Max(text.Length, minLength) + 2;
        if (_codePoints.Length < needed)
        {
            _codePoints = new int[needed * 2];
        }
        var count = 0;
        _codePoints[count++] = ' ';
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune))
            {
                _codePoints[count++] = Rune.ToLowerInvariant(rune).Value;
            }
            else if (_codePoints[count - 1] != ' ')
            {
                _codePoints[count++] = ' ';
            }
        }
        if (_codePoints[count - 1] != ' ' || count == 1)
        {
            _codePoints[count++] = ' ';
        }
        while (count < minLength)
        {
            _codePoints[count++] = ' ';
        }
        return _codePoints.AsSpan(0, count);
    }

    private void Prepare(int mostDistinct)
    {
        if (_hashes.Length < mostDistinct * 2L)
        {
            var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)mostDistinct * 2);
            (_hashes, _frequencies) = (new ulong[size], new int[size]);
        }
        else
        {
            foreach (var slot in _used)
            {
                _frequencies[slot] = 0;
            }
        }
        _used.Clear();
    }

    private void Increment(ulong hash)
    {
        var mask = _hashes.Length - 1;
        // Middle bits: the outer ones choose counter and bucket.
        var slot = (int)(hash >> 16) & mask;
        while (_frequencies[slot] != 0 && _hashes[slot] != hash)
        {
            slot = (slot + 1) & mask;
        }
        if (_frequencies[slot]++ == 0)
        {
            _hashes[slot] = hash;
            _used.Add(slot);
        }
    }

    /// <summary>Spreads the last characters over all bits (SplitMix64's finaliser).</summary>
    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
