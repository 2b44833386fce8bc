using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <summary>
/// Products whose activations are rounded to 8 bits as they come in. Rounding has no slope, so the activations are left as
/// they are: what remains is the product with the float weight that the stored integers stand for.
/// </summary>
internal static class DynamicQuantisation
{
    // DynamicQuantizeLinear, MatMulInteger, Cast and the product of both scales, as dynamic quantisation writes them.
    public static string?[]? MatMulInteger(FusedNode n)
    {
        if (
            n.Graph.Producer(n.Input(0)) is not { OpType: "DynamicQuantizeLinear" } quantised
            || n.Graph.OnlyUser(n.Node.Output[0]) is not { OpType: "Cast" } cast
            || n.Graph.OnlyUser(cast.Output[0]) is not { OpType: "Mul" } scaled
        )
        {
            return null;
        }
        var scales = n.Graph.Producer(scaled.Input[0] == cast.Output[0] ? scaled.Input[1] : scaled.Input[0]);
        if (scales is not { OpType: "Mul" } || !scales.Input.Contains(quantised.Output[1]))
        {
            return null;
        }
        var scale = scales.Input[0] == quantised.Output[1] ? scales.Input[1] : scales.Input[0];
        if (n.Graph.Stored(n.Input(1)) is null || n.Graph.Stored(scale) is null)
        {
            return null;
        }
        var weight = QuantisedWeights.Columns(n, n.Input(1), scale, n.Optional(3));
        var product = n.Op("MatMul", quantised.Input[0], weight);
        n.Graph.Absorb(cast);
        n.Graph.Absorb(scaled);
        // The integers themselves are read by nobody any more; the last node's name is the product's.
        n.Node.Output[0] = scaled.Output[0];
        return [product];
    }

    public static string?[] DynamicQuantizeMatMul(FusedNode n)
    {
        var weight = QuantisedWeights.Columns(n, n.Input(1), n.Input(2), n.Optional(3));
        return [Biased(n, n.Op("MatMul", n.Input(0), weight), 4)];
    }

    public static string?[] MatMulIntegerToFloat(FusedNode n)
    {
        if (n.Graph.Producer(n.Input(0)) is not { OpType: "DynamicQuantizeLinear" or "QuantizeLinear" } quantised)
        {
            throw FusedNode.Refuse("its first input is not quantised by the node before it");
        }
        var weight = QuantisedWeights.Columns(n, n.Input(1), n.Input(3), n.Optional(5));
        return [Biased(n, n.Op("MatMul", quantised.Input[0], weight), 6)];
    }

    private static string Biased(FusedNode n, string product, int input) =>
        n.Optional(input) is { } bias ? n.Op("Add", product, bias) : product;
}
