using CsCheck;
using Prismatic.Onnx;

namespace Prismatic.Tests.Onnx;

/// <summary>Products without the runtime's library are those that the runtime makes.</summary>
public sealed class PlainProductsTests
{
    private static readonly SessionSettings _with = new() { Threads = 1 };
    private static readonly SessionSettings _without = new()
    {
        Threads = 1,
        Runtime = OtherMachines.CannotStart(new DllNotFoundException("no onnxruntime")),
    };

    // Columns beyond one panel of the Gram kernel too.
    private static readonly Gen<(int Rows, int Targets, int Columns, float[] Values)> _cases =
        from rows in Gen.Int[1, 9]
        from targets in Gen.Int[1, 7]
        from columns in Gen.Int[1, 150]
        from values in Gen.Float[-1, 1].Array[(rows + targets) * columns]
        select (rows, targets, columns, values);

    [Fact]
    public void Products_are_the_same() =>
        _cases.Sample(
            c =>
            {
                using var expected = new ProductKernel(c.Columns, _with);
                using var found = new ProductKernel(c.Columns, _without);
                var (rows, targets) = Split(c.Values, c.Rows, c.Columns);
                var results = (new float[c.Rows * c.Targets], new float[c.Rows * c.Targets]);
                expected.Run(rows, targets, results.Item1);
                found.Run(rows, targets, results.Item2);
                AssertClose(results.Item1, results.Item2);
            },
            iter: 200
        );

    [Fact]
    public void Nearest_targets_are_the_same() =>
        _cases.Sample(
            c =>
            {
                using var expected = new NearestKernel(c.Columns, _with);
                using var found = new NearestKernel(c.Columns, _without);
                var (rows, targets) = Split(c.Values, c.Rows, c.Columns);
                var labels = (new long[c.Rows], new long[c.Rows]);
                var best = (new float[c.Rows], new float[c.Rows]);
                expected.Run(rows, targets, labels.Item1, best.Item1);
                found.Run(rows, targets, labels.Item2, best.Item2);
                AssertClose(best.Item1, best.Item2);
                // Rows whose two best targets are nearly equal may be told apart by rounding alone.
                Assert.All(
                    Enumerable.Range(0, c.Rows),
                    row =>
                    {
                        var target = targets.Span.Slice((int)labels.Item2[row] * c.Columns, c.Columns);
                        var product = System.Numerics.Tensors.TensorPrimitives.Dot(
                            rows.Span.Slice(row * c.Columns, c.Columns),
                            target
                        );
                        Assert.Equal(best.Item1[row], product, 1e-4f);
                    }
                );
            },
            iter: 200
        );

    [Fact]
    public void Of_equal_targets_the_first_is_nearest()
    {
        using var kernel = new NearestKernel(2, _without);
        var (labels, best) = (new long[2], new float[2]);
        kernel.Run(new float[] { 1, 0, 0, 1 }, new float[] { 0, 1, 1, 0, 1, 0, 0, 1 }, labels, best);
        Assert.Equal([1, 0], labels);
        Assert.Equal([1, 1], best);
    }

    [Fact]
    public void Gram_matrices_are_the_same_in_32_and_in_64_bits() =>
        _cases.Sample(
            c =>
            {
                using var expected = new GramKernel(c.Columns, inDouble: false, _with);
                using var found = new GramKernel(c.Columns, inDouble: false, _without);
                using var wide = new GramKernel(c.Columns, inDouble: true, _without);
                var results = (new float[expected.ProductLength], new float[expected.ProductLength]);
                var exact = new double[expected.ProductLength];
                expected.Run<float>(c.Values, results.Item1);
                found.Run<float>(c.Values, results.Item2);
                wide.Run<double>(c.Values, exact);
                AssertClose(results.Item1, results.Item2);
                AssertClose(results.Item1, [.. exact.Select(value => (float)value)]);
            },
            iter: 200
        );

    private static (Memory<float> Rows, Memory<float> Targets) Split(float[] values, int rows, int columns) =>
        (values.AsMemory(0, rows * columns), values.AsMemory(rows * columns));

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }
}
