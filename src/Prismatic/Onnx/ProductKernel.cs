using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// Inner products of rows with targets, as one matrix product, where more than the largest is wanted
/// (<see cref="NearestKernel"/>). Runs may overlap; each uses the settings' threads.
/// </summary>
public sealed class ProductKernel : IDisposable
{
    private const string Output = "products";
    private readonly OnnxSession? _session;
    private readonly int _columnCount;

    /// <summary>Builds the graph for rows of length <paramref name="columnCount"/>.</summary>
    public ProductKernel(int columnCount, SessionSettings settings)
    {
        _columnCount = columnCount;
        _session = RuntimeStart.Works(settings) ? OnnxSession.Load(Graph(columnCount), settings) : null;
    }

    /// <summary>Products of every row with every target.</summary>
    /// <param name="rows">n × d, one row after another.</param>
    /// <param name="targets">k × d.</param>
    /// <param name="products">Result: n × k, row-major; exactly that long.</param>
    public void Run(Memory<float> rows, Memory<float> targets, Memory<float> products)
    {
        if (_session is null)
        {
            PlainProducts.Products<float>(rows.Span, targets.Span, _columnCount, products.Span);
            return;
        }
        var (rowCount, targetCount) = (rows.Length / _columnCount, targets.Length / _columnCount);
        using var x = OnnxSession.Tensor(rows, rowCount, _columnCount);
        using var y = OnnxSession.Tensor(targets, targetCount, _columnCount);
        using var result = OnnxSession.Tensor(products, rowCount, targetCount);
        _session.Run(
            new Dictionary<string, OrtValue> { ["rows"] = x, ["targets"] = y },
            new Dictionary<string, OrtValue> { [Output] = result }
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    private static ModelProto Graph(int columnCount)
    {
        var builder = new GraphBuilder(new GraphProto { Name = "products" });
        var rows = builder.Input("rows", TensorType.Float, "n", columnCount);
        var targets = builder.Input("targets", TensorType.Float, "k", columnCount);
        builder.Named(Output, "Gemm", [rows, targets], GraphBuilder.Attribute("transB", 1L));
        builder.Output(Output, TensorType.Float);
        return KernelModel.Of(builder.Graph);
    }
}
