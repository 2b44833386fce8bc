using Microsoft.ML.OnnxRuntime;
using Prismatic.Differentiation;
using Prismatic.Onnx;

namespace Prismatic.Gradients;

/// <summary>
/// A decoder compiled to one graph whose run returns, for each row of a batch, the Kronecker-projected gradient of every
/// linear layer: sum over t of (P_out' D_t)(P_in' x_t)', without forming any weight gradient.
/// </summary>
public sealed class GradientSession : IDisposable
{
    private const string Blocks = "gradient_blocks";

    // The backward pass reads every weight a second time, turned, so packing keeps two copies of it where the file's own
    // pages would do. It saves 4 to 6 % of a pass (docs/benchmarks/gradients.md), and is worth that while it is affordable.
    private const long LargestPacked = 600L << 20;
    private readonly CausalModel _model;
    private readonly OnnxSession _session;

    private GradientSession(CausalModel model, OnnxSession session, IReadOnlyList<LinearLayer> layers, int rank)
    {
        (_model, _session, Layers) = (model, session, layers);
        BlockLength = layers.Count * rank * rank;
    }

    /// <summary>The layers whose gradients are taken, in the order of their blocks.</summary>
    public IReadOnlyList<LinearLayer> Layers { get; }

    /// <summary>Numbers a row: layers × rank × rank.</summary>
    public int BlockLength { get; }

    /// <summary>Hash of the graph's nodes: whoever changes what is computed changes it.</summary>
    public required string GraphHash { get; init; }

    /// <summary>Token ids lie in [0, this).</summary>
    public int VocabularySize => _model.VocabularySize;

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
    )
    {
        var layers = LinearLayer.Find(model);
        if (layers.Count == 0)
        {
            throw new PrismaticException("the model has no linear layer whose gradient could be taken");
        }
        var suited = Suited(settings ?? new SessionSettings(), model);
        var seed = VocabularyBlocks.Append(model, vocabularyBlock) ?? model.HiddenSeed;
        var gradients = BackwardGraph.Append(model.Graph, seed, [.. layers.Select(l => l.Output)]);
        ProjectionGraph.Append(model.Graph, layers, gradients, projection, Blocks);
        GraphNormaliser.RemoveDead(model.Graph.Model.Graph);
        var hash = OnnxModel.StructureHash(model.Graph.Model.Graph);
        model.Graph.WriteShapes();
        var session = OnnxSession.Load(model.Graph.Model, suited);
        return new GradientSession(model, session, layers, projection.Rank) { GraphHash = hash };
    }

    /// <summary>Runs one batch.</summary>
    /// <param name="batch">Rows, padded.</param>
    /// <param name="blocks">Receives rows × <see cref="BlockLength"/>, of the first rows that fit.</param>
    /// <param name="losses">Receives the cross-entropy of each target, in nats, unweighted; of the first that fit.</param>
    public void Run(TokenBatch batch, Span<float> blocks, Span<float> losses)
    {
        using var inputs = batch.Inputs(_model.InputNames, _model.InputType);
        try
        {
            using var outputs = _session.Run(inputs.Values, [Blocks, CausalModel.Loss]);
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

    private static SessionSettings Suited(SessionSettings settings, CausalModel model)
    {
        var bytes = model.Graph.Model.Graph.Initializer.Sum(w => OnnxModel.ElementCount(w) * sizeof(float));
        return settings with { Prepack = settings.Prepack ?? bytes <= LargestPacked };
    }
}
