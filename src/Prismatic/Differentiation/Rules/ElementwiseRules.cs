using Prismatic.Onnx;

namespace Prismatic.Differentiation.Rules;

/// <summary>Rules of operators that work element by element, broadcasting included.</summary>
internal static class ElementwiseRules
{
    public static string?[] Add(DifferentiatedNode n) => Binary(n, () => n.Gradient, () => n.Gradient);

    public static string?[] Sub(DifferentiatedNode n) => Binary(n, () => n.Gradient, () => n.Op("Neg", n.Gradient));

    public static string?[] Mul(DifferentiatedNode n) =>
        Swish(n) ?? Binary(n, () => n.Op("Mul", n.Gradient, n.Input(1)), () => n.Op("Mul", n.Gradient, n.Input(0)));

    // y = a / b: da = g / b, db = -g y / b; the sum over a stretched b comes before its division.
    public static string?[] Div(DifferentiatedNode n)
    {
        var result = new string?[2];
        if (n.Needs(0))
        {
            result[0] = n.ReduceTo(n.Op("Div", n.Gradient, n.Input(1)), n.OutputFact(), n.InputFact(0));
        }
        if (n.Needs(1))
        {
            var sum = n.ReduceTo(n.Op("Mul", n.Gradient, n.Output()), n.OutputFact(), n.InputFact(1));
            result[1] = n.Op("Neg", n.Op("Div", sum, n.Input(1)));
        }
        return result;
    }

    public static string?[] Neg(DifferentiatedNode n) => [n.Op("Neg", n.Gradient)];

    public static string?[] Identity(DifferentiatedNode n) => [n.Gradient];

    public static string?[] Sqrt(DifferentiatedNode n) => [n.Op("Div", n.Scale(n.Gradient, 0.5f), n.Output())];

    public static string?[] Exp(DifferentiatedNode n) => [n.Op("Mul", n.Gradient, n.Output())];

    public static string?[] Log(DifferentiatedNode n) => [n.Op("Div", n.Gradient, n.Input(0))];

    public static string?[] Abs(DifferentiatedNode n) => [n.Op("Mul", n.Gradient, n.Op("Sign", n.Input(0)))];

    public static string?[] Sin(DifferentiatedNode n) => [n.Op("Mul", n.Gradient, n.Op("Cos", n.Input(0)))];

    public static string?[] Cos(DifferentiatedNode n) =>
        [n.Op("Neg", n.Op("Mul", n.Gradient, n.Op("Sin", n.Input(0))))];

    public static string?[] Softplus(DifferentiatedNode n) => [n.Op("Mul", n.Gradient, n.Op("Sigmoid", n.Input(0)))];

    // d erf(x) / dx = 2 / sqrt(pi) exp(-x^2).
    public static string?[] Erf(DifferentiatedNode n)
    {
        var density = n.Op("Exp", n.Op("Neg", n.Op("Mul", n.Input(0), n.Input(0))));
        return [n.Op("Mul", n.Gradient, n.Scale(density, 1.1283791671f))];
    }

    // y = tanh x: g (1 - y^2).
    public static string?[] Tanh(DifferentiatedNode n)
    {
        var square = n.Op("Mul", n.Output(), n.Output());
        return [n.Op("Sub", n.Gradient, n.Op("Mul", n.Gradient, square))];
    }

    // y = 1 / (1 + exp(-x)): g y (1 - y).
    public static string?[] Sigmoid(DifferentiatedNode n)
    {
        var slope = n.Op("Mul", n.Output(), n.Op("Sub", n.Graph.Scalar(1), n.Output()));
        return [n.Op("Mul", n.Gradient, slope)];
    }

    public static string?[] Relu(DifferentiatedNode n) => [Masked(n, n.Op("Greater", n.Input(0), n.Graph.Scalar(0)))];

    // y = 1 / x: -g y^2.
    public static string?[] Reciprocal(DifferentiatedNode n) =>
        [n.Op("Neg", n.Op("Mul", n.Gradient, n.Op("Mul", n.Output(), n.Output())))];

    public static string?[] Pow(DifferentiatedNode n)
    {
        if (n.Needs(1))
        {
            throw new NotDifferentiableException("the exponent depends on the weights");
        }
        // The square is what norms and tanh-GELU use; its slope needs no Pow. In a norm the gradient is one number a token.
        if (n.Model.ScalarValue(n.Input(1)) == 2)
        {
            return [n.ReduceTo(n.Op("Mul", n.Scale(n.Gradient, 2), n.Input(0)), n.OutputFact(), n.InputFact(0)), null];
        }
        // An exponent may be of another type than its base, integers included.
        var (type, exponent) = (n.InputFact(0).Type, n.Input(1));
        if (n.InputFact(1).Type != type)
        {
            exponent = n.Graph.Node("Cast", [exponent], GraphBuilder.Attribute("to", (long)type));
        }
        var slope = n.Op("Mul", exponent, n.Op("Pow", n.Input(0), n.Op("Sub", exponent, n.Graph.Scalar(1))));
        return [n.ReduceTo(n.Op("Mul", n.Gradient, slope), n.OutputFact(), n.InputFact(0)), null];
    }

