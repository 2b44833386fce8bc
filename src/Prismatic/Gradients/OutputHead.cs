using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>The last layer of a decoder: the product of the hidden states with the weight that makes them logits.</summary>
internal static class OutputHead
{
    /// <summary>That product; null where the logits are not a plain product with a weight (and a bias).</summary>
    public static NodeProto? Find(GraphProto graph)
    {
        var producers = new Dictionary<string, NodeProto>();
        foreach (var (output, node) in graph.Node.SelectMany(n => n.Output.Select(o => (o, n))))
        {
            producers[output] = node;
        }
        var constants = new ConstantTensors(graph);
        var last = producers["logits"];
        var product = last;
        if (last.OpType == "Add")
        {
            var dynamic = last.Input.FirstOrDefault(i => !constants.Contains(i));
            if (
                dynamic is null
                || last.Input.All(i => !constants.Contains(i))
                || !producers.TryGetValue(dynamic, out product)
            )
            {
                return null;
            }
        }
        return product.OpType == "MatMul" && constants.Contains(product.Input[1]) ? product : null;
    }

    /// <summary>The product behind logits that are scaled or capped (multiplied, divided, Tanh); null where there is none.</summary>
    public static NodeProto? FindBehindScaling(GraphProto graph)
    {
        var producers = graph.Node.ToDictionary(n => n.Output[0]);
        var constants = new ConstantTensors(graph);
        var scalars = graph.Initializer.Where(t => t.Dims.Count == 0).Select(t => t.Name).ToHashSet();
        var node = producers.GetValueOrDefault("logits");
        while (node is { OpType: "Tanh" or "Mul" or "Div" })
        {
            // A scalar divided by logits is no scaling.
            if (node.OpType != "Tanh" && !scalars.Contains(node.Input[1]))
            {
                return null;
            }
            node = producers.GetValueOrDefault(node.Input[0]);
        }
        return node is { OpType: "MatMul" } && constants.Contains(node.Input[1]) ? node : null;
    }

    /// <summary>Logits a position, by the shape of the weight as the file has it or turned; null where that does not tell.</summary>
    public static int? VocabularySize(GraphProto graph, NodeProto head)
    {
        var weight = graph.Initializer.FirstOrDefault(t => t.Name == head.Input[1]);
        if (weight is { Dims.Count: 2 })
        {
            return (int)weight.Dims[1];
        }
        var turned = graph.Node.FirstOrDefault(n => n.OpType == "Transpose" && n.Output[0] == head.Input[1]);
        weight = graph.Initializer.FirstOrDefault(t => t.Name == turned?.Input[0]);
        return weight is { Dims.Count: 2 } ? (int)weight.Dims[0] : null;
    }
}
