using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>Every decoder family, as exporters write it, against PyTorch.</summary>
public sealed class ZooGradientTests
{
    // Of all blocks of a row together. PyTorch's own float32 is 3e-7 to 1.1e-6 from its float64 on these models. Weights of
    // fewer bits are compared as the float32 values they stand for, so they have the same bar. What was measured is in
    // docs/benchmarks/models.md.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => [.. ZooReference.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_gradients_are_those_of_PyTorch(string name)
    {
        var reference = ZooReference.Load(name);
        using var session = ZooComparison.Compile(reference);
        Assert.Equal(
            reference.Sizes.Select(s => (s[0], s[1])),
            session.Layers.Select(l => (l.InputSize, l.OutputSize))
        );
        // Once padded beyond the longest row: what is behind a row changes nothing.
        foreach (var length in (int[])[0, 13])
        {
            var distance = ZooComparison.Of(reference, session, length);
            Assert.InRange(distance.Loss, 0, Tolerance);
            Assert.InRange(distance.Row, 0, Tolerance);
            Assert.InRange(distance.Layer, 0, 2 * Tolerance);
        }
    }
}
