using System.Globalization;
using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Features;

/// <summary>
/// The feature space "ngrams": hashed TF-IDF of character n-grams, no model. Two passes over the texts: all are counted
/// first (<see cref="Count"/>), then turned into rows (<see cref="Rows"/>). Texts come one at a time and are worked on in
/// batches, side by side; no more than a batch is held.
/// </summary>
/// <remarks>
/// Weight of an n-gram in a row: (1 + ln tf) (1 + ln((1 + n) / (1 + df))), added with a random sign to one of d buckets
/// (feature hashing, Weinberger et al. 2009), so a cosine is off by about 1 / sqrt(d). The frequencies are the data's own:
/// sets that are compared row by row, such as candidates and a pool, must be counted together.
/// </remarks>
public sealed class NGramFeatures
{
    private const int BatchSize = 512;
    private const int BlockSize = 16;
    private readonly NGramOptions _options;
    private readonly int _threads;
    private readonly int[] _frequencies;
    private readonly List<string> _pending = new(BatchSize);
    private long _counted;
    private bool _frozen;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="options">Which n-grams; the defaults are 3 to 5 characters into 1024 dimensions.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    public NGramFeatures(NGramOptions? options = null, int threads = 0)
    {
        _options = options ?? new NGramOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MinLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxLength, _options.MinLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Dimension, 1);
        _threads = RowBlocks.Threads(threads);
        _frequencies = new int[1 << _options.CounterBits];
    }

    /// <summary>First pass: takes note of one text.</summary>
    public void Count(string text)
    {
        if (_frozen)
        {
            throw new InvalidOperationException("Rows have been made with the counts as they were.");
        }
        _pending.Add(text);
        if (_pending.Count == BatchSize)
        {
            FlushCounts();
        }
    }

    /// <summary>Second pass: what turns texts into rows. May be called again for another set.</summary>
    /// <param name="capacity">Texts to come; exact when known, since the matrix is made at once.</param>
    public NGramRows Rows(int capacity)
    {
        FlushCounts();
        _frozen = true;
        return new NGramRows(this, capacity);
    }

    /// <summary>Both passes over texts that are in memory.</summary>
    public static FeatureSpace Of(IReadOnlyList<string> texts, NGramOptions? options = null, int threads = 0)
    {
        var features = new NGramFeatures(options, threads);
        foreach (var text in texts)
        {
            features.Count(text);
        }
        var rows = features.Rows(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            rows.Add(i, texts[i]);
        }
        return rows.Complete();
    }

    internal int Dimension => _options.Dimension;

    internal void FillRows(List<string> texts, Matrix matrix, int firstRow) =>
        RowBlocks.Run(
            texts.Count,
            BlockSize,
            _threads,
            () => new NGramCounter(_options.MinLength, _options.MaxLength),
            (start, count, counter) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    counter.Count(texts[i]);
                    FillRow(counter, matrix[firstRow + i]);
                }
            },
            CancellationToken.None
        );

    internal FeatureSpace Space(Matrix rows, long[] indices)
    {
        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
        var parameters = new Dictionary<string, string>
        {
            ["n-grams"] = $"{Text(_options.MinLength)} to {Text(_options.MaxLength)} characters",
            ["weights"] = "sublinear tf, smoothed idf of the data itself",
            ["dimension"] = Text(_options.Dimension),
        };
        return new FeatureSpace
        {
            Name = "ngrams",
            Rows = rows,
            RowIndices = indices,
            Fingerprint =
                $"ngrams-1:{Text(_options.MinLength)}-{Text(_options.MaxLength)}:"
                + $"{Text(_options.Dimension)}:{Text(_options.CounterBits)}",
            Parameters = parameters,
        };
    }

    private void FlushCounts()
    {
        RowBlocks.Run(
            _pending.Count,
            BlockSize,
            _threads,
            () => new NGramCounter(_options.MinLength, _options.MaxLength),
            (start, count, counter) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    counter.Count(_pending[i]);
                    foreach (var slot in counter.Slots)
                    {
                        Interlocked.Increment(ref _frequencies[Counter(counter.Hash(slot))]);
                    }
                }
            },
            CancellationToken.None
        );
        _counted += _pending.Count;
        _pending.Clear();
    }

    private void FillRow(NGramCounter counter, Span<float> row)
    {
        row.Clear();
        foreach (var slot in counter.Slots)
        {
            var hash = counter.Hash(slot);
            // An n-gram that was never counted is as rare as can be.
            var rarity = 1 + Math.Log((1.0 + _counted) / (1.0 + _frequencies[Counter(hash)]));
            var weight = (float)((1 + Math.Log(counter.Frequency(slot))) * rarity);
            // Counter, bucket and sign take different bits of the hash.
            var bucket = (int)(((hash & 0xFFFFFFFF) * (ulong)row.Length) >> 32);
            row[bucket] += (hash & (1UL << 32)) == 0 ? weight : -weight;
        }
        if (!(Matrix.NormaliseRow(row) > 0))
        {
            // Signs cancelled out to nothing: rare, and any fixed direction is as good.
            row[0] = 1;
        }
    }

    private int Counter(ulong hash) => (int)(hash >> (64 - _options.CounterBits));
}
