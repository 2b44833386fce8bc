using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>Every decoder family, as exporters write it, against PyTorch.</summary>
public sealed class ZooGradientTests
{
    // Of all blocks of a row together. PyTorch's own float32 is 3e-7 to 1.1e-6 from its float64 on these models. Weights of
    // fewer bits are compared as the float32 values they stand for, so they have the same bar.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => [.. ZooReference.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_projected_gradients_are_those_of_PyTorch(string name)
    {
        var reference = ZooReference.Load(name);
        using var session = Compile(reference);
        Assert.Equal(
            reference.Sizes.Select(s => (s[0], s[1])),
            session.Layers.Select(l => (l.InputSize, l.OutputSize))
        );
        // Padded beyond the longest row: what is behind a row changes nothing.
        var (blocks, losses) = TinyDecoder.Run(session, reference.Tokens(length: 13));
        for (var row = 0; row < losses.Length; row++)
        {
            var expected = reference.Losses.ToDoubles()[row];
            Assert.InRange(Math.Abs(losses[row] - expected) / expected, 0, Tolerance);
            Assert.InRange(Distance(reference.Blocks.Row(row), blocks[row]), 0, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_of_its_own_is_that_of_PyTorch(string name)
    {
        var reference = ZooReference.Load(name);
        using var session = Compile(reference);
        var (blocks, _) = TinyDecoder.Run(session, reference.Tokens());
        var size = reference.K * reference.K;
        for (var row = 0; row < blocks.Length; row++)
        {
            var expected = reference.Blocks.Row(row);
            for (var layer = 0; layer < reference.Layers.Length; layer++)
            {
                var range = new Range(layer * size, (layer + 1) * size);
                // A block may be small by chance beside the rounding of the gradient it is drawn from: entries of a
                // projection by signs have the size of the whole gradient's norm.
                var scale = Math.Max(Norm(expected[range]), reference.Norms.Row(row)[layer] * reference.K);
                var distance = Norm([.. expected[range].Zip(blocks[row][range], (a, b) => a - b)]);
                Assert.InRange(distance / scale, 0, 2 * Tolerance);
            }
        }
    }

    private static GradientSession Compile(ZooReference reference) =>
        GradientSession.Compile(
            CausalModel.Create(OnnxModel.Load(reference.ModelPath)),
            reference.Projection,
            new SessionSettings { Threads = 1 }
        );

    private static double Distance(double[] expected, double[] actual) =>
        Norm([.. expected.Zip(actual, (a, b) => a - b)]) / Norm(expected);

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));
}
