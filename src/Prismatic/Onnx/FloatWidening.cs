using System.Runtime.InteropServices;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// Turns a graph that computes in 16-bit floats into one that computes in 32 bits: the runtime's processor kernels are
/// written for those, and gradients neither overflow nor vanish. Weights keep their 16 bits where they are stored.
/// </summary>
public static class FloatWidening
{
    // Larger weights are widened by the runtime as it loads them, so that the graph itself stays small.
    private const long LargestConstant = 1 << 14;

    /// <summary>Widens weights, constants, casts, inputs and outputs. In place; a graph without 16-bit floats is not changed.</summary>
    public static void Widen(ModelProto model)
    {
        var graph = model.Graph;
        if (!Has16Bits(graph))
        {
            return;
        }
        // Types of inner tensors were written down for the narrow graph.
        graph.ValueInfo.Clear();
        foreach (var value in graph.Input.Concat(graph.Output))
        {
            if (value.Type?.TensorType is { } type && IsNarrow(type.ElemType))
            {
                type.ElemType = (int)TensorType.Float;
            }
        }
        NodeProto[] nodes = [.. graph.Node];
        graph.Node.Clear();
        WidenWeights(graph);
        foreach (var node in nodes)
        {
            WidenAttributes(node);
            graph.Node.Add(node);
        }
    }

    private static bool Has16Bits(GraphProto graph) =>
        graph.Initializer.Any(t => IsNarrow(t.DataType))
        || graph.Input.Concat(graph.Output).Any(v => IsNarrow(v.Type?.TensorType?.ElemType ?? 0))
        || graph.Node.Any(n => n.Attribute.Any(IsNarrow));

    private static void WidenWeights(GraphProto graph)
    {
        TensorProto[] tensors = [.. graph.Initializer];
        graph.Initializer.Clear();
        foreach (var tensor in tensors)
        {
            if (!IsNarrow(tensor.DataType))
            {
                graph.Initializer.Add(tensor);
            }
            else if (!ExternalData.IsExternal(tensor) && OnnxModel.ElementCount(tensor) <= LargestConstant)
            {
                graph.Initializer.Add(Widened(tensor));
            }
            else
            {
                var cast = new NodeProto { OpType = "Cast", Name = tensor.Name };
                cast.Output.Add(tensor.Name);
                tensor.Name += "/16";
                cast.Input.Add(tensor.Name);
                cast.Attribute.Add(GraphBuilder.Attribute("to", (long)TensorType.Float));
                graph.Initializer.Add(tensor);
                graph.Node.Add(cast);
            }
        }
    }

    private static void WidenAttributes(NodeProto node)
    {
        foreach (var attribute in node.Attribute.Where(IsNarrow))
        {
            if (attribute.T is { } tensor)
            {
                attribute.T = Widened(tensor);
            }
            else
            {
                attribute.I = (long)TensorType.Float;
            }
        }
    }

    private static bool IsNarrow(AttributeProto attribute) =>
        attribute.T is { } tensor
            ? IsNarrow(tensor.DataType)
            : attribute.Name is "to" or "dtype" or "output_dtype" && IsNarrow((int)attribute.I);

    private static bool IsNarrow(int type) => (TensorType)type is TensorType.Float16 or TensorType.BFloat16;

    private static TensorProto Widened(TensorProto tensor)
    {
        var values = TensorData.Floats(tensor);
        var wide = GraphBuilder.Tensor(TensorType.Float, MemoryMarshal.AsBytes<float>(values), [.. tensor.Dims]);
        wide.Name = tensor.Name;
        return wide;
    }
}
