using Prismatic.Onnx.Decomposition;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Truth values that a graph computes and that are the same in every run.</summary>
internal sealed class Conditions(GraphProto graph, Dictionary<string, TensorProto> initializers)
{
    private const int Deepest = 64;

    private readonly Dictionary<string, NodeProto> _producers = Producers(graph);
    private KnownShapes? _shapes;

    /// <summary>The value of a tensor of one truth value, or null where it is not known.</summary>
    public bool? Of(string name, int depth = 0)
    {
        if (Stored(name) is { } tensor)
        {
            return (TensorType)tensor.DataType == TensorType.Bool && OnnxModel.ElementCount(tensor) == 1
                ? (tensor.RawData.Length > 0 ? tensor.RawData[0] : tensor.Int32Data.FirstOrDefault()) != 0
                : null;
        }
        if (depth == Deepest || !_producers.TryGetValue(name, out var node) || node.Input.Count == 0)
        {
            return null;
        }
        return node.OpType switch
        {
            "Identity" or "Squeeze" or "Unsqueeze" or "Reshape" => Of(node.Input[0], depth + 1),
            "Not" => !Of(node.Input[0], depth + 1),
            "Equal" => Number(node.Input[0], depth + 1) is { } left && Number(node.Input[1], depth + 1) is { } right
                ? left == right
                : null,
            _ => null,
        };
    }

    // One whole number: stored, or the number of axes of a tensor.
    private long? Number(string name, int depth)
    {
        if (Stored(name) is { } tensor)
        {
            return TensorData.SmallIntegers(tensor) is [var value] ? value : null;
        }
        if (depth == Deepest || !_producers.TryGetValue(name, out var node))
        {
            return null;
        }
        return node.OpType switch
        {
            "Identity" or "Cast" or "Squeeze" or "Unsqueeze" => Number(node.Input[0], depth + 1),
            "Size" when _producers.TryGetValue(node.Input[0], out var shape) && shape.OpType == "Shape" => Axes(shape),
            _ => null,
        };
    }

    private long? Axes(NodeProto shape)
    {
        _shapes ??= new KnownShapes(graph);
        return _shapes.Size(shape.Output[0], 0);
    }

    private TensorProto? Stored(string name) =>
        initializers.TryGetValue(name, out var tensor) ? tensor
        : _producers.TryGetValue(name, out var node) && node.OpType == "Constant" ? GraphNormaliser.Value(node)
        : null;

    // Outputs that a node leaves out have no name; of two of one name the runtime will complain.
    private static Dictionary<string, NodeProto> Producers(GraphProto graph)
    {
        var producers = new Dictionary<string, NodeProto>();
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output.Where(name => name.Length > 0))
            {
                producers[output] = node;
            }
        }
        return producers;
    }
}
