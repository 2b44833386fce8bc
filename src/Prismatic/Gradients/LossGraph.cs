using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>Writes the cross-entropy and its gradient at chosen positions behind a decoder.</summary>
internal static class LossGraph
{
    /// <summary>Where the backward pass may begin.</summary>
    /// <param name="Logits">The logits at the loss positions, P × vocabulary.</param>
    /// <param name="LogitsGradient">Their gradient.</param>
    /// <param name="Hidden">What the output head reads at those positions, P × width, where the head is a plain weight.</param>
    /// <param name="HiddenGradient">Its gradient, made without a tensor of gradients as wide as the vocabulary.</param>
    /// <param name="Head">The product that makes the logits, before any bias, where the head is a plain weight.</param>
    public sealed record Ends(
        string Logits,
        string LogitsGradient,
        string? Hidden,
        string? HiddenGradient,
        NodeProto? Head
    );

    /// <summary>Appends inputs, loss and its gradients at the end of the decoder.</summary>
    public static Ends Append(GraphProto graph, GraphBuilder builder)
    {
        builder.Input(CausalModel.Positions, TensorType.Int64, "losses", 2);
        builder.Input(CausalModel.Labels, TensorType.Int64, "losses", 2);
        builder.Input(CausalModel.Weights, TensorType.Float, "losses");
        var head = PickBefore(OutputHead.Find(graph), graph, builder);
        var picked = head ?? PickBefore(OutputHead.FindBehindScaling(graph), graph, builder);
        var logits = picked is null ? Pick(builder, "logits") : "logits";
        var softmax = builder.Node("Softmax", [logits], GraphBuilder.Attribute("axis", -1L));
        // A probability below the smallest float would be an infinite loss; 1e-37 caps it at 85 nats.
        var likely = builder.Node("Max", [Pick(builder, softmax, CausalModel.Labels), builder.Scalar(1e-37f)]);
        builder.Named(CausalModel.Loss, "Neg", [builder.Node("Log", [likely])]);

        // d loss / d logits = weight (softmax - one-hot); only one entry a position differs from weight x softmax, and
        // it is written in place, so no one-hot tensor of vocabulary size is ever made.
        var column = builder.Node("Unsqueeze", [CausalModel.Weights, builder.Integers([1])]);
        var weighted = builder.Node("Mul", [softmax, column]);
        var atLabels = builder.Node("Sub", [Pick(builder, weighted, CausalModel.Labels), CausalModel.Weights]);
        var gradient = builder.Node("ScatterND", [weighted, CausalModel.Labels, atLabels]);
        return head is { } product
            ? new Ends(logits, gradient, product.Input[0], HiddenGradient(builder, softmax, product, column), product)
            : new Ends(logits, gradient, null, null, null);
    }

    // weight (softmax W' - column of W at the label): the one-hot part is a gather.
    private static string HiddenGradient(GraphBuilder builder, string softmax, NodeProto product, string column)
    {
        var weight = product.Input[1];
        var tied = product.OpType == "Gemm";
        var labels = builder.Node(
            "Gather",
            [CausalModel.Labels, builder.Integers([1], scalar: true)],
            GraphBuilder.Attribute("axis", 1L)
        );
        var atLabels = builder.Node("Gather", [weight, labels], GraphBuilder.Attribute("axis", tied ? 0L : 1L));
        var difference = builder.Node(
            "Gemm",
            [softmax, weight, tied ? atLabels : builder.Node("Transpose", [atLabels], GraphBuilder.List("perm", 1, 0))],
            GraphBuilder.Attribute("transB", tied ? 0L : 1L),
            GraphBuilder.Attribute("beta", -1f)
        );
        return builder.Node("Mul", [difference, column]);
    }

    // A head that is the embedding turned round reads it where it lies: no second copy of the largest weight, and the
    // rows of the labels lie together.
    private static void ReadTurned(GraphProto graph, NodeProto product)
    {
        if (
            graph.Node.FirstOrDefault(n => n.Output[0] == product.Input[1]) is { OpType: "Transpose" } turn
            && (OnnxModel.Attribute(turn, "perm")?.Ints is not { } perm || perm.SequenceEqual([1L, 0L]))
        )
        {
            product.OpType = "Gemm";
            product.Input[1] = turn.Input[0];
            product.Attribute.Add(GraphBuilder.Attribute("transB", 1L));
        }
    }

    // Picks the loss positions from the hidden states, so that the output head works on them alone.
    private static NodeProto? PickBefore(NodeProto? product, GraphProto graph, GraphBuilder builder)
    {
        if (product is null)
        {
            return null;
        }
        var index = graph.Node.IndexOf(product);
        var picked = new NodeProto { OpType = "GatherND", Name = builder.Fresh("hidden") };
        picked.Input.Add([product.Input[0], CausalModel.Positions]);
        picked.Output.Add(picked.Name);
        graph.Node.Insert(index, picked);
        product.Input[0] = picked.Name;
        ReadTurned(graph, product);
        return product;
    }

    private static string Pick(GraphBuilder builder, string tensor, string indices = CausalModel.Positions) =>
        builder.Node("GatherND", [tensor, indices]);
}
