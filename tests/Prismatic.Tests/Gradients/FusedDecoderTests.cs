using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Data;
using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Gradients;

/// <summary>
/// A GPT-2 of random weights as the runtime's optimiser leaves it: fused attention with a mask and a past, fused
/// activations and sums, tokens of 32 bits.
/// </summary>
public sealed class FusedDecoderTests
{
    private static readonly SessionSettings _settings = new() { Threads = 1 };

    [Fact]
    public void Its_logits_are_those_of_its_fused_nodes()
    {
        var source = Source();
        var apart = source.Clone();
        DecoderForm.Normalise(apart);
        Assert.DoesNotContain(apart.Graph.Node, n => n.Domain == "com.microsoft");
        var batch = Batch();
        using OnnxSession fused = OnnxSession.Load(source, _settings),
            parts = OnnxSession.Load(apart, _settings);
        var (expected, actual) = (Logits(fused, source, batch), Logits(parts, apart, batch));
        var vocabulary = expected.Dims[^1];
        foreach (var target in batch.Targets)
        {
            var first = (int)(((target.Row * expected.Dims[1]) + target.Time) * vocabulary);
            var range = first..(first + (int)vocabulary);
            Assert.InRange(TensorValue.Distance(expected.Data[range], actual.Data[range]), 0, 1e-5);
        }
    }

    [Fact]
    public void Its_gradients_are_central_differences_of_its_loss()
    {
        var source = Source();
        string[] weights =
        [
            .. source
                .Graph.Initializer.Where(t => t.DataType == (int)TensorType.Float && t.Dims.Count == 2)
                .Select(t => t.Name),
        ];
        var batch = Batch();
        using var session = WeightGradientSession.Compile(source, weights, _settings);
        session.Run(batch);
        using var exact = new ExactLoss(source, weights, batch);
        var random = new Pcg32(5);
        foreach (var (name, gradient) in session.Gradients)
        {
            var direction = Array.ConvertAll(gradient, _ => random.NextGaussian());
            var slope = gradient.Zip(direction, (g, d) => g * d).Sum();
            var length = Math.Sqrt(gradient.Sum(g => (double)g * g));
            Assert.True(length > 1e-6, $"nothing flows into {name}");
            Assert.InRange(Math.Abs(exact.Slope(name, direction, 1e-4) - slope) / length, 0, 1e-4);
        }
        Assert.Equal(weights.Order(), session.Gradients.Keys.Order());
    }

    [Fact]
    public void Its_linear_layers_are_found()
    {
        using var session = GradientSession.Compile(CausalModel.Create(Source()), TinyDecoder.Projection, _settings);
        // Five blocks of a joint projection, its way out, and two layers behind.
        Assert.Equal(20, session.Layers.Count);
    }

    private static ModelProto Source() => OnnxModel.Load(SharedData.Path("models/tiny-random-gpt2-fp32/past.onnx"));

    private static TokenBatch Batch()
    {
        var random = new Pcg32(2);
        int[][] rows =
        [
            .. ((int[])[9, 6, 2]).Select(n => Enumerable.Range(0, n).Select(_ => random.Next(1000)).ToArray()),
        ];
        var targets = rows.SelectMany(
            (ids, row) => Enumerable.Range(0, ids.Length - 1).Select(t => new LossTarget(row, t, ids[t + 1], 0.25f))
        );
        return new TokenBatch(rows, [.. targets], 9);
    }

    private static TensorValue Logits(OnnxSession session, ModelProto model, TokenBatch batch)
    {
        var types = model.Graph.Input.ToDictionary(i => i.Name, i => (TensorType)i.Type.TensorType.ElemType);
        var tokens = types.Keys.Where(DecoderForm.TokenInputs.Contains).ToList();
        using var inputs = batch.TokenInputs(tokens, name => types[name]);
        var fed = new Dictionary<string, OrtValue>(inputs.Values);
        foreach (var past in model.Graph.Input.Where(i => !fed.ContainsKey(i.Name)).ToList())
        {
            // Two × batch × heads × 0 × size.
            long[] dims =
            [
                .. past.Type.TensorType.Shape.Dim.Select(
                    (d, i) =>
                        d.DimValue > 0 ? d.DimValue
                        : i == 1 ? batch.RowCount
                        : 0
                ),
            ];
            fed[past.Name] = OnnxSession.Tensor<float>(Array.Empty<float>(), dims);
        }
        using var results = session.Run(fed, ["logits"]);
        foreach (var (_, value) in fed.Where(f => !inputs.Values.ContainsKey(f.Key)))
        {
            value.Dispose();
        }
        return TensorValue.FromOrt(results[0]);
    }
}
