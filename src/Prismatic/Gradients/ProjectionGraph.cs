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
        var turned = new List<string>();
        for (var i = 0; i < layers.Count; i++)
        {
            // dLoss/dW carries the factor of the product; it rides on the signs.
            var signs = projection.Signs(layers[i].OutputSize, (2 * i) + 1);
            TensorPrimitives.Multiply<float>(signs, layers[i].Scale, signs);
            var d = Project(graph, gradients[layers[i].Output], layers[i].Output, signs, projection.Rank);
            turned.Add(builder.Node("Transpose", [d], GraphBuilder.List("perm", 0, 2, 1)));
        }
        var inputs = Inputs(graph, layers, projection);
        var blocks = layers.Select(
            (layer, i) =>
                builder.Node(
                    "Reshape",
                    [
                        builder.Node("MatMul", [turned[i], inputs[layer.Input]]),
                        builder.Integers([0, projection.Rank * projection.Rank]),
                    ]
                )
        );
        builder.Named(output, "Concat", [.. blocks], GraphBuilder.Attribute("axis", 1L));
        builder.Output(output);
    }

    // The runtime works back from the outputs and visits what was written last first. All inputs are projected in one bundle
    // written after the gradients, the first layer's last: each is then projected as soon as it is there, within the
    // forward pass, and does not have to be kept for the backward one.
    private static Dictionary<string, string> Inputs(
        ProbedModel graph,
        IReadOnlyList<LinearLayer> layers,
        RandomProjection projection
    )
    {
        // Query, key and value share their input, as gate and up do: one product serves them all.
        LinearLayer[] distinct = [.. layers.DistinctBy(l => l.Input)];
        var projected = new string[distinct.Length];
        for (var i = distinct.Length - 1; i >= 0; i--)
        {
            var signs = projection.Signs(distinct[i].InputSize, 2 * i);
            projected[i] = Project(graph, distinct[i].Input, distinct[i].Input, signs, projection.Rank);
        }
        var builder = graph.Builder;
        var axis = GraphBuilder.Attribute("axis", 2L);
        var bundle = builder.Node("Concat", projected, axis);
        var widths = new long[distinct.Length];
        Array.Fill(widths, projection.Rank);
        var parts = builder.Nodes("Split", [bundle, builder.Integers(widths)], distinct.Length, axis);
        return distinct.Zip(parts).ToDictionary(p => p.First.Input, p => p.Second);
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
