using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// For each row the target of largest inner product, as one matrix product and one arg-max inside a graph. Targets are an
/// input, so that one session serves every iteration of k-means. Runs may overlap; each uses the settings' threads.
/// </summary>
public sealed class NearestKernel : IDisposable
{
    private static readonly string[] Outputs = ["label", "similarity"];
    private readonly OnnxSession? _session;
    private readonly int _columnCount;

    /// <summary>Builds the graph for rows of length <paramref name="columnCount"/>.</summary>
    public NearestKernel(int columnCount, SessionSettings settings)
    {
        _columnCount = columnCount;
        _session = RuntimeStart.Works(settings) ? OnnxSession.Load(Graph(columnCount), settings) : null;
    }

    /// <summary>Labels and similarities of <paramref name="labels"/>.Length rows; of equal targets the first wins.</summary>
    /// <param name="rows">n × d, one row after another.</param>
    /// <param name="targets">k × d.</param>
    /// <param name="labels">Result: index of the target, n.</param>
    /// <param name="similarities">Result: its inner product, n.</param>
    public void Run(Memory<float> rows, Memory<float> targets, Memory<long> labels, Memory<float> similarities)
    {
        if (_session is null)
        {
            PlainProducts.Nearest(rows.Span, targets.Span, _columnCount, labels.Span, similarities.Span);
            return;
        }
        long rowCount = labels.Length;
        using var x = OnnxSession.Tensor(rows, rowCount, _columnCount);
        using var c = OnnxSession.Tensor(targets, targets.Length / _columnCount, _columnCount);
        using var label = OnnxSession.Tensor(labels, rowCount, 1);
        using var similarity = OnnxSession.Tensor(similarities, rowCount, 1);
        _session.Run(
            new Dictionary<string, OrtValue> { ["rows"] = x, ["targets"] = c },
            new Dictionary<string, OrtValue> { [Outputs[0]] = label, [Outputs[1]] = similarity }
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    private static ModelProto Graph(int columnCount)
    {
        var builder = new GraphBuilder(new GraphProto { Name = "nearest" });
        var rows = builder.Input("rows", TensorType.Float, "n", columnCount);
        var targets = builder.Input("targets", TensorType.Float, "k", columnCount);
        var scores = builder.Node("Gemm", [rows, targets], GraphBuilder.Attribute("transB", 1L));
        var axis = GraphBuilder.Attribute("axis", 1L);
        builder.Named(Outputs[0], "ArgMax", [scores], axis, GraphBuilder.Attribute("keepdims", 1L));
        // A gather of one element a row; a second pass of ReduceMax over the scores would cost as much as ArgMax.
        builder.Named(Outputs[1], "GatherElements", [scores, Outputs[0]], axis);
        builder.Output(Outputs[0], TensorType.Int64);
        builder.Output(Outputs[1], TensorType.Float);
        return KernelModel.Of(builder.Graph);
    }
}
