using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Gradients;

/// <summary>Rows in, unit gradient vectors out: tokenise, run the gradient graph, project, normalise.</summary>
public sealed class GradientExtractor : IDisposable
{
    private readonly ProxyModel _model;
    private readonly GradientOptions _options;
    private readonly GradientSession _session;
    private readonly SparseProjection _sparse;
    private readonly RowEncoder _encoder;

    /// <summary>Compiles the model's gradient graph.</summary>
    /// <exception cref="PrismaticException">The model cannot be differentiated, or not loaded here.</exception>
    public GradientExtractor(ProxyModel model, GradientOptions options, SessionSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 4);
        (_model, _options) = (model, options);
        _session = GradientSession.Compile(model.Decoder(), options.Projection, settings);
        _sparse = options.Projection.Sparse(_session.BlockLength);
        _encoder = new RowEncoder(model.Tokenizer, options.MaxTokens);
    }

    /// <summary>The layers whose gradients are taken.</summary>
    public IReadOnlyList<LinearLayer> Layers => _session.Layers;

    /// <summary>Identity of the feature space.</summary>
    public string Fingerprint =>
        $"gradients/{_model.Fingerprint}/{_encoder.Fingerprint}/{_options.Projection.Fingerprint}/layers-{Layers.Count}";

    /// <summary>Extracts one vector for each row.</summary>
    /// <param name="rows">Rows with text, at most <paramref name="rowCount"/>, read once.</param>
    /// <param name="rowCount">How many rows will come; n × d floats are allocated at once.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <exception cref="PrismaticException">A row's gradient is not finite or zero; the model fails.</exception>
    public async Task<GradientFeatures> ExtractAsync(
        IAsyncEnumerable<TextRow> rows,
        int rowCount,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var result = new Accumulator(rowCount, _options.Projection.Dimension);
        var chunk = new List<TextRow>(_options.ChunkRows);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            chunk.Add(row);
            if (chunk.Count == _options.ChunkRows)
            {
                Extract(chunk, result, rowCount, progress, cancellationToken);
                chunk.Clear();
            }
        }
        Extract(chunk, result, rowCount, progress, cancellationToken);
        return result.ToFeatures(Fingerprint, Parameters());
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Extract(
        List<TextRow> chunk,
        Accumulator result,
        int total,
        IProgress<StageProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var encoded = chunk.ConvertAll(_encoder.Encode);
        var slots = result.Reserve(chunk, encoded);
        // Rows of like length share a batch, so that little of it is padding. The order is a matter of the chunk alone.
        int[] order = [.. Enumerable.Range(0, chunk.Count).OrderByDescending(i => encoded[i].Ids.Length)];
        for (var next = 0; next < order.Length; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = (encoded[order[next]].Ids.Length + _options.PadTo - 1) / _options.PadTo * _options.PadTo;
            var count = Math.Clamp(_options.BatchTokens / length, 1, order.Length - next);
            RunBatch(order.AsSpan(next, count), encoded, slots, length, chunk, result);
            next += count;
            progress?.Report(new StageProgress("gradients", slots + next, total));
        }
    }

    private void RunBatch(
        ReadOnlySpan<int> members,
        List<EncodedRow> encoded,
        int slots,
        int length,
        List<TextRow> chunk,
        Accumulator result
    )
    {
        var rows = new int[members.Length][];
        var targets = new List<LossTarget>();
        for (var b = 0; b < members.Length; b++)
        {
            var row = encoded[members[b]];
            rows[b] = row.Ids;
            for (var t = row.FirstTarget; t < row.Ids.Length; t++)
            {
                targets.Add(new LossTarget(b, t - 1, row.Ids[t], 1f / row.TargetCount));
            }
        }
        var blocks = new float[members.Length * _session.BlockLength];
        var losses = new float[targets.Count];
        _session.Run(new TokenBatch(rows, targets, length), blocks, losses);
        var loss = new double[members.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            loss[targets[i].Row] += losses[i] * (double)targets[i].Weight;
        }
        for (var b = 0; b < members.Length; b++)
        {
            var slot = slots + members[b];
            _sparse.Apply(blocks.AsSpan(b * _session.BlockLength, _session.BlockLength), result.Rows[slot]);
            var norm = Matrix.NormaliseRow(result.Rows[slot]);
            if (!(norm > 0) || !float.IsFinite(norm))
            {
                throw new PrismaticException(
                    $"the gradient of row {chunk[members[b]].Index} is {(norm == 0 ? "zero" : "not finite")}; "
                        + "the proxy model is not fit for this data"
                );
            }
            result.Losses[slot] = (float)loss[b];
        }
    }

    private Dictionary<string, string> Parameters() =>
        new()
        {
            ["model"] = $"{_model.Name} ({_model.Fingerprint})",
            ["layers"] = $"{Layers.Count}",
            ["max tokens"] = $"{_options.MaxTokens}",
            ["projection"] = _options.Projection.Fingerprint,
            ["loss"] = "response tokens where there is a prompt, else all tokens",
        };

    /// <summary>The matrix being filled, with what is learnt about each row on the way.</summary>
    private sealed class Accumulator(int rowCount, int dimension)
    {
        private readonly List<long> _indices = new(rowCount);
        private long _tokens;
        private int _truncated;

        public Matrix Rows { get; } = new(rowCount, dimension);

        public float[] Losses { get; } = new float[rowCount];

        public int Reserve(List<TextRow> chunk, List<EncodedRow> encoded)
        {
            var first = _indices.Count;
            _indices.AddRange(chunk.Select(r => r.Index));
            _tokens += encoded.Sum(e => (long)e.Ids.Length);
            _truncated += encoded.Count(e => e.Truncated);
            return _indices.Count <= rowCount
                ? first
                : throw new PrismaticException("the data set grew while it was read; run again once it stands still");
        }

        public GradientFeatures ToFeatures(string fingerprint, Dictionary<string, string> parameters) =>
            new()
            {
                Space = new FeatureSpace
                {
                    Name = "gradients",
                    Rows = new Matrix(_indices.Count, dimension, Rows.Values),
                    RowIndices = _indices,
                    Fingerprint = fingerprint,
                    Parameters = parameters,
                },
                Losses = Losses[.._indices.Count],
                TokenCount = _tokens,
                TruncatedCount = _truncated,
            };
    }
}
