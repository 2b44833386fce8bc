using System.Numerics;
using Prismatic.Numerics;

namespace Prismatic.Duplicates;

/// <summary>
/// MinHash (Broder 1997) with bands (Leskovec et al., chapter 3): two sets of Jaccard similarity s agree in all r hashes of
/// one of b bands with probability 1 - (1 - s^r)^b.
/// </summary>
internal sealed class MinHashBands
{
    private const int MostHashes = 128;
    private const double Recall = 0.99;
    private readonly uint[] _factors;
    private readonly uint[] _offsets;
    private readonly uint[] _minima;

    /// <summary>As many rows a band as 128 hashes allow while a pair at the threshold is found with probability 0.99.</summary>
    /// <param name="threshold">Jaccard similarity, above 0 and at most 1.</param>
    /// <param name="seed">Of the hash functions.</param>
    public MinHashBands(double threshold, ulong seed)
    {
        Rows = 1;
        while (MostHashes / (Rows + 1) >= 1 && Found(threshold, Rows + 1, MostHashes / (Rows + 1)) >= Recall)
        {
            Rows++;
        }
        // No more bands than the recall needs: each costs memory.
        Bands = MostHashes / Rows;
        while (Bands > 1 && Found(threshold, Rows, Bands - 1) >= Recall)
        {
            Bands--;
        }
        var random = new Pcg32(seed, 0x6D69_6E68);
        var size = (Rows * Bands + Vector<uint>.Count - 1) / Vector<uint>.Count * Vector<uint>.Count;
        (_factors, _offsets, _minima) = (new uint[size], new uint[size], new uint[size]);
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
    /// <param name="set">Hashes of its elements.</param>
    /// <param name="bands">Receives <see cref="Bands"/> numbers.</param>
    public void Hash(ReadOnlySpan<ulong> set, Span<ulong> bands)
    {
        _minima.AsSpan().Fill(uint.MaxValue);
        foreach (var element in set)
        {
            var value = new Vector<uint>((uint)(element >> 32));
            for (var i = 0; i < _minima.Length; i += Vector<uint>.Count)
            {
                var hash = (value * new Vector<uint>(_factors, i)) + new Vector<uint>(_offsets, i);
                Vector.Min(hash, new Vector<uint>(_minima, i)).CopyTo(_minima, i);
            }
        }
        for (var band = 0; band < Bands; band++)
        {
            var hash = (ulong)band;
            for (var row = 0; row < Rows; row++)
            {
                hash = (hash ^ _minima[(band * Rows) + row]) * 0x9E37_79B9_7F4A_7C15;
                hash ^= hash >> 29;
            }
            bands[band] = hash;
        }
    }

    private static double Found(double similarity, int rows, int bands) =>
        1 - Math.Pow(1 - Math.Pow(similarity, rows), bands);
}
