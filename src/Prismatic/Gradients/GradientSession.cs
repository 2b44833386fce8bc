using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;

namespace Prismatic.Gradients;

/// <summary>
/// A decoder compiled to one graph whose run returns, for each row of a batch, the Kronecker-projected gradient of every
/// linear layer: sum over t of (P_out' D_t)(P_in' x_t)', without forming any weight gradient.
/// </summary>
public sealed class GradientSession : IDisposable
{
    // The backward pass reads every weight a second time, turned, so packing keeps two copies of it where the file's own
    // pages would do. It saves 4 to 6 % of a pass (docs/benchmarks/gradients.md), and is worth that while it is affordable.
    private const long LargestPacked = 600L << 20;
    private readonly IReadOnlyDictionary<string, TensorType> _inputs;
    private readonly OnnxSession _session;

    private GradientSession(CompiledGraph graph, OnnxSession session, int rank)
    {
        (_inputs, _session) = (graph.Inputs, session);
        (Layers, VocabularySize) = (graph.Facts.Layers, graph.Facts.VocabularySize);
        GraphHash = graph.Facts.GraphHash;
        BlockLength = Layers.Count * rank * rank;
    }

    /// <summary>The layers whose gradients are taken, in the order of their blocks.</summary>
    public IReadOnlyList<LinearLayer> Layers { get; }

    /// <summary>Numbers a row: layers × rank × rank.</summary>
    public int BlockLength { get; }

    /// <summary>Hash of the graph's nodes: whoever changes what is computed changes it.</summary>
    public string GraphHash { get; }

    /// <summary>Token ids lie in [0, this).</summary>
    public int VocabularySize { get; }

    /// <summary>Writes the backward pass and loads the whole graph.</summary>
    /// <exception cref="PrismaticException">No linear layer, or operators without a gradient rule (all are named).</exception>
    public static GradientSession Compile(
        CausalModel model,
        RandomProjection projection,
        SessionSettings? settings = null
    ) => Compile(model, projection, settings, VocabularyBlocks.Columns);

    /// <summary>The same with blocks of another size in the output head.</summary>
    internal static GradientSession Compile(
        CausalModel model,
        RandomProjection projection,
        SessionSettings? settings,
        int vocabularyBlock
    ) =>
        Load(
            CompiledGraph.Build(model, projection, vocabularyBlock),
            projection.Rank,
            settings ?? new SessionSettings()
        );

    /// <summary>Loads a compiled graph.</summary>
    /// <exception cref="PrismaticException">The runtime refuses it.</exception>
    internal static GradientSession Load(CompiledGraph graph, int rank, SessionSettings settings)
    {
        var suited = settings with
        {
            Prepack = settings.Prepack ?? graph.Facts.WeightBytes <= LargestPacked,
            Optimise = settings.Optimise && !graph.Facts.IsRewritten,
        };
        return new GradientSession(graph, OnnxSession.Load(graph.Model, suited), rank);
    }

    /// <summary>Runs one batch.</summary>
    /// <param name="batch">Rows, padded.</param>
    /// <param name="blocks">Receives rows × <see cref="BlockLength"/>, of the first rows that fit.</param>
    /// <param name="losses">Receives the cross-entropy of each target, in nats, unweighted; of the first that fit.</param>
    public void Run(TokenBatch batch, Span<float> blocks, Span<float> losses)
    {
        using var inputs = batch.Inputs(_inputs.Keys, name => _inputs[name]);
        try
        {
            using var outputs = _session.Run(inputs.Values, [CompiledGraph.Blocks, CausalModel.Loss]);
            outputs[0].GetTensorDataAsSpan<float>()[..blocks.Length].CopyTo(blocks);
            outputs[1].GetTensorDataAsSpan<float>()[..losses.Length].CopyTo(losses);
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

    /// <inheritdoc cref="OnnxSession.Unfit"/>
    public PrismaticException Unfit(string finding) => _session.Unfit(finding);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
