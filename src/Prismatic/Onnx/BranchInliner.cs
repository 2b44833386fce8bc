using Google.Protobuf.Collections;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// Takes the branch of an If whose condition is a constant into the graph. Exporters join a decoder with and one without
/// past into one file that way, and PyTorch's operator library asks for the number of axes of what it was given.
/// </summary>
public static class BranchInliner
{
    /// <summary>Inlines every such branch, branches inside branches too. In place; other conditions stay.</summary>
    public static void Inline(ModelProto model)
    {
        var graph = model.Graph;
        for (var round = 0; ; round++)
        {
            var initializers = graph.Initializer.DistinctBy(t => t.Name).ToDictionary(t => t.Name);
            var conditions = new Conditions(graph, initializers);
            NodeProto[] nodes = [.. graph.Node];
            graph.Node.Clear();
            var inlined = 0;
            foreach (var node in nodes)
            {
                if (node.OpType == "If" && conditions.Of(node.Input[0]) is { } condition)
                {
                    var branch = OnnxModel.Attribute(node, condition ? "then_branch" : "else_branch")?.G;
                    if (branch is not null && branch.Output.Count == node.Output.Count)
                    {
                        Splice(graph, node, branch, $"{node.Name}/{round}.{inlined++}/");
                        continue;
                    }
                }
                graph.Node.Add(node);
            }
            if (inlined == 0)
            {
                return;
            }
        }
    }

    // Names made inside the branch may also be made elsewhere, so each gets a prefix of its own; what comes from outside
    // keeps its name.
    private static void Splice(GraphProto graph, NodeProto node, GraphProto branch, string prefix)
    {
        var own = branch.Node.SelectMany(n => n.Output).Concat(branch.Initializer.Select(t => t.Name));
        var names = own.Where(n => n.Length > 0).Distinct().ToDictionary(n => n, n => prefix + n);
        foreach (var tensor in branch.Initializer)
        {
            var copy = tensor.Clone();
            copy.Name = names[tensor.Name];
            graph.Initializer.Add(copy);
        }
        foreach (var inner in branch.Node)
        {
            var copy = inner.Clone();
            copy.Name = inner.Name.Length > 0 ? prefix + inner.Name : "";
            Rename(copy, names);
            graph.Node.Add(copy);
        }
        for (var i = 0; i < node.Output.Count; i++)
        {
            var result = branch.Output[i].Name;
            var alias = new NodeProto { OpType = "Identity", Name = $"{prefix}output_{i}" };
            alias.Input.Add(names.GetValueOrDefault(result, result));
            alias.Output.Add(node.Output[i]);
            graph.Node.Add(alias);
        }
    }

    private static void Rename(NodeProto node, Dictionary<string, string> names)
    {
        Rename(node.Input, names);
        Rename(node.Output, names);
        foreach (var body in node.Attribute.Where(a => a.G is not null).Select(a => a.G))
        {
            foreach (var inner in body.Node)
            {
                Rename(inner, names);
            }
            foreach (var output in body.Output)
            {
                output.Name = names.GetValueOrDefault(output.Name, output.Name);
            }
        }
    }

    private static void Rename(RepeatedField<string> tensors, Dictionary<string, string> names)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            tensors[i] = names.GetValueOrDefault(tensors[i], tensors[i]);
        }
    }
}
