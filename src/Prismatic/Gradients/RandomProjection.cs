using Prismatic.Numerics;

namespace Prismatic.Gradients;

/// <summary>
/// The two stages that bring a gradient down to d numbers: a Kronecker product of random signs for each layer, then a
/// sparse Johnson-Lindenstrauss transform with one entry a column over all layers together.
/// </summary>
/// <remarks>
/// Choe et al. 2024 (LoGra) for the first, Kane and Nelson 2014 for the second. Signs and buckets come from a counter
/// hash and are frozen: they are part of every fingerprint.
/// </remarks>
public sealed record RandomProjection
{
    /// <summary>Numbers kept on each side of a layer: its block has Rank x Rank.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>d, the length of a row's feature vector.</summary>
    public int Dimension { get; init; } = 1024;

    /// <summary>Chooses signs and buckets.</summary>
    public ulong Seed { get; init; }

    /// <summary>Identity of the projection.</summary>
    public string Fingerprint => $"kron-rademacher-{Rank}x{Rank}/sjlt1-{Dimension}/seed-{Seed}/v1";

    /// <summary>Random signs, <paramref name="size"/> × <see cref="Rank"/>, row-major.</summary>
    /// <param name="size">d_in or d_out.</param>
    /// <param name="stream">One number for each side of each layer.</param>
    public float[] Signs(int size, int stream)
    {
        var signs = new float[size * Rank];
        var key = Pcg32.Hash(Seed, (ulong)stream);
        for (var i = 0; i < signs.Length; i++)
        {
            signs[i] = (Pcg32.Hash(key, (ulong)i) & 1) == 0 ? 1 : -1;
        }
        return signs;
    }

    /// <summary>The second stage for blocks of <paramref name="length"/> numbers a row.</summary>
    public SparseProjection Sparse(int length) => new(length, Dimension, Pcg32.Hash(Seed, ulong.MaxValue / 2));
}

/// <summary>out[bucket(j)] += sign(j) in[j]: one pass, adds in a fixed order, nothing to store but the buckets.</summary>
public sealed class SparseProjection
{
    private readonly int[] _buckets;
    private readonly float[] _signs;

    /// <summary>Draws bucket and sign of each coordinate.</summary>
    public SparseProjection(int length, int dimension, ulong key)
    {
        _buckets = new int[length];
        _signs = new float[length];
        for (var j = 0; j < length; j++)
        {
            var hash = Pcg32.Hash(key, (ulong)j);
            _buckets[j] = (int)((hash >> 1) % (ulong)dimension);
            _signs[j] = (hash & 1) == 0 ? 1 : -1;
        }
    }

    /// <summary>Adds the projection of <paramref name="source"/> to <paramref name="destination"/> (d, cleared first).</summary>
    public void Apply(ReadOnlySpan<float> source, Span<float> destination)
    {
        destination.Clear();
        for (var j = 0; j < source.Length; j++)
        {
            destination[_buckets[j]] += _signs[j] * source[j];
        }
    }
}
