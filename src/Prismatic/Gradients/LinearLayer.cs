using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>A linear layer y = x W of a model: a product of activations with a weight.</summary>
/// <param name="Name">The weight's name, or the node's where the weight is computed.</param>
/// <param name="Input">Tensor x, ... × d_in.</param>
/// <param name="Output">Tensor y, ... × d_out, before any bias.</param>
/// <param name="InputSize">d_in.</param>
/// <param name="OutputSize">d_out.</param>
/// <param name="Weight">The weight tensor.</param>
/// <param name="Scale">Factor of the product (alpha of a Gemm): y = Scale x W.</param>
public sealed record LinearLayer(
    string Name,
    string Input,
    string Output,
    int InputSize,
    int OutputSize,
    string Weight,
    float Scale = 1
)
{
    /// <summary>All linear layers in the graph's order; the output head is left out, since its block would swamp the rest.</summary>
    public static IReadOnlyList<LinearLayer> Find(CausalModel model)
    {
        var graph = model.Graph;
        var constants = new ConstantTensors(graph.Model.Graph);
        var layers = new List<LinearLayer>();
        foreach (var node in graph.Model.Graph.Node.TakeWhile(n => n.Output[0] != model.Logits))
        {
            if (node.OpType is not ("MatMul" or "Gemm") || !IsWeight(node.Input[1]))
            {
                continue;
            }
            if (node.OpType == "Gemm" && Onnx.OnnxModel.Integer(node, "transA", 0) != 0)
            {
                continue;
            }
            var x = graph.Facts[node.Input[0]];
            var y = graph.Facts[node.Output[0]];
            if (x.Static(x.Rank - 1) is { } inputs && y.Static(y.Rank - 1) is { } outputs && x.Rank is 2 or 3)
            {
                layers.Add(
                    new LinearLayer(
                        NameOf(node),
                        node.Input[0],
                        node.Output[0],
                        (int)inputs,
                        (int)outputs,
                        node.Input[1],
                        node.OpType == "Gemm" ? Onnx.OnnxModel.Float(node, "alpha", 1) : 1
                    )
                );
            }
        }
        // Behind a bias, a scale or a reshape the head is not the last node, but it is still the last layer, and as wide
        // as the vocabulary.
        if (layers.Count > 0 && layers[^1].OutputSize == model.VocabularySize)
        {
            layers.RemoveAt(layers.Count - 1);
        }
        return layers;

        bool IsWeight(string tensor) => constants.Contains(tensor) && graph.Facts[tensor].Rank == 2;

        // Exporters call a weight "onnx::MatMul_123" and keep the module's path in the node's name.
        string NameOf(NodeProto node) =>
            node.Input[1].Contains("::", StringComparison.Ordinal) && node.Name.Length > 0 ? node.Name : node.Input[1];
    }
}
