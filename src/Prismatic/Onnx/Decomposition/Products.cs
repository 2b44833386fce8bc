namespace Prismatic.Onnx.Decomposition;

/// <summary>Matrix products with what the optimiser fused into them.</summary>
internal static class Products
{
    // alpha A B, each side turned on its last two axes where its attribute says so.
    public static string?[] FusedMatMul(FusedNode n)
    {
        foreach (var side in (string[])["transBatchA", "transBatchB"])
        {
            if (n.Integer(side, 0) != 0)
            {
                throw FusedNode.Refuse($"its attribute {side} is not supported");
            }
        }
        var (left, right) = (Turned(n, 0, "transA"), Turned(n, 1, "transB"));
        return [n.Times(n.Op("MatMul", left, right), n.Float("alpha", 1))];
    }

    private static string Turned(FusedNode n, int input, string attribute)
    {
        if (n.Integer(attribute, 0) == 0)
        {
            return n.Input(input);
        }
        var order = Enumerable.Range(0, n.Rank(n.Input(input))).Select(i => (long)i).ToArray();
        if (order.Length < 2)
        {
            return n.Input(input);
        }
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return n.Transpose(n.Input(input), order);
    }
}
