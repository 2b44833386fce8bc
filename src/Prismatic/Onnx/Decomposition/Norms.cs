namespace Prismatic.Onnx.Decomposition;

/// <summary>Normalisations, with what the optimiser fused into them.</summary>
internal static class Norms
{
    // y = x / sqrt(mean(x^2) + epsilon) scale.
    public static string?[] RmsNormalization(FusedNode n)
    {
        var (output, inverse) = Rms(n, n.Input(0), n.Input(1), Axes(n), n.Float("epsilon", 1e-5f), n.Wants(1));
        return [output, inverse];
    }

    public static string?[] SkipSimplifiedLayerNormalization(FusedNode n)
    {
        n.RefuseOutput(1, "mean");
        n.RefuseOutput(2, "inv_std_var");
        var sum = Sum(n, n.Optional(3));
        var (output, _) = Rms(n, sum, n.Input(2), [-1], n.Float("epsilon", 1e-12f), wantsInverse: false);
        return [output, null, null, sum];
    }

    public static string?[] SkipLayerNormalization(FusedNode n)
    {
        n.RefuseOutput(1, "mean");
        n.RefuseOutput(2, "inv_std_var");
        var sum = Sum(n, n.Optional(4));
        return [LayerNorm(n, sum, n.Input(2), n.Optional(3), n.Float("epsilon", 1e-12f)), null, null, sum];
    }

    // The standard node stays; its statistics, which the gradient rule does not know, are computed beside it.
    public static string?[]? LayerNormalization(FusedNode n)
    {
        if (n.Node.Domain.Length == 0 && !n.Wants(1) && !n.Wants(2))
        {
            while (n.Node.Output.Count > 1)
            {
                n.Node.Output.RemoveAt(n.Node.Output.Count - 1);
            }
            return null;
        }
        var (x, epsilon, axes) = (n.Input(0), n.Float("epsilon", 1e-5f), Axes(n));
        var output = n.Builder.Node(
            "LayerNormalization",
            n.Optional(2) is { } bias ? [x, n.Input(1), bias] : [x, n.Input(1)],
            GraphBuilder.Attribute("epsilon", epsilon),
            GraphBuilder.Attribute("axis", n.Integer("axis", -1))
        );
        var mean = n.Wants(1) || n.Wants(2) ? n.Mean(x, axes) : null;
        return [output, mean, n.Wants(2) ? InverseDeviation(n, n.Op("Sub", x, mean!), axes, epsilon) : null];
    }

    public static string?[] EmbedLayerNormalization(FusedNode n)
    {
        var ids = n.Input(0);
        var sum = n.Op("Gather", n.Input(2), ids);
        var positions = n.Optional(8) is { } given
            ? n.Op("Gather", n.Input(3), given)
            : n.Op("Slice", n.Input(3), n.Integers(0), n.Size(ids, 1), n.Integers(0));
        sum = n.Op("Add", sum, positions);
        if (n.Optional(1) is { } segments)
        {
            sum = n.Op("Add", sum, n.Op("Gather", n.Input(4), segments));
        }
        var output = LayerNorm(n, sum, n.Input(5), n.Optional(6), n.Float("epsilon", 1e-12f));
        return [output, n.Wants(1) ? MaskIndex(n, ids) : null, sum];
    }

    // The number of ones of the mask, 0 without a mask.
    private static string MaskIndex(FusedNode n, string ids)
    {
        if (n.Optional(7) is { } mask)
        {
            var ones = n.Cast(mask, TensorType.Int64);
            var sum = n.Builder.Node("ReduceSum", [ones, n.Integers(1)], GraphBuilder.Attribute("keepdims", 0L));
            return n.Cast(sum, TensorType.Int32);
        }
        return n.Cast(n.Op("ConstantOfShape", n.Size(ids, 0)), TensorType.Int32);
    }

    private static string Sum(FusedNode n, string? bias)
    {
        var sum = n.Op("Add", n.Input(0), n.Input(1));
        return bias is null ? sum : n.Op("Add", sum, bias);
    }

    private static string LayerNorm(FusedNode n, string x, string scale, string? bias, float epsilon) =>
        n.Builder.Node(
            "LayerNormalization",
            bias is null ? [x, scale] : [x, scale, bias],
            GraphBuilder.Attribute("epsilon", epsilon),
            GraphBuilder.Attribute("axis", -1L)
        );

    /// <summary>Root mean square normalisation, and the factor it divides by, inverted, where that is wanted.</summary>
    public static (string Output, string? Inverse) Rms(
        FusedNode n,
        string x,
        string scale,
        long[] axes,
        float epsilon,
        bool wantsInverse
    )
    {
        var deviation = Deviation(n, x, axes, epsilon);
        var output = n.Op("Mul", n.Op("Div", x, deviation), scale);
        return (output, wantsInverse ? n.Op("Reciprocal", deviation) : null);
    }

    private static string Deviation(FusedNode n, string x, long[] axes, float epsilon) =>
        n.Op("Sqrt", n.Op("Add", n.Mean(n.Op("Pow", x, n.Scalar(2)), axes), n.Scalar(epsilon)));

    private static string InverseDeviation(FusedNode n, string centred, long[] axes, float epsilon) =>
        n.Op("Reciprocal", Deviation(n, centred, axes, epsilon));

    // Normalisation runs over the given axis and all behind it.
    private static long[] Axes(FusedNode n)
    {
        var axis = n.Integer("axis", -1);
        if (axis == -1)
        {
            return [-1];
        }
        var rank = n.Rank(n.Input(0));
        var first = axis < 0 ? axis + rank : axis;
        return [.. Enumerable.Range(0, rank).Select(i => (long)i).Where(i => i >= first)];
    }
}
