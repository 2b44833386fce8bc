using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>Writes the cross-entropy and its gradient at chosen positions behind a decoder.</summary>
internal static class LossGraph
{
    /// <summary>Appends inputs, loss and the gradient of the logits.</summary>
    /// <returns>The logits at the loss positions, P × vocabulary.</returns>
    public static string Append(GraphProto graph, GraphBuilder builder, out string gradient, out string? head)
    {
        builder.Input(CausalModel.Positions, TensorType.Int64, "losses", 2);
        builder.Input(CausalModel.Labels, TensorType.Int64, "losses", 2);
        builder.Input(CausalModel.Weights, TensorType.Float, "losses");
        var logits = PickBeforeHead(graph, builder, out head) ?? Pick(builder, "logits");
        var softmax = builder.Node("Softmax", [logits], GraphBuilder.Attribute("axis", -1L));
        // A probability below the smallest float would be an infinite loss; 1e-37 caps it at 85 nats.
        var likely = builder.Node("Max", [Pick(builder, softmax, CausalModel.Labels), builder.Scalar(1e-37f)]);
        builder.Named(CausalModel.Loss, "Neg", [builder.Node("Log", [likely])]);

        // d loss / d logits = weight (softmax - one-hot); only one entry a position differs from weight x softmax, and
        // it is written in place, so no one-hot tensor of vocabulary size is ever made.
        var column = builder.Node("Unsqueeze", [CausalModel.Weights, builder.Integers([1])]);
        var weighted = builder.Node("Mul", [softmax, column]);
        var atLabels = builder.Node("Sub", [Pick(builder, weighted, CausalModel.Labels), CausalModel.Weights]);
        gradient = builder.Node("ScatterND", [weighted, CausalModel.Labels, atLabels]);
        return logits;
    }

    // Picks the loss positions from the hidden states, so that the output head works on them alone. Returns null where
    // the logits are not a plain product with a weight (and a bias).
    private static string? PickBeforeHead(GraphProto graph, GraphBuilder builder, out string? head)
    {
        head = null;
        var producers = graph.Node.SelectMany(n => n.Output.Select(o => (o, n))).ToDictionary(p => p.o, p => p.n);
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
        if (product.OpType != "MatMul" || !constants.Contains(product.Input[1]))
        {
            return null;
        }
        head = product.Input[1];
        var index = graph.Node.IndexOf(product);
        var picked = new NodeProto { OpType = "GatherND", Name = builder.Fresh("hidden") };
        picked.Input.Add([product.Input[0], CausalModel.Positions]);
        picked.Output.Add(picked.Name);
        graph.Node.Insert(index, picked);
        product.Input[0] = picked.Name;
        return "logits";
    }

    private static string Pick(GraphBuilder builder, string tensor, string indices = CausalModel.Positions) =>
        builder.Node("GatherND", [tensor, indices]);
}
