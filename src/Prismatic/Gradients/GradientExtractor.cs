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
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window ?? 1, 1);
        (_model, _options) = (model, options with { FewShapes = settings.HasFewShapes });
        var decoder = model.Decoder();
        // Before the long work: a template that cannot be used ends here.
        _encoder = new RowEncoder(model, options, decoder.VocabularySize);
        _session = GradientSession.Compile(decoder, options.Projection, settings);
        _sparse = options.Projection.Sparse(_session.BlockLength);
    }

    /// <summary>The layers whose gradients are taken.</summary>
    public IReadOnlyList<LinearLayer> Layers => _session.Layers;

    /// <summary>Identity of the feature space.</summary>
    public string Fingerprint => $"gradients/{_model.Fingerprint}/{_encoder.Fingerprint}/{ProjectionFingerprint}";

    /// <summary>The mean of reference rows taken as these are, or null where the model comes without one.</summary>
    /// <remarks>The limit of tokens may differ: it cuts few rows, and cut rows are rows of their kind.</remarks>
    public ReferenceMean? Reference => _model.References.Find(ReferenceKey);

    internal string ReferenceKey =>
        $"gradients/{_model.Fingerprint}{_encoder.TemplateFingerprint}/{_encoder.LossFingerprint}/{ProjectionFingerprint}";

    private string ProjectionFingerprint =>
        $"{_options.Projection.Fingerprint}/layers-{Layers.Count}{(_options.UnitLayers ? "/unit-layers" : "")}";

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
        await foreach (var chunk in EncodedChunk.ReadAhead(rows, _encoder, _options.ChunkRows, cancellationToken))
        {
            Extract(chunk, result, rowCount, progress, cancellationToken);
        }
        return result.ToFeatures(Fingerprint, Parameters());
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Extract(
        EncodedChunk chunk,
        Accumulator result,
        int total,
        IProgress<StageProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var slots = result.Reserve(chunk);
        var done = slots;
        foreach (var batch in RowBatch.Cut([.. chunk.Encoded.Select(e => e.Ids.Length)], _options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunBatch(batch, chunk, slots, result);
            done += batch.Members.Length;
            progress?.Report(new StageProgress("gradients", done, total));
        }
    }

    private void RunBatch(RowBatch batch, EncodedChunk chunk, int slots, Accumulator result)
    {
        var members = batch.Members;
        var rows = new int[members.Length][];
        var targets = new List<LossTarget>();
        for (var b = 0; b < members.Length; b++)
        {
            var row = chunk.Encoded[members[b]];
            rows[b] = row.Ids;
            for (var t = row.FirstTarget; t < row.Ids.Length; t++)
            {
                targets.Add(new LossTarget(b, t - 1, row.Ids[t], 1f / row.TargetCount));
            }
        }
        var blocks = new float[members.Length * _session.BlockLength];
        var losses = new float[targets.Count];
        _session.Run(BatchShapes.Batch(rows, targets, batch.Length, _options), blocks, losses);
        var loss = new double[members.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            loss[targets[i].Row] += losses[i] * (double)targets[i].Weight;
        }
        for (var b = 0; b < members.Length; b++)
        {
            var slot = slots + members[b];
            var block = blocks.AsSpan(b * _session.BlockLength, _session.BlockLength);
            if (_options.UnitLayers)
            {
                MakeLayersUnit(block, _session.BlockLength / Layers.Count);
            }
            _sparse.Apply(block, result.Rows[slot]);
            var norm = Matrix.NormaliseRow(result.Rows[slot]);
            if (!(norm > 0) || !float.IsFinite(norm))
            {
                throw _session.Unfit(
                    $"the gradient of row {chunk.Rows[members[b]].Index} is {(norm == 0 ? "zero" : "not finite")}"
                );
            }
            result.Losses[slot] = (float)loss[b];
        }
    }

    // A layer without any gradient stays zero.
    private static void MakeLayersUnit(Span<float> blocks, int length)
    {
        for (var start = 0; start < blocks.Length; start += length)
        {
            Matrix.NormaliseRow(blocks.Slice(start, length));
        }
    }

    private Dictionary<string, string> Parameters() =>
        new(_model.Facts)
        {
            ["model"] = $"{_model.Name} ({_model.Fingerprint})",
            ["layers"] = $"{Layers.Count}",
            ["max tokens"] = $"{_options.MaxTokens}",
            ["projection"] = _options.Projection.Fingerprint + (_options.UnitLayers ? ", layers of unit length" : ""),
            ["loss"] = _encoder.LossDescription,
        };

    /// <summary>The matrix being filled, with what is learnt about each row on the way.</summary>
    private sealed class Accumulator(int rowCount, int dimension)
    {
        private readonly List<long> _indices = new(rowCount);
        private readonly List<int> _tokens = new(rowCount);
        private readonly List<int> _targets = new(rowCount);
        private int _truncated;

        public Matrix Rows { get; } = new(rowCount, dimension);

        public float[] Losses { get; } = new float[rowCount];

        public int Reserve(EncodedChunk chunk)
        {
            var first = _indices.Count;
            _indices.AddRange(chunk.Rows.Select(r => r.Index));
            _tokens.AddRange(chunk.Encoded.Select(e => e.Ids.Length));
            _targets.AddRange(chunk.Encoded.Select(e => e.TargetCount));
            _truncated += chunk.Encoded.Count(e => e.Truncated);
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
                TokenCounts = _tokens,
                TargetCounts = _targets,
                TokenCount = _tokens.Sum(count => (long)count),
                TruncatedCount = _truncated,
            };
    }
}
