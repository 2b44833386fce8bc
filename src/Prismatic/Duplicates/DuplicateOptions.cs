namespace Prismatic.Duplicates;

/// <summary>How texts are compared.</summary>
public sealed record DuplicateOptions
{
    /// <summary>Jaccard similarity from which two texts are near-duplicates; above 0, at most 1.</summary>
    public double Threshold { get; init; } = 0.8;

    /// <summary>Words of a shingle.</summary>
    public int ShingleWords { get; init; } = 5;

    /// <summary>Of the hash functions; another seed may miss other pairs near the threshold.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most bytes for the shingles of rows that others are compared with; rows beyond are counted as cut short.</summary>
    public long HeldBytes { get; init; } = 256L << 20;

    // Of a bucket, how many rows later ones are compared with; null for what keeps the time of a search within bounds.
    internal int? MostHeld { get; init; }

    /// <summary>Bytes that a search over so many texts needs at most, besides one batch of texts.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="meanLength">Their mean length in characters.</param>
    public long EstimatedBytes(long rows, double meanLength)
    {
        // Keys and rows while they are sorted, firsts of copies, clusters and results; then memberships in bands.
        const int Working = 110;
        const int Member = 20;
        // A shingle begins at a word, a word has a letter and a space.
        const int SetOverhead = 56;
        var bands = new MinHashBands(Threshold, Seed).Bands;
        var held = rows * ((meanLength * sizeof(ulong) / 2) + SetOverhead);
        return (rows * (DuplicateSketch.BytesPerRow(bands) + Working + (Member * bands)))
            + (long)Math.Min(held, HeldBytes);
    }

    /// <summary>Of a bucket of a set of so many rows, how many rows later ones are compared with: all of them in small sets.</summary>
    internal int HeldOf(int rows)
    {
        const int Least = 64;
        const int Pairs = 4_000_000;
        return MostHeld ?? Math.Max(Least, Pairs / Math.Max(1, rows));
    }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Threshold, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ShingleWords, 1);
    }
}
