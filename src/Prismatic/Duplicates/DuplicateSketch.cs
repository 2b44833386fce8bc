using System.Runtime.CompilerServices;
using Prismatic.Numerics;

namespace Prismatic.Duplicates;

/// <summary>
/// What is kept of texts to find duplicates among them: a key of the characters, one of the normal form, and one for each MinHash band.
/// Sketches of parts, made apart, join to the sketch of the whole.
/// </summary>
/// <remarks>Memory: <see cref="BytesPerRow(int)"/> a row, 64 bytes at a threshold of 0.8. Not for several threads at once.</remarks>
public sealed class DuplicateSketch
{
    private const int TextsAtOnce = 64;
    private readonly MinHashBands _bands;
    private readonly List<Part> _parts = [];

    /// <summary>Nothing added yet.</summary>
    public DuplicateSketch(DuplicateOptions? options = null)
    {
        Options = options ?? new DuplicateOptions();
        Options.Check();
        _bands = new MinHashBands(Options.Threshold, Options.Seed);
    }

    /// <summary>How texts are compared.</summary>
    public DuplicateOptions Options { get; }

    /// <summary>Texts added.</summary>
    public int Count { get; private set; }

    /// <summary>Bands of hashes.</summary>
    public int Bands => _bands.Bands;

    /// <summary>Hashes of a band.</summary>
    public int BandRows => _bands.Rows;

    /// <summary>Probability that a pair at the threshold becomes a candidate.</summary>
    public double FoundAtThreshold => _bands.Found(Options.Threshold);

    /// <summary>Bytes kept a row with so many bands.</summary>
    public static int BytesPerRow(int bands) => (2 * sizeof(ulong)) + (bands * sizeof(uint));

    /// <summary>Adds texts in order; give some hundreds at once, so that all cores have work.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked every 64 texts.</param>
    public void Add(IReadOnlyList<string> texts, int threads = 0, CancellationToken cancellation = default)
    {
        if (texts.Count == 0)
        {
            return;
        }
        var part = new Part(Count, new ulong[texts.Count], new ulong[texts.Count], new uint[texts.Count * Bands]);
        RowBlocks.Run(
            texts.Count,
            TextsAtOnce,
            threads,
            () => new TextKeys(Options.ShingleWords),
            (start, count, keys) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    _bands.Hash(keys.Read(texts[i]), part.Bands.AsSpan(i * Bands, Bands));
                    (part.Exact[i], part.Normal[i]) = (keys.Exact, keys.Normal);
                }
            },
            cancellation
        );
        _parts.Add(part);
        Count += texts.Count;
    }

    /// <summary>Adds the texts of another sketch behind those of this one. Nothing is copied.</summary>
    /// <exception cref="ArgumentException">The other was made with other options.</exception>
    public void Append(DuplicateSketch other)
    {
        if (other.Options with { HeldBytes = Options.HeldBytes } != Options)
        {
            throw new ArgumentException("sketches of other options do not join", nameof(other));
        }
        // A copy of the list, so that a sketch can be appended to itself.
        foreach (var part in other._parts.ToArray())
        {
            _parts.Add(part with { Start = Count });
            Count += part.Exact.Length;
        }
    }

    /// <summary>Each row's key of the characters or of the normal form.</summary>
    internal void Keys(bool normal, Span<ulong> keys)
    {
        foreach (var part in _parts)
        {
            (normal ? part.Normal : part.Exact).CopyTo(keys[part.Start..]);
        }
    }

    /// <summary>Fills an entry for each row that is wanted: its key in a band.</summary>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Band(int band, ReadOnlySpan<bool> isWanted, Span<ulong> entries)
    {
        var count = 0;
        foreach (var part in _parts)
        {
            for (var i = 0; i < part.Exact.Length; i++)
            {
                if (isWanted[part.Start + i])
                {
                    entries[count++] = RowSorter.Entry(part.Bands[(i * Bands) + band], part.Start + i);
                }
            }
        }
        return count;
    }

    private sealed record Part(int Start, ulong[] Exact, ulong[] Normal, uint[] Bands);
}
