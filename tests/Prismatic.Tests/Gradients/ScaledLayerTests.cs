using System.Runtime.InteropServices;
using Google.Protobuf;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Gradients;

/// <summary>A Gemm with a factor is the same layer with another weight, and its gradient carries the factor.</summary>
[Collection(TinyDecoder.Collection)]
public sealed class ScaledLayerTests
{
    [Fact]
    public void Halving_alpha_and_doubling_the_weights_halves_the_blocks()
    {
        var decoder = TinyDecoder.Get("tiny-gpt2");
        var scaled = decoder.Model.Clone();
        var initializers = scaled.Graph.Initializer.ToDictionary(t => t.Name);
        var layers = scaled.Graph.Node.Where(n => n.OpType == "Gemm").ToList();
        Assert.NotEmpty(layers);
        foreach (var layer in layers)
        {
            layer.Attribute.Remove(layer.Attribute.First(a => a.Name == "alpha"));
            layer.Attribute.Add(GraphBuilder.Attribute("alpha", 0.5f));
            var weight = initializers[layer.Input[1]];
            var doubled = TensorData.Floats(weight).Select(w => 2 * w).ToArray();
            weight.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(doubled));
        }
        var settings = new SessionSettings { Threads = 1 };
        using var session = GradientSession.Compile(CausalModel.Create(scaled), TinyDecoder.Projection, settings);
        var batch = decoder.RandomBatch(3, 12, seed: 8);
        var (expected, expectedLosses) = TinyDecoder.Run(decoder.Projected, batch);
        var (blocks, losses) = TinyDecoder.Run(session, batch);
        Assert.Equal(layers.Count, session.Layers.Count);
        for (var row = 0; row < 3; row++)
        {
            var twice = Array.ConvertAll(blocks[row], v => 2 * v);
            Assert.InRange(TensorValue.Distance(expected[row], twice), 0, 1e-5);
            Assert.Equal(expectedLosses[row], losses[row], 1e-5);
        }
    }
}
