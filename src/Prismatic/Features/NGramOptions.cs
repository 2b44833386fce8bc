namespace Prismatic.Features;

/// <summary>Which character n-grams are counted, and into how many dimensions they are hashed.</summary>
public sealed record NGramOptions
{
    /// <summary>Shortest n-gram, in code points.</summary>
    public int MinLength { get; init; } = 3;

    /// <summary>Longest n-gram, in code points.</summary>
    public int MaxLength { get; init; } = 5;

    /// <summary>d.</summary>
    public int Dimension { get; init; } = 1024;

    /// <summary>Frequencies are kept in 2^this counters; n-grams that share one count as one.</summary>
    public int CounterBits { get; init; } = 20;
}
