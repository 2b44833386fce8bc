using Microsoft.ML.OnnxRuntime;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Store;

namespace Prismatic.Gradients;

/// <summary>
/// The feature space "hidden": for each row the mean over its tokens of what the output head of a proxy model reads, scaled
/// to unit length. Forward pass only, without the head: a small part of the cost of gradients.
/// </summary>
public sealed class HiddenStateExtractor : IDisposable
{
    private const string PoolWeights = "pool_weights";
    private const string Pooled = "pooled_states";
    private readonly ProxyModel _model;
    private readonly GradientOptions _options;
    private readonly RowEncoder _encoder;
    private readonly OnnxSession _session;
    private readonly Dictionary<string, TensorType> _inputs;
    private readonly SessionSettings _settings;
    private readonly string _graphHash;
    private readonly int _width;

    /// <summary>Compiles the part of the model before its output head.</summary>
    /// <param name="model">A decoder whose logits are a product of hidden states with a weight, scaled or capped or not.</param>
    /// <param name="options">Limit of tokens and batching; projection, mask and window play no part.</param>
    /// <param name="settings">Where to run.</param>
    /// <exception cref="PrismaticException">No such product, or the model is not loaded here.</exception>
    public HiddenStateExtractor(ProxyModel model, GradientOptions options, SessionSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 4);
        (_model, _options, _settings) = (model, options with { FewShapes = settings.HasFewShapes }, settings);
        var graph = Pool(model.Source(), out var vocabulary);
        _encoder = new RowEncoder(model, new GradientOptions { MaxTokens = options.MaxTokens }, vocabulary);
        _inputs = graph.Graph.Input.ToDictionary(i => i.Name, i => (TensorType)i.Type.TensorType.ElemType);
        _inputs.Remove(PoolWeights);
        _graphHash = OnnxModel.StructureHash(graph.Graph);
        _session = OnnxSession.Load(graph, settings);
        _width = Run(
            [
                [0, 0],
            ],
            2
        ).Length;
    }

    /// <summary>Identity of the feature space.</summary>
    public string Fingerprint => $"{ReferenceKey}/max-{_options.MaxTokens}";

    /// <summary>The mean of reference rows taken as these are, or null where the model comes without one.</summary>
    public ReferenceMean? Reference => _model.References.Find(ReferenceKey);

    /// <summary>What decides the numbers of the vectors, to the last bit.</summary>
    public StoreManifest Manifest =>
        new(
            _width,
            new Dictionary<string, string>
            {
                ["view"] = "hidden",
                ["model"] = _model.Name,
                ["features"] = Fingerprint,
                ["batches"] = _options.Batching,
                ["graph"] = _graphHash,
            },
            Arithmetic.Of(_settings)
        );

    internal string ReferenceKey => $"hidden/{_model.Fingerprint}{_encoder.TemplateFingerprint}/mean-of-tokens/v1";

    /// <summary>Extracts one vector for each row.</summary>
    /// <param name="rows">Rows with text, at most <paramref name="rowCount"/>, read once.</param>
    /// <param name="rowCount">How many rows will come.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="store">What was computed before, opened for <see cref="Manifest"/>; null computes all.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <exception cref="PrismaticException">A row's states are not finite or zero; the model fails.</exception>
    public async Task<FeatureSpace> ExtractAsync(
        IAsyncEnumerable<TextRow> rows,
        int rowCount,
        IProgress<StageProgress>? progress = null,
        VectorStore? store = null,
        CancellationToken cancellationToken = default
    )
    {
        var result = new List<short[]>(rowCount);
        var indices = new List<long>(rowCount);
        await foreach (var chunk in EncodedChunk.ReadAhead(rows, _encoder, _options.ChunkRows, cancellationToken))
        {
            var vectors = ChunkVectors.Of(
                chunk,
                store,
                missing =>
                {
                    var done = result.Count + chunk.Rows.Count - missing.Rows.Count;
                    return Compute(missing, done, rowCount, progress, cancellationToken);
                }
            );
            indices.AddRange(chunk.Rows.Select(row => row.Index));
            result.AddRange(vectors.Select(vector => vector.Grid));
            progress?.Report(new StageProgress("hidden states", result.Count, rowCount));
        }
        return Space(result, indices);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static ModelProto Pool(ModelProto model, out int? vocabulary)
    {
        DecoderForm.Normalise(model);
        var head =
            OutputHead.Find(model.Graph)
            ?? OutputHead.FindBehindScaling(model.Graph)
            ?? throw new PrismaticException(
                "the logits of this model are not a product of hidden states with a weight; it has no hidden view: choose others with "
                    + "--features"
            );
        vocabulary = OutputHead.VocabularySize(model.Graph, head);
        var builder = new GraphBuilder(model.Graph, "pool_");
        var weights = builder.Input(PoolWeights, TensorType.Float, "batch", "one", "time");
        var sums = builder.Node("MatMul", [weights, head.Input[0]]);
        builder.Named(Pooled, "Squeeze", [sums, builder.Integers([1])]);
        model.Graph.Output.Clear();
        builder.Output(Pooled);
        GraphNormaliser.RemoveDead(model.Graph);
        return model;
    }

    private StoredVector[] Compute(
        EncodedChunk chunk,
        int done,
        int total,
        IProgress<StageProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var vectors = new StoredVector[chunk.Rows.Count];
        foreach (var (members, length) in RowBatch.Cut([.. chunk.Encoded.Select(e => e.Ids.Length)], _options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var states = Run([.. members.Select(i => chunk.Encoded[i].Ids)], length);
            for (var b = 0; b < members.Length; b++)
            {
                var (row, encoded) = (chunk.Rows[members[b]], chunk.Encoded[members[b]]);
                var (norm, grid) = Unit(states.AsSpan(b * _width, _width), row);
                vectors[members[b]] = new StoredVector(0, encoded.Ids.Length, 0, encoded.Truncated, 0, norm, grid);
            }
            done += members.Length;
            progress?.Report(new StageProgress("hidden states", done, total));
        }
        return vectors;
    }

    private (float Norm, short[] Grid) Unit(Span<float> state, TextRow row)
    {
        var norm = Matrix.NormaliseRow(state);
        if (!(norm > 0) || !float.IsFinite(norm))
        {
            throw _session.Unfit($"the hidden states of row {row.Index} are zero or not finite");
        }
        // Stored or not, a vector is the same: all are on the grid.
        var grid = new short[state.Length];
        UnitGrid.Round(state, grid);
        return (norm, grid);
    }

    private float[] Run(int[][] rows, int length)
    {
        // The begin id looks the same in every row and tells them apart in nothing.
        var filled = BatchShapes.Batch(rows, [], length, _options);
        var weights = new float[filled.RowCount * length];
        for (var row = 0; row < rows.Length; row++)
        {
            var count = Math.Max(1, rows[row].Length - 1);
            weights.AsSpan((row * length) + rows[row].Length - count, count).Fill(1f / count);
        }
        using var batch = filled.TokenInputs(_inputs.Keys, name => _inputs[name]);
        using var pool = OnnxSession.Tensor<float>(weights, filled.RowCount, 1, length);
        var inputs = new Dictionary<string, OrtValue>(batch.Values) { [PoolWeights] = pool };
        try
        {
            using var outputs = _session.Run(inputs, [Pooled]);
            var states = outputs[0].GetTensorDataAsSpan<float>();
            return states[..(states.Length / filled.RowCount * rows.Length)].ToArray();
        }
        catch (OnnxRuntimeException fault)
        {
            throw new PrismaticException(
                $"the model failed on a batch: {fault.Message.ReplaceLineEndings(" ")}",
                ExitCode.Input,
                fault
            );
        }
    }

    private FeatureSpace Space(List<short[]> rows, List<long> indices)
    {
        var matrix = new Matrix(rows.Count, _width);
        for (var i = 0; i < rows.Count; i++)
        {
            UnitGrid.Widen(rows[i], matrix[i]);
        }
        return new FeatureSpace
        {
            Name = "hidden",
            Rows = matrix,
            RowIndices = indices,
            Fingerprint = Fingerprint,
            Parameters = new Dictionary<string, string>(_model.Facts)
            {
                ["model"] = $"{_model.Name} ({_model.Fingerprint})",
                ["states"] = "mean over all tokens of what the output head reads",
                ["max tokens"] = $"{_options.MaxTokens}",
                ["dimension"] = $"{matrix.ColumnCount}",
            },
        };
    }
}
