using System.Numerics.Tensors;
using Prismatic.Onnx;

namespace Prismatic.Gradients;

/// <summary>Writes the per-row projected weight gradients of linear layers into a graph.</summary>
internal static class ProjectionGraph
{
    /// <summary>Adds the blocks of all layers as output <paramref name="output"/>, batch × (layers · rank²).</summary>
    /// <param name="graph">Graph with the backward pass.</param>
    /// <param name="layers">Layers whose output gradients are known.</param>
    /// <param name="gradients">Gradient of each layer's output tensor.</param>
    /// <param name="projection">Signs and rank.</param>
    /// <param name="output">Name of the new output.</param>
    public static void Append(
        ProbedModel graph,
        IReadOnlyList<LinearLayer> layers,
        IReadOnlyDictionary<string, string> gradients,
        RandomProjection projection,
        string output
    )
    {
        var builder = graph.Builder;
        var projectedInputs = new Dictionary<string, string>();
        var blocks = new List<string>();
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            // Query, key and value share their input, as gate and up do: one product serves them all.
            if (!projectedInputs.TryGetValue(layer.Input, out var x))
            {
                var inputSigns = projection.Signs(layer.InputSize, 2 * projectedInputs.Count);
                x = Project(graph, layer.Input, layer.Input, inputSigns, projection.Rank);
                projectedInputs[layer.Input] = x;
            }
            // dLoss/dW carries the factor of the product; it rides on the signs.
            var outputSigns = projection.Signs(layer.OutputSize, (2 * i) + 1);
            TensorPrimitives.Multiply<float>(outputSigns, layer.Scale, outputSigns);
            var d = Project(graph, gradients[layer.Output], layer.Output, outputSigns, projection.Rank);
            var transposed = builder.Node("Transpose", [d], GraphBuilder.List("perm", 0, 2, 1));
            var block = builder.Node("MatMul", [transposed, x]);
            blocks.Add(builder.Node("Reshape", [block, builder.Integers([0, projection.Rank * projection.Rank])]));
        }
        builder.Named(output, "Concat", blocks, GraphBuilder.Attribute("axis", 1L));
        builder.Output(output);
    }

    // Products come first and shapes after: a layer on flattened tokens (batch · time × d) is brought back to rows once
    // it is only rank wide.
    private static string Project(ProbedModel graph, string tensor, string like, float[] signs, int rank)
    {
        var builder = graph.Builder;
        var projected = builder.Node("MatMul", [tensor, builder.Constant(signs, signs.Length / rank, rank)]);
        if (graph.Facts[like].Rank == 3)
        {
            return projected;
        }
        var batch = builder.Node(
            "Concat",
            [graph.ShapeOf("input_ids"), builder.Integers([rank])],
            GraphBuilder.Attribute("axis", 0L)
        );
        var tokens = graph.Facts["input_ids"];
        var dims = tokens.Dims.Select(d => (long[])[.. d, rank]);
        return graph.Learn(
            builder.Node("Reshape", [projected, batch]),
            new TensorFact(TensorType.Float, [.. dims], null)
        );
    }
}
