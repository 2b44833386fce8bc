using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Store;

namespace Prismatic.Gradients;

/// <summary>Rows in, unit gradient vectors out: tokenise, run the gradient graph, project, normalise.</summary>
public sealed class GradientExtractor : IDisposable
{
    private readonly ProxyModel _model;
    private readonly GradientOptions _options;
    private readonly GradientSession _session;
    private readonly SparseProjection _sparse;
    private readonly RowEncoder _encoder;
    private readonly SessionSettings _settings;

    /// <summary>Compiles the model's gradient graph, or takes it from <paramref name="graphs"/>, which is given what it has not.</summary>
    /// <exception cref="PrismaticException">The model cannot be differentiated, or not loaded here.</exception>
    public GradientExtractor(
        ProxyModel model,
        GradientOptions options,
        SessionSettings settings,
        GraphCache? graphs = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window ?? 1, 1);
        (_model, _options, _settings) = (model, options with { FewShapes = settings.HasFewShapes }, settings);
        var plan = model.Gradients(options.Projection, settings, graphs);
        // Before the long work: a template that cannot be used ends here.
        _encoder = new RowEncoder(model, options, plan.VocabularySize);
        _session = plan.Load();
        _sparse = options.Projection.Sparse(_session.BlockLength);
    }

    /// <summary>The layers whose gradients are taken.</summary>
    public IReadOnlyList<LinearLayer> Layers => _session.Layers;

    /// <summary>Identity of the feature space.</summary>
    public string Fingerprint => $"gradients/{_model.Fingerprint}/{_encoder.Fingerprint}/{ProjectionFingerprint}";

    /// <summary>The mean of reference rows taken as these are, or null where the model comes without one.</summary>
    /// <remarks>The limit of tokens may differ: it cuts few rows, and cut rows are rows of their kind.</remarks>
    public ReferenceMean? Reference => _model.References.Find(ReferenceKey);

    /// <summary>What decides the numbers of the vectors, to the last bit.</summary>
    public StoreManifest Manifest =>
        new(
            _options.Projection.Dimension,
            new Dictionary<string, string>
            {
                ["view"] = "gradients",
                ["model"] = _model.Name,
                ["features"] = Fingerprint,
                ["batches"] = _options.Batching,
                ["graph"] = _session.GraphHash,
            },
            Arithmetic.Of(_settings)
        );

    internal string ReferenceKey =>
        $"gradients/{_model.Fingerprint}{_encoder.TemplateFingerprint}/{_encoder.LossFingerprint}/{ProjectionFingerprint}";

    private string ProjectionFingerprint =>
        $"{_options.Projection.Fingerprint}/layers-{Layers.Count}{(_options.UnitLayers ? "/unit-layers" : "")}";

    /// <summary>Extracts one vector for each row.</summary>
    /// <param name="rows">Rows with text, at most <paramref name="rowCount"/>, read once.</param>
    /// <param name="rowCount">How many rows will come; n × d floats are allocated at once.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="store">What was computed before, opened for <see cref="Manifest"/>; null computes all.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <exception cref="PrismaticException">A row's gradient is not finite or zero; the model fails.</exception>
    public async Task<GradientFeatures> ExtractAsync(
        IAsyncEnumerable<TextRow> rows,
        int rowCount,
        IProgress<StageProgress>? progress = null,
        VectorStore? store = null,
        CancellationToken cancellationToken = default
    )
    {
        var result = new Accumulator(rowCount, _options.Projection.Dimension);
        await foreach (var chunk in EncodedChunk.ReadAhead(rows, _encoder, _options.ChunkRows, cancellationToken))
        {
            var before = result.Count;
            var vectors = ChunkVectors.Of(
                chunk,
                store,
                missing =>
                {
                    var done = before + chunk.Rows.Count - missing.Rows.Count;
                    return Compute(missing, done, rowCount, progress, cancellationToken);
                }
            );
            result.Add(chunk.Rows, vectors);
            progress?.Report(new StageProgress("gradients", result.Count, rowCount));
        }
        return result.ToFeatures(Fingerprint, Parameters());
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private StoredVector[] Compute(
        EncodedChunk chunk,
        int done,
        int total,
        IProgress<StageProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var vectors = new StoredVector[chunk.Rows.Count];
        foreach (var batch in RowBatch.Cut([.. chunk.Encoded.Select(e => e.Ids.Length)], _options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunBatch(batch, chunk, vectors);
            done += batch.Members.Length;
            progress?.Report(new StageProgress("gradients", done, total));
        }
        return vectors;
    }

    private void RunBatch(RowBatch batch, EncodedChunk chunk, StoredVector[] vectors)
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
        if (targets.Count == 1)
        {
            // A product with one row has a kernel of its own, which rounds another way than that of many rows: so the row
            // runs twice.
            rows = [rows[0], rows[0]];
            targets.Add(targets[0] with { Row = 1 });
        }
        var blocks = new float[rows.Length * _session.BlockLength];
        var losses = new float[targets.Count];
        _session.Run(BatchShapes.Batch(rows, targets, batch.Length, _options), blocks, losses);
        var loss = new double[rows.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            loss[targets[i].Row] += losses[i] * (double)targets[i].Weight;
        }
        for (var b = 0; b < members.Length; b++)
        {
            var (row, encoded) = (chunk.Rows[members[b]], chunk.Encoded[members[b]]);
            var (norm, grid) = Project(blocks.AsSpan(b * _session.BlockLength, _session.BlockLength), row);
            vectors[members[b]] = new StoredVector(
                0,
                encoded.Ids.Length,
                encoded.TargetCount,
                encoded.Truncated,
                (float)loss[b],
                norm,
                grid
            );
        }
    }

    private (float Norm, short[] Grid) Project(Span<float> block, TextRow row)
    {
        if (_options.UnitLayers)
        {
            MakeLayersUnit(block, _session.BlockLength / Layers.Count);
        }
        var unit = new float[_options.Projection.Dimension];
        _sparse.Apply(block, unit);
        var norm = Matrix.NormaliseRow(unit);
        if (!(norm > 0) || !float.IsFinite(norm))
        {
            throw _session.Unfit($"the gradient of row {row.Index} is {(norm == 0 ? "zero" : "not finite")}");
        }
        // Stored or not, a vector is the same: all are on the grid.
        var grid = new short[unit.Length];
        UnitGrid.Round(unit, grid);
        return (norm, grid);
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

        private readonly Matrix _rows = new(rowCount, dimension);
        private readonly float[] _losses = new float[rowCount];

        public int Count => _indices.Count;

        public void Add(IReadOnlyList<TextRow> rows, StoredVector[] vectors)
        {
            if (Count + rows.Count > rowCount)
            {
                throw new PrismaticException("the data set grew while it was read; run again once it stands still");
            }
            for (var i = 0; i < rows.Count; i++)
            {
                UnitGrid.Widen(vectors[i].Grid, _rows[Count]);
                _losses[Count] = vectors[i].Loss;
                _tokens.Add(vectors[i].Tokens);
                _targets.Add(vectors[i].Targets);
                _truncated += vectors[i].IsTruncated ? 1 : 0;
                _indices.Add(rows[i].Index);
            }
        }

        public GradientFeatures ToFeatures(string fingerprint, Dictionary<string, string> parameters) =>
            new()
            {
                Space = new FeatureSpace
                {
                    Name = "gradients",
                    Rows = new Matrix(_indices.Count, dimension, _rows.Values),
                    RowIndices = _indices,
                    Fingerprint = fingerprint,
                    Parameters = parameters,
                },
                Losses = _losses[.._indices.Count],
                TokenCounts = _tokens,
                TargetCounts = _targets,
                TokenCount = _tokens.Sum(count => (long)count),
                TruncatedCount = _truncated,
            };
    }
}
