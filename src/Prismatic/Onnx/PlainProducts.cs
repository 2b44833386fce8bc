using System.Numerics;
using System.Numerics.Tensors;

namespace Prismatic.Onnx;

/// <summary>
/// The products of the kernels without ONNX Runtime, for platforms that it has no library for: every element is one inner
/// product, on the calling thread. Slower than the runtime, and rounded otherwise in the last places.
/// </summary>
internal static class PlainProducts
{
    /// <summary>Products of every row with every target.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="targets">k × d.</param>
    /// <param name="columnCount">d.</param>
    /// <param name="products">Result: n × k.</param>
    public static void Products<T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> targets, int columnCount, Span<T> products)
        where T : unmanaged, INumber<T>
    {
        var (rowCount, targetCount) = (rows.Length / columnCount, targets.Length / columnCount);
        for (var i = 0; i < rowCount; i++)
        {
            var row = rows.Slice(i * columnCount, columnCount);
            for (var j = 0; j < targetCount; j++)
            {
                products[(i * targetCount) + j] = TensorPrimitives.Dot(
                    row,
                    targets.Slice(j * columnCount, columnCount)
                );
            }
        }
    }

    /// <summary>The target of largest product for every row; of equal targets the first.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="targets">k × d.</param>
    /// <param name="columnCount">d.</param>
    /// <param name="labels">Result: index of the target, n.</param>
    /// <param name="similarities">Result: the product, n.</param>
    public static void Nearest(
        ReadOnlySpan<float> rows,
        ReadOnlySpan<float> targets,
        int columnCount,
        Span<long> labels,
        Span<float> similarities
    )
    {
        var products = new float[targets.Length / columnCount];
        for (var i = 0; i < labels.Length; i++)
        {
            Products(rows.Slice(i * columnCount, columnCount), targets, columnCount, products);
            var best = TensorPrimitives.IndexOfMax<float>(products);
            (labels[i], similarities[i]) = (best, products[best]);
        }
    }

    /// <summary>X^T X, panel after panel, each row-major.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="columnCount">d.</param>
    /// <param name="panels">What is wanted of the lower triangle.</param>
    /// <param name="products">Result.</param>
    public static void Gram<T>(
        ReadOnlySpan<float> rows,
        int columnCount,
        IReadOnlyList<GramKernel.Panel> panels,
        Span<T> products
    )
        where T : unmanaged, INumber<T>
    {
        var rowCount = rows.Length / columnCount;
        var columns = Turned<T>(rows, rowCount, columnCount);
        foreach (var panel in panels)
        {
            Products(
                columns.AsSpan(panel.Row * rowCount, panel.Height * rowCount),
                columns.AsSpan(panel.Column * rowCount, panel.Width * rowCount),
                rowCount,
                products.Slice(panel.Offset, panel.Height * panel.Width)
            );
        }
    }

    private static T[] Turned<T>(ReadOnlySpan<float> rows, int rowCount, int columnCount)
        where T : unmanaged, INumber<T>
    {
        var columns = new T[rows.Length];
        for (var i = 0; i < rowCount; i++)
        {
            for (var j = 0; j < columnCount; j++)
            {
                columns[(j * rowCount) + i] = T.CreateTruncating(rows[(i * columnCount) + j]);
            }
        }
        return columns;
    }
}
