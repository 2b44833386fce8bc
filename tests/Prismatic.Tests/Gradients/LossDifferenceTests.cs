using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>
/// Projected gradients against the loss itself: moving a weight W to W + h p q', with p and q columns of its two
/// projections, changes the loss at a rate that is one entry of the layer's block.
/// </summary>
[Collection(TinyDecoder.Collection)]
public sealed class LossDifferenceTests
{
    [Theory]
    // The forward pass in double; only erf is computed in float there, since the runtime has no other kernel.
    [InlineData("tiny-llama", 1e-4, 1e-4)]
    [InlineData("tiny-gpt2", 1e-4, 1e-4)]
    [InlineData("tiny-neox", 2e-3, 1e-4)]
    public void Blocks_are_slopes_of_the_loss(string name, double step, double tolerance)
    {
        var decoder = TinyDecoder.Get(name);
        var session = decoder.Projected;
        var (blocks, _) = TinyDecoder.Run(session, decoder.Batch([0, 1, 2]));
        using var forward = Forward(decoder, [.. session.Layers.Select(l => l.Weight)]);
        for (var i = 0; i < session.Layers.Count; i++)
        {
            var (pIn, pOut) = TinyDecoder.Signs(session, i);
            int[] entries = [i % 16, (i + 7) % 16];
            var slopes = new double[entries.Length][];
            for (var e = 0; e < entries.Length; e++)
            {
                var (row, column) = (entries[e] / 4, entries[e] % 4);
                var direction = new double[pIn.Length / 4 * (pOut.Length / 4)];
                for (var j = 0; j < direction.Length; j++)
                {
                    var (input, output) = Math.DivRem(j, pOut.Length / 4);
                    direction[j] = pIn[(input * 4) + column] * pOut[(output * 4) + row];
                }
                slopes[e] = Slope(decoder.Reference, forward, session.Layers[i].Weight, direction, step);
            }
            for (var r = 0; r < decoder.Reference.Rows; r++)
            {
                var own = r;
                double[] block = [.. entries.Select(e => blocks[own][(i * 16) + e])];
                // Two entries may be small by chance, so their error is measured against the whole block.
                var scale = Math.Sqrt(blocks[r].AsSpan(i * 16, 16).ToArray().Average(v => v * v));
                for (var e = 0; e < entries.Length; e++)
                {
                    Assert.InRange(Math.Abs(slopes[e][r] - block[e]) / scale, 0, tolerance);
                }
            }
        }
    }

    private static double[] Slope(
        ReferenceFile reference,
        ForwardPass forward,
        string weight,
        double[] direction,
        double step
    )
    {
        var (a, b) = (At(step), At(-step));
        var (c, d) = (At(2 * step), At(-2 * step));
        return [.. a.Select((_, r) => ((8 * (a[r] - b[r])) - (c[r] - d[r])) / (12 * step))];

        double[] At(double by) => forward.Losses(reference, weight, direction, by);
    }

    private static ForwardPass Forward(TinyDecoder decoder, string[] weights)
    {
        var model = decoder.Model.Clone();
        GraphNormaliser.Normalise(model);
        model = DoubleGraph.From(model, "Erf");
        return new ForwardPass(model, weights);
    }

    /// <summary>The decoder in double, its linear weights as inputs.</summary>
    private sealed class ForwardPass : IDisposable
    {
        private readonly OnnxSession _session;
        private readonly Dictionary<string, TensorProto> _weights;

        public ForwardPass(ModelProto model, string[] weights)
        {
            _weights = model.Graph.Initializer.Where(t => weights.Contains(t.Name)).ToDictionary(t => t.Name);
            foreach (var tensor in _weights.Values)
            {
                model.Graph.Initializer.Remove(tensor);
                model.Graph.Input.Add(
                    GraphBuilder.ValueInfo(tensor.Name, TensorType.Double, [.. tensor.Dims.Cast<object>()])
                );
            }
            _session = OnnxSession.Load(model, new SessionSettings { Threads = 1 });
        }

        public double[] Losses(ReferenceFile reference, string weight, double[] direction, double by)
        {
            var inputs = reference.Inputs.ToDictionary(
                n => n,
                n =>
                    OnnxSession.Tensor<long>(
                        reference.Batch[n].ToLongs(),
                        [.. reference.Batch[n].Shape.Select(d => (long)d)]
                    )
            );
            foreach (var (name, tensor) in _weights)
            {
                var values = System
                    .Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(tensor.RawData.Span)
                    .ToArray();
                for (var i = 0; name == weight && i < values.Length; i++)
                {
                    values[i] += by * direction[i];
                }
                inputs[name] = OnnxSession.Tensor<double>(values, [.. tensor.Dims]);
            }
            using var results = _session.Run(inputs, ["logits"]);
            foreach (var value in inputs.Values)
            {
                value.Dispose();
            }
            return Losses(reference, results[0].GetTensorDataAsSpan<double>());
        }

        public void Dispose() => _session.Dispose();

        private static double[] Losses(ReferenceFile reference, ReadOnlySpan<double> logits)
        {
            var labels = reference.Batch["labels"].ToLongs();
            var weights = reference.Batch["loss_weight"].ToDoubles();
            var vocabulary = logits.Length / labels.Length;
            var losses = new double[reference.Rows];
            for (var t = 0; t < labels.Length; t++)
            {
                var scores = logits.Slice(t * vocabulary, vocabulary).ToArray();
                var lse = Math.Log(scores.Sum(Math.Exp));
                losses[t / (labels.Length / reference.Rows)] += weights[t] * (lse - scores[labels[t]]);
            }
            return losses;
        }
    }
}
