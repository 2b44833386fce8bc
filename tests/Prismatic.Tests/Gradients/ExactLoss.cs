using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Gradients;

/// <summary>The loss in double, its weights as inputs.</summary>
internal sealed class ExactLoss : IDisposable
{
    private readonly TokenBatch _batch;
    private readonly OnnxSession _session;
    private readonly BatchInputs _tokens;
    private readonly Dictionary<string, OrtValue> _inputs;
    private readonly Dictionary<string, double[]> _weights = [];

    public ExactLoss(ModelProto source, string[] weights, TokenBatch batch)
    {
        _batch = batch;
        var model = CausalModel.Create(source.Clone(), weights);
        _session = OnnxSession.Load(
            DoubleGraph.From(model.Graph.Model, "Erf", "Gelu"),
            new SessionSettings { Threads = 1 }
        );
        _tokens = batch.Inputs(model.InputNames, model.InputType);
        _inputs = new Dictionary<string, OrtValue>(_tokens.Values)
        {
            [CausalModel.Weights] = OnnxSession.Tensor<double>(
                batch.Targets.Select(t => (double)t.Weight).ToArray(),
                batch.Targets.Count
            ),
        };
        foreach (var tensor in source.Graph.Initializer.Where(t => weights.Contains(t.Name)))
        {
            _weights[tensor.Name] = Array.ConvertAll(TensorData.Floats(tensor), v => (double)v);
            _inputs[tensor.Name] = OnnxSession.Tensor<double>(_weights[tensor.Name].ToArray(), [.. tensor.Dims]);
        }
    }

    public double Slope(string weight, double[] direction, double step)
    {
        var slope = ((8 * (At(step) - At(-step))) - (At(2 * step) - At(-2 * step))) / (12 * step);
        Move(0);
        return slope;

        double At(double by)
        {
            Move(by);
            using var results = _session.Run(_inputs, [CausalModel.Loss]);
            var losses = results[0].GetTensorDataAsSpan<double>().ToArray();
            return losses.Zip(_batch.Targets, (loss, target) => loss * target.Weight).Sum();
        }

        void Move(double by)
        {
            var moved = _inputs[weight].GetTensorMutableDataAsSpan<double>();
            for (var i = 0; i < moved.Length; i++)
            {
                moved[i] = _weights[weight][i] + (by * direction[i]);
            }
        }
    }

    public void Dispose()
    {
        foreach (var (_, value) in _inputs.Where(i => !_tokens.Values.Values.Contains(i.Value)))
        {
            value.Dispose();
        }
        _tokens.Dispose();
        _session.Dispose();
    }
}
