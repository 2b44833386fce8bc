using Prismatic.Onnx;

namespace Prismatic.Tests.Differentiation;

/// <summary>The table of gradient checks. Every operator of the table of rules has at least one line here.</summary>
internal static partial class GradientCases
{
    private static readonly Lazy<Dictionary<string, GradientCase>> _all = new(() =>
        ((GradientCase[])[.. Elementwise(), .. Products(), .. Shapes(), .. Norms(), .. Decoders()]).ToDictionary(c =>
            c.Name
        )
    );

    public static IReadOnlyCollection<GradientCase> All => _all.Value.Values;

    public static GradientCase Get(string name) => _all.Value[name];

    private static CaseInput Real(params object[] dims) => new(Draw.Real, dims);

    private static CaseInput Positive(params object[] dims) => new(Draw.Positive, dims);

    private static CaseInput Odd(params object[] dims) => new(Draw.Odd, dims);

    private static CaseInput Even(params object[] dims) => new(Draw.Even, dims);

    private static CaseInput Mask(params object[] dims) => new(Draw.Mask, dims);

    private static IEnumerable<GradientCase> Elementwise()
    {
        foreach (var op in (string[])["Add", "Sub", "Mul", "Div"])
        {
            Func<CaseGraph, string> build = g => g.Op(op, "x0", "x1");
            yield return new(op, "same shape", [Real("b", "t", 2), Positive("b", "t", 2)], build);
            yield return new(op, "a row for all", [Real("b", "t", 3), Positive(3)], build);
            yield return new(op, "a row on the left", [Real(3), Positive("b", "t", 3)], build);
            yield return new(op, "both sides stretched", [Real("b", 1, 3), Positive("t", 1)], build);
            yield return new(op, "an inner axis of one", [Real("b", "t", 2), Positive("b", 1, 2)], build);
            yield return new(op, "a scalar", [Real("b", "t"), Positive()], build);
            yield return new(op, "a constant", [Positive("b", "t")], g => g.Op(op, g.Number(0.75f), "x0"));
            yield return new(
                op,
                "one tensor on both sides",
                [Positive("b", "t")],
                g => g.Op("Exp", g.Op(op, "x0", "x0"))
            )
            {
                // x - x and x / x are flat; Exp of them still passes the gradient 0 through both inputs.
                Flat = op is "Sub" or "Div",
            };
            yield return new(
                op,
                "used again later",
                [Positive("b", "t"), Positive("t")],
                g => g.Op(op, g.Op("Mul", "x0", g.Op("Sigmoid", "x0")), g.Op("Add", "x0", "x1"))
            );
        }
        foreach (
            var (op, draw, inDouble) in ((string, Draw, bool)[])
                [
                    ("Neg", Draw.Real, true),
                    ("Identity", Draw.Real, true),
                    ("Sqrt", Draw.Positive, true),
                    ("Exp", Draw.Real, true),
                    ("Log", Draw.Positive, true),
                    ("Abs", Draw.Odd, true),
                    ("Sin", Draw.Real, true),
                    ("Cos", Draw.Real, true),
                    ("Softplus", Draw.Real, false),
                    ("Erf", Draw.Real, false),
                    ("Tanh", Draw.Real, true),
                    ("Sigmoid", Draw.Real, true),
                    ("Relu", Draw.Odd, true),
                    ("Reciprocal", Draw.Positive, true),
                ]
        )
        {
            yield return new(op, "of a tensor", [new(draw, "b", "t", 2)], g => g.Op(op, "x0")) { InDouble = inDouble };
            yield return new(
                op,
                "added to the square of its input",
                [new(draw, "b", "t")],
                g => g.Op("Add", g.Op("Mul", "x0", "x0"), g.Op(op, "x0"))
            )
            {
                InDouble = inDouble,
            };
        }
        foreach (var exponent in (float[])[2, 3, 1, 0.5f, -1.5f])
        {
            yield return new(
                "Pow",
                $"exponent {exponent}",
                [Positive("b", "t")],
                g => g.Op("Pow", "x0", g.Number(exponent))
            );
        }
        yield return new("Pow", "square of either sign", [Real("b", "t")], g => g.Op("Pow", "x0", g.Number(2)));
        yield return new("Pow", "cube of either sign", [Real("b", "t")], g => g.Op("Pow", "x0", g.Number(3)));
        yield return new(
            "Pow",
            "exponents for columns",
            [Positive("b", 3)],
            g => g.Op("Pow", "x0", g.Numbers(2, 3, -1))
        );
        yield return new("Pow", "a stretched base", [Positive("t", 1)], g => g.Op("Pow", "x0", g.Numbers(2, 3, -1)));
        yield return new("Pow", "an integer exponent", [Real("b", "t")], g => g.Op("Pow", "x0", g.Index(3)));
        foreach (var approximate in (string[])["none", "tanh"])
        {
            yield return new(
                "Gelu",
                $"approximate {approximate}",
                [Real("b", "t", 3)],
                g => g.With("Gelu", ["x0"], GraphBuilder.Attribute("approximate", approximate))
            )
            {
                InDouble = false,
                Opsets = [20, 21],
            };
        }
        yield return new("Gelu", "by default", [Real("b", "t")], g => g.Op("Gelu", "x0"))
        {
            InDouble = false,
            Opsets = [20],
        };
        foreach (var op in (string[])["Min", "Max"])
        {
            Func<CaseGraph, string> build = g => g.Op(op, "x0", "x1");
            yield return new(op, "same shape", [Odd("b", "t", 2), Even("b", "t", 2)], build);
            yield return new(op, "both sides stretched", [Odd("b", 1, 3), Even("t", 1)], build);
            yield return new(op, "a constant", [Odd("b", "t")], g => g.Op(op, "x0", g.Number(0.25f)));
        }
        yield return new(
            "Clip",
            "both bounds",
            [Odd("b", "t", 2)],
            g => g.Op("Clip", "x0", g.Number(-1), g.Number(0.5f))
        );
        yield return new("Clip", "a lower bound", [Odd("b", "t", 2)], g => g.Op("Clip", "x0", g.Number(-1)));
        yield return new("Clip", "an upper bound", [Odd("b", "t", 2)], g => g.Op("Clip", "x0", "", g.Number(0.5f)));
        yield return new("Clip", "no bound", [Odd("b", "t", 2)], g => g.Op("Clip", "x0"));
        Func<CaseGraph, string> where = g => g.Op("Where", "x0", "x1", "x2");
        yield return new("Where", "same shape", [Mask("b", "t"), Real("b", "t"), Real("b", "t")], where);
        yield return new("Where", "a mask for all heads", [Mask("b", 1, "t"), Real("b", 3, "t"), Real()], where);
        yield return new("Where", "a wide mask", [Mask("b", 3, "t"), Real("t"), Real("b", 1, 1)], where);
        yield return new(
            "Where",
            "a constant where masked",
            [Mask("b", "t"), Real("b", "t")],
            g => g.Op("Exp", g.Op("Where", "x0", g.Number(-8), "x1"))
        );
        yield return new(
            "Where",
            "one tensor on both sides",
            [Mask("b", "t"), Real("b", "t")],
            g => g.Op("Where", "x0", g.Op("Mul", "x1", "x1"), "x1")
        );
        yield return new(
            "Cast",
            "to the same type",
            [Real("b", "t")],
            g => g.Op("Exp", g.With("Cast", ["x0"], GraphBuilder.Attribute("to", (long)TensorType.Float)))
        );
        yield return new(
            "Cast",
            "to double and back",
            [Real("b", "t")],
            g =>
            {
                var wide = g.With("Cast", ["x0"], GraphBuilder.Attribute("to", (long)TensorType.Double));
                return g.With("Cast", [g.Op("Mul", wide, wide)], GraphBuilder.Attribute("to", (long)TensorType.Float));
            }
        );
        yield return new(
            "CastLike",
            "of one to the type of another",
            [Real("b", "t"), Real("t")],
            g => g.Op("Mul", g.Op("Exp", g.Op("CastLike", "x0", g.Op("Sin", "x1"))), "x1")
        );
        yield return new(
            "CastLike",
            "of a constant to the type of an input",
            [Real("b", "t")],
            g => g.Op("Mul", "x0", g.Op("CastLike", g.Number(0.5f), g.Op("Sin", "x0")))
        );
    }
}
