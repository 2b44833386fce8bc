namespace Prismatic.Onnx.Decomposition;

/// <summary>Activation functions, with a bias where the optimiser fused one in.</summary>
internal static class Activations
{
    // 0.5 x (1 + tanh z) = x sigmoid(2 z), z = sqrt(2 / pi) (x + 0.044715 x^3).
    public static string?[] FastGelu(FusedNode n)
    {
        var x = Biased(n);
        if (n.Graph.Opset >= 20)
        {
            return [n.Builder.Node("Gelu", [x], GraphBuilder.Attribute("approximate", "tanh"))];
        }
        const float linear = 1.5957691216057308f;
        var square = n.Op("Mul", n.Op("Mul", x, x), n.Scalar(0.044715f * linear));
        var gate = n.Op("Sigmoid", n.Op("Mul", x, n.Op("Add", square, n.Scalar(linear))));
        return [n.Op("Mul", x, gate)];
    }

    // 0.5 x (1 + erf(x / sqrt 2)).
    public static string?[] Gelu(FusedNode n)
    {
        var x = Biased(n);
        if (n.Graph.Opset >= 20)
        {
            return [n.Op("Gelu", x)];
        }
        var erf = n.Op("Erf", n.Op("Mul", x, n.Scalar(0.70710678118654752f)));
        return [n.Op("Mul", n.Op("Mul", x, n.Scalar(0.5f)), n.Op("Add", erf, n.Scalar(1)))];
    }

    public static string?[] QuickGelu(FusedNode n) => Gated(n, n.Float("alpha", 1.702f));

    public static string?[] Swish(FusedNode n) => Gated(n, n.Float("alpha", 1));

    // x max(0, min(1, x / 6 + 1/2)).
    public static string?[] HardSwish(FusedNode n)
    {
        var line = n.Op("Add", n.Op("Mul", n.Input(0), n.Scalar(1f / 6)), n.Scalar(0.5f));
        return [n.Op("Mul", n.Input(0), n.Op("Clip", line, n.Scalar(0), n.Scalar(1)))];
    }

    private static string?[] Gated(FusedNode n, float alpha)
    {
        var x = n.Input(0);
        return [n.Op("Mul", x, n.Op("Sigmoid", n.Times(x, alpha)))];
    }

    private static string Biased(FusedNode n) => n.Optional(1) is { } bias ? n.Op("Add", n.Input(0), bias) : n.Input(0);
}
