using System.Numerics;
using System.Runtime.CompilerServices;
using Prismatic.Numerics;

namespace Prismatic.Duplicates;

/// <summary>
/// MinHash (Broder 1997) with bands (Leskovec et al., chapter 3): two sets of Jaccard similarity s agree in all r hashes of
/// one of b bands with probability 1 - (1 - s^r)^b. May be used by several threads at once.
/// </summary>
internal sealed class MinHashBands
{
    /// <summary>Probability with which a pair at the threshold is found.</summary>
    public const double Recall = 0.99;

    // More hashes a band make fewer candidates by chance and need more bands; a band costs memory, and candidates are verified anyway.
    private const int MostRows = 5;
    private const int MostHashes = 128;
    private readonly uint[] _factors;
    private readonly uint[] _offsets;

    /// <summary>
    /// As many rows a band as 128 hashes allow, at most five, and as few bands as find a pair at the threshold with probability 0.99.
    /// </summary>
    /// <param name="threshold">Jaccard similarity, above 0 and at most 1.</param>
    /// <param name="seed">Of the hash functions.</param>
    public MinHashBands(double threshold, ulong seed)
    {
        Rows = MostRows;
        while (Rows > 1 && Found(threshold, Rows, MostHashes / Rows) < Recall)
        {
            Rows--;
        }
        Bands = 1;
        while (Bands < MostHashes / Rows && Found(threshold, Rows, Bands) < Recall)
        {
            Bands++;
        }
        var random = new Pcg32(seed, 0x6D69_6E68);
        var size = ((Rows * Bands) + Vector<uint>.Count - 1) / Vector<uint>.Count * Vector<uint>.Count;
        (_factors, _offsets) = (new uint[size], new uint[size]);
        for (var i = 0; i < Rows * Bands; i++)
        {
            (_factors[i], _offsets[i]) = (random.NextUInt32() | 1, random.NextUInt32());
        }
    }

    public int Rows { get; }

    public int Bands { get; }

    /// <summary>Probability that a pair of this similarity shares a band.</summary>
    public double Found(double similarity) => Found(similarity, Rows, Bands);

    /// <summary>One number for each band; equal numbers in one band make two sets candidates.</summary>
    /// <param name="set">Hashes of its elements, in any order, repeats allowed.</param>
    /// <param name="bands">Receives <see cref="Bands"/> numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hash(ReadOnlySpan<ulong> set, Span<uint> bands)
    {
        Span<uint> minima = stackalloc uint[MostHashes + Vector<uint>.Count];
        for (var i = 0; i < _factors.Length; i += Vector<uint>.Count)
        {
            var (factor, offset) = (new Vector<uint>(_factors, i), new Vector<uint>(_offsets, i));
            var least = new Vector<uint>(uint.MaxValue);
            foreach (var element in set)
            {
                least = Vector.Min(least, (new Vector<uint>((uint)(element >> 32)) * factor) + offset);
            }
            least.CopyTo(minima[i..]);
        }
        for (var band = 0; band < Bands; band++)
        {
            var hash = (ulong)band;
            for (var row = 0; row < Rows; row++)
            {
                hash = (hash ^ minima[(band * Rows) + row]) * 0x9E37_79B9_7F4A_7C15;
                hash ^= hash >> 29;
            }
            bands[band] = (uint)(hash >> 32);
        }
    }

    private static double Found(double similarity, int rows, int bands) =>
        1 - Math.Pow(1 - Math.Pow(similarity, rows), bands);
}
