using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Brings the graphs of different exporters to one form, without changing what they compute.</summary>
public static class GraphNormaliser
{
    /// <summary>
    /// Constant nodes become initializers, aliases (Identity, inference Dropout) vanish, 16-bit weights are widened.
    /// In place.
    /// </summary>
    public static void Normalise(ModelProto model)
    {
        var graph = model.Graph;
        var aliases = new Dictionary<string, string>();
        // Bodies of branches read what they need under its own name.
        var outputs = graph.Output.Select(o => o.Name).Concat(graph.Node.SelectMany(OnnxModel.Captured)).ToHashSet();
        var initializers = graph.Initializer.ToDictionary(t => t.Name);
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node)
        {
            Rename(node.Input, aliases);
            if (node.OpType == "Constant" && Value(node) is { } value)
            {
                value.Name = node.Output[0];
                graph.Initializer.Add(value);
                initializers[value.Name] = value;
            }
            else if (node.OpType is "Identity" or "Dropout" && !outputs.Contains(node.Output[0]))
            {
                aliases[node.Output[0]] = node.Input[0];
            }
            else if (node.OpType == "Cast" && Widened(node, initializers) is { } widened)
            {
                graph.Initializer.Add(widened);
                initializers[widened.Name] = widened;
            }
            else
            {
                kept.Add(node);
            }
        }
        Replace(graph.Node, kept);
        RemoveDead(graph);
    }

    /// <summary>
    /// With the facts of a probe: shapes that are written as arithmetic become constants, and the arithmetic goes.
    /// In place.
    /// </summary>
    /// <param name="model">A probed graph.</param>
    /// <param name="facts">What the probe learnt; receives the new constants.</param>
    /// <param name="kept">Tensors that stay though no output needs them.</param>
    public static void FoldShapes(ModelProto model, IDictionary<string, TensorFact> facts, params string[] kept)
    {
        DropEmptyParts(model.Graph, facts);
        var builder = new GraphBuilder(model.Graph, "fold_");
        var initializers = model.Graph.Initializer.Select(t => t.Name).ToHashSet();
        foreach (var node in model.Graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                var name = node.Input[i];
                if (name.Length == 0 || initializers.Contains(name) || !facts.TryGetValue(name, out var fact))
                {
                    continue;
                }
                if (fact is { Integers: { } values, Type: TensorType.Int64, Rank: <= 1 })
                {
                    node.Input[i] = Constant(values, fact);
                }
                else if (i == 1 && TargetShape(node, facts) is { } target)
                {
                    long[][] dims = [.. fact.Dims.Select(_ => (long[])[target.Length])];
                    node.Input[i] = Constant(target, new TensorFact(TensorType.Int64, dims, target));
                }
            }
        }
        RemoveDead(model.Graph, kept);

        // Gradient rules ask for the facts of every input, these constants included.
        string Constant(long[] values, TensorFact fact)
        {
            var name = builder.Integers(values, scalar: fact.Rank == 0);
            facts[name] = fact;
            return name;
        }
    }

    // A past that is always empty joins nothing; a Concat with one part left is that part.
    private static void DropEmptyParts(GraphProto graph, IDictionary<string, TensorFact> facts)
    {
        foreach (var node in graph.Node.Where(n => n.OpType == "Concat"))
        {
            var parts = node.Input.Where(name => !IsEmpty(name)).ToList();
            if (parts.Count > 0 && parts.Count < node.Input.Count)
            {
                node.Input.Clear();
                node.Input.Add(parts);
            }
            if (node.Input.Count == 1)
            {
                node.OpType = "Identity";
                node.Attribute.Clear();
            }
        }

        bool IsEmpty(string name) =>
            facts.TryGetValue(name, out var fact) && Enumerable.Range(0, fact.Rank).Any(axis => fact.Static(axis) == 0);
    }

    /// <summary>Removes nodes and initializers that neither an output nor <paramref name="alsoKept"/> needs.</summary>
    public static void RemoveDead(GraphProto graph, params string[] alsoKept)
    {
        var needed = graph.Output.Select(o => o.Name).Concat(alsoKept).ToHashSet();
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                needed.UnionWith(node.Input);
                needed.UnionWith(OnnxModel.Captured(node));
                kept.Add(node);
            }
        }
        kept.Reverse();
        Replace(graph.Node, kept);
        var initializers = graph.Initializer.Where(t => needed.Contains(t.Name)).ToList();
        graph.Initializer.Clear();
        graph.Initializer.Add(initializers);
    }

    /// <summary>
    /// A constant target shape for a Reshape from <paramref name="from"/> to <paramref name="to"/>: 0 copies an axis,
    /// at most one -1. Null where two varying axes are not in place.
    /// </summary>
    public static long[]? ReshapeTarget(TensorFact from, TensorFact to)
    {
        var target = new long[to.Rank];
        var unknown = 0;
        for (var axis = 0; axis < to.Rank; axis++)
        {
            target[axis] =
                to.Static(axis) is { } size && size != 0 ? size
                : axis < from.Rank && to.SameAxis(axis, from, axis) ? 0
                : -1;
            unknown += target[axis] == -1 ? 1 : 0;
        }
        return unknown <= 1 ? target : null;
    }

    private static long[]? TargetShape(NodeProto node, IDictionary<string, TensorFact> facts)
    {
        if (!facts.TryGetValue(node.Input[0], out var from) || !facts.TryGetValue(node.Output[0], out var to))
        {
            return null;
        }
        return node.OpType switch
        {
            "Reshape" when OnnxModel.Integer(node, "allowzero", 0) == 0 => ReshapeTarget(from, to),
            "Expand" => ExpandTarget(from, to),
            _ => null,
        };
    }

    private static long[]? ExpandTarget(TensorFact from, TensorFact to)
    {
        var target = new long[to.Rank];
        var offset = to.Rank - from.Rank;
        for (var axis = 0; axis < to.Rank; axis++)
        {
            if (axis >= offset && to.SameAxis(axis, from, axis - offset))
            {
                target[axis] = 1;
            }
            else if (to.Static(axis) is { } size)
            {
                target[axis] = size;
            }
            else
            {
                return null;
            }
        }
        return target;
    }

    /// <summary>The value of a Constant, in whichever attribute it lies; null for text.</summary>
    internal static TensorProto? Value(NodeProto node)
    {
        var attribute = node.Attribute.FirstOrDefault();
        return attribute?.Name switch
        {
            "value" => attribute.T.Clone(),
            "value_int" => Integers([attribute.I], []),
            "value_ints" => Integers([.. attribute.Ints], [attribute.Ints.Count]),
            "value_float" => Floats([attribute.F], []),
            "value_floats" => Floats([.. attribute.Floats], [attribute.Floats.Count]),
            _ => null,
        };
    }

    private static TensorProto? Widened(NodeProto node, Dictionary<string, TensorProto> initializers)
    {
        if (
            OnnxModel.Integer(node, "to", 0) != (long)TensorType.Float
            || !initializers.TryGetValue(node.Input[0], out var source)
            || (TensorType)source.DataType is not (TensorType.Float16 or TensorType.BFloat16)
            || ExternalData.IsExternal(source)
        )
        {
            return null;
        }
        var tensor = Floats(TensorData.Floats(source), [.. source.Dims]);
        tensor.Name = node.Output[0];
        return tensor;
    }

    private static TensorProto Floats(float[] values, long[] dims) =>
        GraphBuilder.Tensor(TensorType.Float, MemoryMarshal.AsBytes<float>(values), dims);

    private static TensorProto Integers(long[] values, long[] dims) =>
        GraphBuilder.Tensor(TensorType.Int64, MemoryMarshal.AsBytes<long>(values), dims);

    private static void Rename(RepeatedField<string> names, Dictionary<string, string> aliases)
    {
        for (var i = 0; i < names.Count; i++)
        {
            names[i] = aliases.GetValueOrDefault(names[i], names[i]);
        }
    }

    private static void Replace(RepeatedField<NodeProto> nodes, List<NodeProto> kept)
    {
        nodes.Clear();
        nodes.Add(kept);
    }
}
