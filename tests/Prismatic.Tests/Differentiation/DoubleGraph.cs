using System.Runtime.InteropServices;
using Google.Protobuf;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Differentiation;

/// <summary>Rewrites a graph of floats to compute in double, for differences without rounding noise.</summary>
internal static class DoubleGraph
{
    /// <summary>A copy of <paramref name="model"/> whose float inputs, constants and outputs are doubles.</summary>
    /// <param name="model">Its constants are initializers.</param>
    /// <param name="inFloat">Operators the runtime has no double kernel of; they are wrapped in casts.</param>
    public static ModelProto From(ModelProto model, params string[] inFloat)
    {
        var result = model.Clone();
        var graph = result.Graph;
        foreach (var tensor in graph.Initializer.Where(t => t.DataType == (int)TensorType.Float))
        {
            var doubles = Array.ConvertAll(TensorData.Floats(tensor), v => (double)v);
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<double>(doubles));
            tensor.FloatData.Clear();
            tensor.DataType = (int)TensorType.Double;
        }
        foreach (var value in graph.Input.Concat(graph.Output))
        {
            var type = value.Type.TensorType;
            type.ElemType = type.ElemType == (int)TensorType.Float ? (int)TensorType.Double : type.ElemType;
        }
        foreach (var node in graph.Node)
        {
            foreach (var to in node.Attribute.Where(a => a.Name == "to" && a.I == (int)TensorType.Float))
            {
                to.I = (int)TensorType.Double;
            }
            if (node.OpType == "ConstantOfShape")
            {
                Fill(node);
            }
        }
        foreach (var node in graph.Node.Where(n => inFloat.Contains(n.OpType)).ToList())
        {
            Wrap(graph, node);
        }
        return result;
    }

    // Without a value, ConstantOfShape fills with a float 0.
    private static void Fill(NodeProto node)
    {
        var given = node.Attribute.FirstOrDefault();
        if (given is null || given.T.DataType == (int)TensorType.Float)
        {
            var value = given is null ? 0 : TensorData.Floats(given.T)[0];
            node.Attribute.Clear();
            node.Attribute.Add(
                new AttributeProto
                {
                    Name = "value",
                    Type = AttributeProto.Types.AttributeType.Tensor,
                    T = GraphBuilder.Tensor(TensorType.Double, BitConverter.GetBytes((double)value), [1]),
                }
            );
        }
    }

    private static void Wrap(GraphProto graph, NodeProto node)
    {
        var output = node.Output[0];
        var before = Cast(node.Input[0], $"{output}_narrow", TensorType.Float);
        var after = Cast($"{output}_float", output, TensorType.Double);
        (node.Input[0], node.Output[0]) = (before.Output[0], after.Input[0]);
        graph.Node.Insert(graph.Node.IndexOf(node), before);
        graph.Node.Insert(graph.Node.IndexOf(node) + 1, after);
    }

    private static NodeProto Cast(string from, string to, TensorType type)
    {
        var cast = new NodeProto { OpType = "Cast", Name = to };
        cast.Input.Add(from);
        cast.Output.Add(to);
        cast.Attribute.Add(GraphBuilder.Attribute("to", (long)type));
        return cast;
    }
}