    public static string?[] Where(DifferentiatedNode n)
    {
        var zero = n.Graph.Scalar(0);
        var whole = n.OutputFact();
        return
        [
            null,
            n.Needs(1) ? n.ReduceTo(n.Op("Where", n.Input(0), n.Gradient, zero), whole, n.InputFact(1)) : null,
            n.Needs(2) ? n.ReduceTo(n.Op("Where", n.Input(0), zero, n.Gradient), whole, n.InputFact(2)) : null,
        ];
    }

    public static string?[] Cast(DifferentiatedNode n)
    {
        var from = n.InputFact(0).Type;
        if (from is not (TensorType.Float or TensorType.Float16 or TensorType.BFloat16 or TensorType.Double))
        {
            throw new NotDifferentiableException("it casts from integers");
        }
        return [n.Graph.Node("Cast", [n.Gradient], GraphBuilder.Attribute("to", (long)from))];
    }

    // Of what it is like only the type counts.
    public static string?[] CastLike(DifferentiatedNode n) => n.Needs(0) ? [.. Cast(n), null] : [null, null];

    public static string?[] Max(DifferentiatedNode n) => Extremum(n, "GreaterOrEqual");

    public static string?[] Min(DifferentiatedNode n) => Extremum(n, "LessOrEqual");

    public static string?[] Clip(DifferentiatedNode n)
    {
        string? inside = null;
        foreach (var (index, comparison) in ((int, string)[])[(1, "GreaterOrEqual"), (2, "LessOrEqual")])
        {
            if (n.HasInput(index))
            {
                var mask = n.Op(comparison, n.Input(0), n.Input(index));
                inside = inside is null ? mask : n.Op("And", inside, mask);
            }
        }
        return [inside is null ? n.Gradient : Masked(n, inside), .. new string?[n.InputCount - 1]];
    }

    // Gelu(x) = x Phi(x): slope Phi(x) + x phi(x); the tanh form has its own slope (Hendrycks and Gimpel 2016).
    public static string?[] Gelu(DifferentiatedNode n)
    {
        var x = n.Input(0);
        var one = n.Graph.Scalar(1);
        if (OnnxModel.Attribute(n.Node, "approximate")?.S.ToStringUtf8() != "tanh")
        {
            var cdf = n.Scale(n.Op("Add", one, n.Op("Erf", n.Scale(x, 0.70710678f))), 0.5f);
            var density = n.Scale(n.Op("Exp", n.Scale(n.Op("Mul", x, x), -0.5f)), 0.39894228f);
            return [n.Op("Mul", n.Gradient, n.Op("Add", cdf, n.Op("Mul", x, density)))];
        }
        const float c = 0.7978845608f;
        var square = n.Op("Mul", x, x);
        var tanh = n.Op("Tanh", n.Op("Mul", n.Scale(x, c), n.Op("Add", one, n.Scale(square, 0.044715f))));
        var sech = n.Op("Sub", one, n.Op("Mul", tanh, tanh));
        var innerSlope = n.Scale(n.Op("Add", one, n.Scale(square, 3 * 0.044715f)), c);
        var slope = n.Op("Add", n.Op("Add", one, tanh), n.Op("Mul", n.Op("Mul", x, sech), innerSlope));
        return [n.Op("Mul", n.Gradient, n.Scale(slope, 0.5f))];
    }

    // y = x sigmoid(x): with q = g y, dx = q + sigmoid(x) (g - q): two passes fewer than product and sigmoid apart.
    private static string?[]? Swish(DifferentiatedNode n)
    {
        for (var gate = 0; gate < 2; gate++)
        {
            if (
                n.Producer(n.Input(gate)) is { OpType: "Sigmoid" } sigmoid
                && sigmoid.Input[0] == n.Input(1 - gate)
                && n.Needs(gate)
                && n.OnlyUser(n.Input(gate)) is not null
            )
            {
                var q = n.Op("Mul", n.Gradient, n.Output());
                var dx = n.Op("Add", q, n.Op("Mul", n.Input(gate), n.Op("Sub", n.Gradient, q)));
                return gate == 0 ? [null, dx] : [dx, null];
            }
        }
        return null;
    }

    private static string?[] Binary(DifferentiatedNode n, Func<string> left, Func<string> right) =>
        [
            n.Needs(0) ? n.ReduceTo(left(), n.OutputFact(), n.InputFact(0)) : null,
            n.Needs(1) ? n.ReduceTo(right(), n.OutputFact(), n.InputFact(1)) : null,
        ];

    // Ties give the gradient to the first input, as a subgradient.
    private static string?[] Extremum(DifferentiatedNode n, string comparison)
    {
        if (n.InputCount != 2)
        {
            throw new NotDifferentiableException($"it has {n.InputCount} inputs instead of 2");
        }
        var first = n.Op(comparison, n.Input(0), n.Input(1));
        var zero = n.Graph.Scalar(0);
        return Binary(n, () => n.Op("Where", first, n.Gradient, zero), () => n.Op("Where", first, zero, n.Gradient));
    }

    private static string Masked(DifferentiatedNode n, string mask) =>
        n.Op("Where", mask, n.Gradient, n.Graph.Scalar(0));
}
