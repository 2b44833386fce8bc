using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Store;

namespace Prismatic.Encoders;

/// <content>The feature space "encoder": rows of a data set, streamed, with a store of what was computed before.</content>
public sealed partial class SentenceEncoder
{
    // Many rows at once find others of their length; their texts are all that is held.
    private const int ChunkRows = 1024;

    /// <summary>What decides the numbers of the vectors, to the last bit.</summary>
    public StoreManifest Manifest =>
        new(
            Dimension,
            new Dictionary<string, string>
            {
                ["view"] = "encoder",
                ["model"] = Name,
                ["features"] = Fingerprint,
                ["batches"] = EncoderBatch.Describe(_settings.HasFewShapes),
            },
            Arithmetic.Of(_settings)
        );

    /// <summary>One vector for each row, on the grid of <see cref="UnitGrid"/>.</summary>
    /// <param name="rows">Rows with text, read once; prompt and response are one text.</param>
    /// <param name="rowCount">How many will come, for progress.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="store">What was computed before, opened for <see cref="Manifest"/>; null computes all.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    /// <exception cref="PrismaticException">A row's vector is zero or not finite; the model fails.</exception>
    public async Task<FeatureSpace> ExtractAsync(
        IAsyncEnumerable<TextRow> rows,
        int rowCount,
        IProgress<StageProgress>? progress = null,
        VectorStore? store = null,
        CancellationToken cancellation = default
    )
    {
        var all = new List<StoredVector>(rowCount);
        var indices = new List<long>(rowCount);
        var chunk = new List<TextRow>(ChunkRows);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            chunk.Add(row);
            if (chunk.Count == ChunkRows)
            {
                Complete();
            }
        }
        Complete();
        return Space(all, indices);

        void Complete()
        {
            all.AddRange(
                Vectors(
                    chunk,
                    store,
                    done => progress?.Report(new StageProgress("encoding", all.Count + done, rowCount)),
                    cancellation
                )
            );
            indices.AddRange(chunk.Select(row => row.Index));
            chunk.Clear();
            progress?.Report(new StageProgress("encoding", all.Count, rowCount));
        }
    }

    // Each text computed at most once, and not at all where the store has it.
    private StoredVector[] Vectors(
        List<TextRow> chunk,
        VectorStore? store,
        Action<int> tell,
        CancellationToken cancellation
    )
    {
        var keys = chunk.ConvertAll(row => RowKey.Of(row, out _));
        var vectors = new Dictionary<UInt128, StoredVector?>(keys.Count);
        var missing = new List<int>();
        for (var i = 0; i < keys.Count; i++)
        {
            if (vectors.TryAdd(keys[i], null) && (vectors[keys[i]] = store?.Read(keys[i])) is null)
            {
                missing.Add(i);
            }
        }
        var texts = missing.ConvertAll(i => _text.One(chunk[i].FullText));
        var fresh = new StoredVector[missing.Count];
        var done = chunk.Count - missing.Count;
        Run(
            texts,
            (i, vector) =>
            {
                float[] unit = [.. vector];
                var norm = Scale(unit, () => $"row {chunk[missing[i]].Index}");
                // Stored or not, a vector is the same: all are on the grid.
                var grid = new short[unit.Length];
                UnitGrid.Round(unit, grid);
                var (key, length) = (keys[missing[i]], texts[i].Ids.Length);
                fresh[i] = new StoredVector(key, length, 0, texts[i].Truncated, 0, norm, grid);
            },
            count => tell(done += count),
            cancellation
        );
        store?.Add(fresh);
        foreach (var vector in fresh)
        {
            vectors[vector.Key] = vector;
        }
        return [.. keys.Select(key => vectors[key]!)];
    }

    private FeatureSpace Space(List<StoredVector> rows, List<long> indices)
    {
        var matrix = new Matrix(rows.Count, Dimension);
        for (var i = 0; i < rows.Count; i++)
        {
            UnitGrid.Widen(rows[i].Grid, matrix[i]);
        }
        return new FeatureSpace
        {
            Name = "encoder",
            Rows = matrix,
            RowIndices = indices,
            Fingerprint = Fingerprint,
            Parameters = new Dictionary<string, string>
            {
                ["encoder"] = $"{Name} ({_files.Hash})",
                ["tokenizer"] = $"{_files.Tokens.Tokenizer.Description} ({_files.Tokens.Tokenizer.Fingerprint})",
                ["pooling"] = Pooling,
                ["max tokens"] = $"{MaxTokens}",
                ["rows cut short"] = $"{rows.Count(row => row.IsTruncated)} of {rows.Count}",
                ["dimension"] = $"{Dimension}",
            },
        };
    }
}
