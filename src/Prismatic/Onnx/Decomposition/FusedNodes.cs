using System.Collections.Frozen;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <summary>
/// Rewrites the fused operators of exporters and of the runtime's own optimiser to standard ones, which compute the same
/// numbers and have gradient rules. A new operator is one method, one line in the table, and one case in its tests.
/// </summary>
public static class FusedNodes
{
    private const string Microsoft = "com.microsoft";

    private static readonly FrozenDictionary<(string Domain, string Operator), FusedRule> Table = new Dictionary<
        (string, string),
        FusedRule
    >
    {
        [("", "Attention")] = StandardAttention.Attention,
        [("", "DequantizeLinear")] = QuantisedWeights.DequantizeLinear,
        [("", "HardSwish")] = Activations.HardSwish,
        [("", "LayerNormalization")] = Norms.LayerNormalization,
        [("", "MatMulInteger")] = DynamicQuantisation.MatMulInteger,
        [("", "RMSNormalization")] = Norms.RmsNormalization,
        [("", "RotaryEmbedding")] = Rotary.Standard,
        [("", "SimplifiedLayerNormalization")] = Norms.RmsNormalization,
        [("", "Swish")] = Activations.Swish,
        [(Microsoft, "Attention")] = FusedAttention.Attention,
        [(Microsoft, "BiasGelu")] = Activations.Gelu,
        [(Microsoft, "DynamicQuantizeMatMul")] = DynamicQuantisation.DynamicQuantizeMatMul,
        [(Microsoft, "EmbedLayerNormalization")] = Norms.EmbedLayerNormalization,
        [(Microsoft, "FastGelu")] = Activations.FastGelu,
        [(Microsoft, "FusedMatMul")] = Products.FusedMatMul,
        [(Microsoft, "Gelu")] = Activations.Gelu,
        [(Microsoft, "GroupQueryAttention")] = GroupedAttention.GroupQueryAttention,
        [(Microsoft, "LayerNormalization")] = Norms.LayerNormalization,
        [(Microsoft, "MatMulIntegerToFloat")] = DynamicQuantisation.MatMulIntegerToFloat,
        [(Microsoft, "MatMulNBits")] = QuantisedWeights.MatMulNBits,
        [(Microsoft, "MultiHeadAttention")] = FusedAttention.MultiHeadAttention,
        [(Microsoft, "QuickGelu")] = Activations.QuickGelu,
        [(Microsoft, "RotaryEmbedding")] = Rotary.Contributed,
        [(Microsoft, "SimplifiedLayerNormalization")] = Norms.RmsNormalization,
        [(Microsoft, "SkipLayerNormalization")] = Norms.SkipLayerNormalization,
        [(Microsoft, "SkipSimplifiedLayerNormalization")] = Norms.SkipSimplifiedLayerNormalization,
    }.ToFrozenDictionary();

    /// <summary>What the table rewrites: domain ("" is the standard one) and operator.</summary>
    internal static IReadOnlyCollection<(string Domain, string Operator)> Operators => Table.Keys;

    /// <summary>Rewrites every fused node that the table knows. In place.</summary>
    /// <param name="model">Constants are initializers, floats have 32 bits, any past is fed empty.</param>
    /// <exception cref="PrismaticException">Forms that are not covered; all of them are named, with their nodes.</exception>
    public static void Decompose(ModelProto model)
    {
        if (model.Graph.Node.All(n => Find(n) is null))
        {
            return;
        }
        var graph = new FusedGraph(model);
        NodeProto[] nodes = [.. model.Graph.Node];
        model.Graph.Node.Clear();
        var refused = new List<string>();
        foreach (var node in nodes)
        {
            graph.ResolveAliases(node);
            try
            {
                Rewrite(graph, node);
            }
            catch (RefusedFormException fault)
            {
                refused.Add($"{node.OpType} '{node.Name}': {fault.Message}");
            }
        }
        if (refused.Count > 0)
        {
            throw new PrismaticException(
                $"{refused.Count} node(s) of this model cannot be taken apart for gradients: {string.Join("; ", refused)}"
            );
        }
        GraphNormaliser.RemoveDead(model.Graph);
    }

    private static FusedRule? Find(NodeProto node) =>
        Table.GetValueOrDefault((node.Domain == "ai.onnx" ? "" : node.Domain, node.OpType));

    private static void Rewrite(FusedGraph graph, NodeProto node)
    {
        if (graph.IsAbsorbed(node))
        {
            return;
        }
        var nodes = graph.Builder.Graph.Node;
        var first = nodes.Count;
        if (Find(node)?.Invoke(new FusedNode(node, graph)) is not { } results)
        {
            nodes.Add(node);
            return;
        }
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (graph.IsRead(node.Output[i]) && results.ElementAtOrDefault(i) is { } result)
            {
                graph.Rename(result, node.Output[i], first);
            }
        }
        if (first < nodes.Count)
        {
            // A weight without a name of its own is called after its node.
            var product = nodes.Skip(first).FirstOrDefault(n => n.OpType == "MatMul") ?? nodes[^1];
            product.Name = node.Name.Length > 0 ? node.Name : product.Name;
        }
    }
}

/// <summary>
/// How one operator is taken apart: a name for each of the node's outputs (null where nobody reads it), or null to leave
/// the node as it is.
/// </summary>
internal delegate string?[]? FusedRule(FusedNode node);

/// <summary>A node has a form that is not covered; the message says which attribute or input.</summary>
internal sealed class RefusedFormException(string reason) : Exception(reason);
