using Microsoft.ML.OnnxRuntime;
using Prismatic.Differentiation;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>
/// The same graph with full weight gradients: the sum over a batch of dLoss/dW for each named weight. The weights are
/// inputs and may change from run to run. Used to train the embedded proxy and to measure what the projection loses.
/// </summary>
public sealed class WeightGradientSession : IDisposable
{
    private readonly CausalModel _model;
    private readonly OnnxSession _session;
    private readonly Dictionary<string, OrtValue> _weights = [];
    private readonly Dictionary<string, OrtValue> _gradients = [];

    private WeightGradientSession(CausalModel model, OnnxSession session) => (_model, _session) = (model, session);

    /// <summary>The weights, flat; change them in place between runs.</summary>
    public Dictionary<string, float[]> Weights { get; } = [];

    /// <summary>dLoss/dW of the last run, flat, in the layout of <see cref="Weights"/>.</summary>
    public Dictionary<string, float[]> Gradients { get; } = [];

    /// <summary>Compiles the graph.</summary>
    /// <param name="source">A decoder; not changed.</param>
    /// <param name="names">Initializers to differentiate by.</param>
    /// <param name="settings">Where to run.</param>
    /// <exception cref="PrismaticException">Operators without a gradient rule (all are named).</exception>
    public static WeightGradientSession Compile(
        ModelProto source,
        IReadOnlyCollection<string> names,
        SessionSettings? settings = null
    )
    {
        // Weights stored in 16 bits are initializers of their own name only in normal form.
        var normal = source.Clone();
        GraphNormaliser.Normalise(normal);
        var stored = normal.Graph.Initializer.Where(t => names.Contains(t.Name)).ToList();
        var model = CausalModel.Create(normal, names);
        var gradients = BackwardGraph.Append(model.Graph, model.LogitsSeed, names);
        foreach (var gradient in gradients.Values.Distinct())
        {
            model.Graph.Builder.Output(gradient);
        }
        GraphNormaliser.RemoveDead(model.Graph.Model.Graph);
        model.Graph.WriteShapes();
        var result = new WeightGradientSession(model, OnnxSession.Load(model.Graph.Model, settings));
        foreach (var tensor in stored.Where(t => gradients.ContainsKey(t.Name)))
        {
            long[] dims = [.. tensor.Dims];
            result.Weights[tensor.Name] = TensorData.Floats(tensor);
            result.Gradients[tensor.Name] = new float[OnnxModel.ElementCount(tensor)];
            result._weights[tensor.Name] = OnnxSession.Tensor<float>(result.Weights[tensor.Name], dims);
            result._gradients[gradients[tensor.Name]] = OnnxSession.Tensor<float>(result.Gradients[tensor.Name], dims);
        }
        return result;
    }

    /// <summary>Runs one batch and fills <see cref="Gradients"/>.</summary>
    /// <returns>The cross-entropy of each target, in nats, unweighted.</returns>
    public float[] Run(TokenBatch batch)
    {
        using var inputs = batch.Inputs(_model.InputNames, _model.InputType);
        var losses = new float[batch.Targets.Count];
        using var loss = OnnxSession.Tensor<float>(losses, losses.Length);
        var all = new Dictionary<string, OrtValue>(inputs.Values);
        foreach (var (name, value) in _weights)
        {
            all[name] = value;
        }
        _session.Run(all, new Dictionary<string, OrtValue>(_gradients) { [CausalModel.Loss] = loss });
        return losses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _weights.Values.Concat(_gradients.Values))
        {
            value.Dispose();
        }
        _session.Dispose();
    }
}
