namespace Prismatic.Numerics;

/// <summary>
/// PCG-XSH-RR 64/32 (O'Neill 2014): the one source of randomness. The sequence of a seed is frozen, since projections,
/// cached gradients and reports depend on it.
/// </summary>
public sealed class Pcg32
{
    private const ulong Multiplier = 6364136223846793005UL;
    private readonly ulong _increment;
    private ulong _state;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Chosen by the user.</param>
    /// <param name="stream">Which of the 2^63 sequences of that seed; one for each purpose.</param>
    public Pcg32(ulong seed, ulong stream = 0)
    {
        _increment = (stream << 1) | 1;
        NextUInt32();
        _state += seed;
        NextUInt32();
    }

    /// <summary>Uniform over all 32-bit values.</summary>
    public uint NextUInt32()
    {
        var old = _state;
        _state = unchecked((old * Multiplier) + _increment);
        var shifted = (uint)(((old >> 18) ^ old) >> 27);
        return uint.RotateRight(shifted, (int)(old >> 59));
    }

    /// <summary>Uniform in [0, <paramref name="bound"/>), without bias.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var threshold = unchecked((uint)-bound) % (uint)bound;
        while (true)
        {
            var value = NextUInt32();
            if (value >= threshold)
            {
                return (int)(value % (uint)bound);
            }
        }
    }

    /// <summary>Uniform in (0, 1), never an end point, 53 bits.</summary>
    public double NextDouble()
    {
        var bits = (((ulong)NextUInt32() << 21) ^ NextUInt32()) & ((1UL << 53) - 1);
        return (bits + 0.5) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Fisher-Yates shuffle in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A well-mixed 64-bit value of a counter (SplitMix64): for choices that must not depend on order.</summary>
    public static ulong Hash(ulong seed, ulong counter)
    {
        var z = unchecked(seed + ((counter + 1) * 0x9E3779B97F4A7C15UL));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
