using Prismatic.Onnx;

namespace Prismatic.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Products()
    {
        Func<CaseGraph, string> matMul = g => g.Op("MatMul", "x0", "x1");
        yield return new("MatMul", "matrix by weight", [Real("t", 3), Real(3, 4)], matMul);
        yield return new("MatMul", "tokens by weight", [Real("b", "t", 3), Real(3, 4)], matMul);
        yield return new("MatMul", "heads by weight", [Real("b", 2, "t", 3), Real(3, 4)], matMul);
        yield return new(
            "MatMul",
            "weight by its own product",
            [Real("b", "t", 3), Real(3, 3)],
            g => g.Op("MatMul", g.Op("Tanh", g.Op("MatMul", "x0", "x1")), "x1")
        );
        yield return new("MatMul", "queries by keys", [Real("b", 2, "t", 3), Real("b", 2, 3, "t")], matMul);
        yield return new("MatMul", "scores by values", [Real("b", "t", "t"), Real("b", "t", 2)], matMul);
        yield return new("MatMul", "one right side for all heads", [Real("b", 2, "t", 3), Real("b", 1, 3, 2)], matMul);
        yield return new("MatMul", "one left side for all heads", [Real("b", 1, "t", 3), Real("b", 2, 3, 2)], matMul);
        yield return new("MatMul", "both sides stretched", [Real("b", 1, 2, 3), Real(1, "t", 3, 2)], matMul);
        yield return new("MatMul", "fewer axes on the right", [Real("b", 2, "t", 3), Real(2, 3, 2)], matMul);
        yield return new("MatMul", "fewer axes on the left", [Real("t", 3), Real("b", 3, 2)], matMul);
        yield return new("MatMul", "a tensor by itself", [Real("b", 3, 3)], g => g.Op("MatMul", "x0", "x0"));
        foreach (var transA in (long[])[0, 1])
        {
            foreach (var transB in (long[])[0, 1])
            {
                CaseInput[] sides = [transA == 1 ? Real(3, "t") : Real("t", 3), transB == 1 ? Real(4, 3) : Real(3, 4)];
                yield return new(
                    "Gemm",
                    $"transA {transA}, transB {transB}",
                    [.. sides, Real(4)],
                    g => Gemm(g, transA, transB, 1, 1, "x0", "x1", "x2")
                );
                yield return new(
                    "Gemm",
                    $"transA {transA}, transB {transB}, alpha and beta",
                    [.. sides, Real("t", 4)],
                    g => Gemm(g, transA, transB, -0.75f, 1.5f, "x0", "x1", "x2")
                );
                yield return new(
                    "Gemm",
                    $"transA {transA}, transB {transB}, without C",
                    sides,
                    g => Gemm(g, transA, transB, 0.5f, 1, "x0", "x1")
                );
            }
        }
        foreach (var (what, dims) in ((string, object[])[])[("column", ["t", 1]), ("row", [1, 4]), ("scalar", [])])
        {
            yield return new(
                "Gemm",
                $"a {what} as C",
                [Real("t", 3), Real(3, 4), Real(dims)],
                g => Gemm(g, 0, 0, 1, 0.5f, "x0", "x1", "x2")
            );
        }
        yield return new("Gemm", "a tensor by itself", [Real(3, 3)], g => Gemm(g, 0, 1, 1, 1, "x0", "x0", "x0"));
    }

    private static string Gemm(
        CaseGraph g,
        long transA,
        long transB,
        float alpha,
        float beta,
        params string[] inputs
    ) =>
        g.With(
            "Gemm",
            inputs,
            GraphBuilder.Attribute("transA", transA),
            GraphBuilder.Attribute("transB", transB),
            GraphBuilder.Attribute("alpha", alpha),
            GraphBuilder.Attribute("beta", beta)
        );

    private static IEnumerable<GradientCase> Norms()
    {
        foreach (var op in (string[])["Softmax", "LogSoftmax"])
        {
            foreach (var axis in (long[])[-1, 1, 0])
            {
                yield return new(
                    op,
                    $"axis {axis}",
                    [axis == 0 ? Real("t", "b", 3) : Real("b", "t", 3)],
                    g => g.With(op, ["x0"], GraphBuilder.Attribute("axis", axis))
                );
            }
            yield return new(op, "by default", [Real("b", "t", 3)], g => g.Op(op, "x0"));
        }
        foreach (var op in (string[])["ReduceSum", "ReduceMean"])
        {
            foreach (var keep in (long[])[0, 1])
            {
                yield return new(
                    op,
                    $"last axis, keepdims {keep}",
                    [Real("b", "t", 3)],
                    g => g.Op("Exp", g.Reduce(op, "x0", [-1], keep))
                );
                yield return new(
                    op,
                    $"two axes, keepdims {keep}",
                    [Real(2, "t", 3)],
                    g => g.Op("Exp", g.Reduce(op, "x0", [0, -1], keep))
                );
                yield return new(op, $"all axes, keepdims {keep}", [Real(2, 3)], g => g.Reduce(op, "x0", null, keep));
            }
            yield return new(op, "axes out of order", [Real("t", 2, 3)], g => g.Reduce(op, "x0", [2, 1], 0));
        }
        yield return new(
            "ReduceSum",
            "an axis that varies",
            [Real("b", "t", 3)],
            g => g.Op("Sin", g.Reduce("ReduceSum", "x0", [1], 0))
        );
        yield return new(
            "ReduceSum",
            "everything that varies",
            [Real("b", "t", 3)],
            g => g.Op("Sin", g.Reduce("ReduceSum", "x0", null, 0))
        );
        yield return new(
            "LayerNormalization",
            "scale and bias",
            [Real("b", "t", 5), Real(5), Real(5)],
            g => Norm(g, -1, 1e-5f, "x0", "x1", "x2")
        );
        yield return new(
            "LayerNormalization",
            "without bias",
            [Real("b", "t", 5), Real(5)],
            g => Norm(g, -1, 1e-5f, "x0", "x1")
        );
        yield return new(
            "LayerNormalization",
            "two axes",
            [Real("b", "t", 2, 3), Real(2, 3), Real(2, 3)],
            g => Norm(g, 2, 1e-5f, "x0", "x1", "x2")
        );
        yield return new(
            "LayerNormalization",
            "a large epsilon",
            [Real("t", 5), Real(5), Real(5)],
            g => Norm(g, 1, 0.5f, "x0", "x1", "x2")
        );
        yield return new(
            "LayerNormalization",
            "one scale for all",
            [Real("t", 5), Real(1), Real(1)],
            g => Norm(g, 1, 1e-5f, "x0", "x1", "x2")
        );
        yield return new(
            "LayerNormalization",
            "by default",
            [Real("b", "t", 5), Real(5), Real(5)],
            g => g.Op("LayerNormalization", "x0", "x1", "x2")
        );
    }

    private static string Norm(CaseGraph g, long axis, float epsilon, params string[] inputs) =>
        g.With(
            "LayerNormalization",
            inputs,
            GraphBuilder.Attribute("axis", axis),
            GraphBuilder.Attribute("epsilon", epsilon)
        );

    // Whole parts of a decoder, as exporters write them.
    private static IEnumerable<GradientCase> Decoders()
    {
        yield return new(
            "ReduceMean",
            "in an RMS norm",
            [Real("b", "t", 4), Real(4)],
            g =>
            {
                var mean = g.Reduce("ReduceMean", g.Op("Pow", "x0", g.Number(2)), [-1], 1);
                var root = g.Op("Sqrt", g.Op("Add", mean, g.Number(1e-5f)));
                return g.Op("Mul", "x1", g.Op("Mul", "x0", g.Op("Div", g.Number(1), root)));
            }
        );
        yield return new(
            "Sigmoid",
            "in a gated unit",
            [Real("b", "t", 3), Real(3, 4), Real(3, 4)],
            g =>
            {
                var gate = g.Op("MatMul", "x0", "x1");
                return g.Op("Mul", g.Op("Mul", gate, g.Op("Sigmoid", gate)), g.Op("MatMul", "x0", "x2"));
            }
        );
        yield return new(
            "Tanh",
            "in a GELU by powers",
            [Real("b", "t", 3)],
            g =>
            {
                var cube = g.Op("Mul", g.Number(0.044715f), g.Op("Pow", "x0", g.Number(3)));
                var tanh = g.Op("Tanh", g.Op("Mul", g.Number(0.7978846f), g.Op("Add", "x0", cube)));
                return g.Op("Mul", g.Op("Mul", "x0", g.Number(0.5f)), g.Op("Add", g.Number(1), tanh));
            }
        );
        yield return new(
            "Softmax",
            "in attention over packed heads",
            [Real("b", "t", 12), Mask("b", 1, 1, "t")],
            g =>
            {
                var packed = g.Op("Reshape", "x0", g.Whole(0, 0, 2, 6));
                var turned = g.With("Transpose", [packed], GraphBuilder.List("perm", 0, 2, 1, 3));
                var parts = g.Many("Split", [turned, g.Whole(2, 2, 2)], 3, GraphBuilder.Attribute("axis", -1L));
                var keys = g.With("Transpose", [parts[1]], GraphBuilder.List("perm", 0, 1, 3, 2));
                var scores = g.Op("Div", g.Op("MatMul", parts[0], keys), g.Number(1.4142135f));
                var masked = g.Op("Where", "x1", g.Number(-10000), scores);
                var mixed = g.Op("MatMul", g.With("Softmax", [masked], GraphBuilder.Attribute("axis", -1L)), parts[2]);
                var back = g.With("Transpose", [mixed], GraphBuilder.List("perm", 0, 2, 1, 3));
                return g.Op("Add", g.Slice("x0", 0, 4, 2), g.Op("Reshape", back, g.Whole(0, 0, 4)));
            }
        );
        Func<CaseGraph, string> mix = g => g.Op("MatMul", g.Op("Softmax", "x0"), "x1");
        yield return new("Softmax", "mixed with values", [Real("b", 2, "t", "t"), Real("b", 2, "t", 3)], mix);
        yield return new(
            "Softmax",
            "mixed with many heads' values",
            [Real("b", 1, "t", "t"), Real("b", 2, "t", 3)],
            mix
        );
        yield return new(
            "Softmax",
            "mixed with one head's values",
            [Real("b", 2, "t", "t"), Real("b", 1, "t", 3)],
            mix
        );
        yield return new("Softmax", "mixed with values of lower rank", [Real("b", 2, "t", "t"), Real(2, "t", 3)], mix);
        yield return new("Softmax", "mixed with a weight", [Real("b", "t", 4), Real(4, 3)], mix);
        yield return new(
            "Softmax",
            "mixed with values and used again",
            [Real("b", "t", 4), Real("b", 4, 4)],
            g =>
            {
                var soft = g.Op("Softmax", "x0");
                return g.Op("Add", soft, g.Op("MatMul", soft, "x1"));
            }
        );
        yield return new(
            "Softmax",
            "mixed with values twice",
            [Real("b", "t", "t"), Real("b", "t", 3), Real("b", "t", 3)],
            g =>
            {
                var soft = g.Op("Softmax", "x0");
                return g.Op("Mul", g.Op("MatMul", soft, "x1"), g.Op("MatMul", soft, "x2"));
            }
        );
        yield return new(
            "Softmax",
            "mixed with itself",
            [Real("b", 4, 4)],
            g =>
            {
                var soft = g.Op("Softmax", "x0");
                return g.Op("MatMul", soft, soft);
            }
        );
        yield return new(
            "Softmax",
            "as the values of a mix",
            [Real("b", "t", 4), Real("b", "t", "t")],
            g => g.Op("MatMul", "x1", g.Op("Softmax", "x0"))
        );
        yield return new(
            "Softmax",
            "mixed output used twice",
            [Real("b", "t", "t"), Real("b", "t", 3)],
            g =>
            {
                var mixed = g.Op("MatMul", g.Op("Softmax", "x0"), "x1");
                return g.Op("Mul", mixed, g.Op("Exp", mixed));
            }
        );
        Func<CaseGraph, string, string> swish = (g, x) => g.Op("Mul", x, g.Op("Sigmoid", x));
        yield return new(
            "Sigmoid",
            "of its own factor",
            [Real("b", "t")],
            g => g.Op("Mul", g.Op("Sigmoid", "x0"), "x0")
        );
        yield return new(
            "Sigmoid",
            "in a swish, used twice",
            [Real("b", "t"), Real("t")],
            g =>
            {
                var y = swish(g, g.Op("Mul", "x0", "x1"));
                return g.Op("Mul", y, g.Op("Exp", y));
            }
        );
        yield return new(
            "Sigmoid",
            "in a swish, itself used again",
            [Real("b", "t")],
            g =>
            {
                var gate = g.Op("Sigmoid", "x0");
                return g.Op("Add", gate, g.Op("Mul", gate, "x0"));
            }
        );
        yield return new(
            "Sigmoid",
            "of another factor",
            [Real("b", "t"), Real("t")],
            g => g.Op("Mul", g.Op("Sigmoid", "x0"), "x1")
        );
        foreach (var op in (string[])["ReduceSum", "ReduceMean"])
        {
            yield return new(
                op,
                "of a power",
                [Positive("b", "t", 3)],
                g => g.Op("Log", g.Reduce(op, g.Op("Pow", "x0", g.Number(1.5f)), [-1], 0))
            );
            yield return new(
                op,
                "of a square in two axes",
                [Real("t", 2, 3)],
                g => g.Op("Sqrt", g.Reduce(op, g.Op("Pow", "x0", g.Number(2)), [1, 2], 1))
            );
            yield return new(
                op,
                "of a power with a stretched base",
                [Positive("b", "t", 1)],
                g => g.Reduce(op, g.Op("Pow", "x0", g.Numbers(2, 3, -1)), [-1], 1)
            );
            yield return new(
                op,
                "of a power with stretched exponents",
                [Positive("b", 1, 3)],
                g => g.Reduce(op, g.Op("Pow", "x0", g.Numbers(2, 3, -1)), [1], 0)
            );
            yield return new(
                op,
                "of a square used again",
                [Real("b", "t", 3)],
                g =>
                {
                    var square = g.Op("Pow", "x0", g.Number(2));
                    return g.Op("Mul", square, g.Op("Exp", g.Op("Neg", g.Reduce(op, square, [-1], 1))));
                }
            );
        }
        yield return new(
            "MatMul",
            "time by time",
            [Real("t", "t"), Real("b", "t", 3)],
            g => g.Op("MatMul", "x0", "x1")
        );
        yield return new(
            "MatMul",
            "time by time for all heads",
            [Real("b", 1, "t", "t"), Real("b", 2, "t", 3)],
            g => g.Op("MatMul", "x0", "x1")
        );
        yield return new(
            "MatMul",
            "time by time, one right side",
            [Real("b", 2, "t", "t"), Real("t", 3)],
            g => g.Op("MatMul", g.Op("Exp", "x0"), g.Op("Exp", g.Op("Unsqueeze", "x1", g.Whole(0))))
        );
        yield return new(
            "Expand",
            "in grouped attention",
            [Real("b", "t", 2, 3), Real("b", 4, "t", 3)],
            g =>
            {
                var keys = g.Op(
                    "Unsqueeze",
                    g.With("Transpose", ["x0"], GraphBuilder.List("perm", 0, 2, 1, 3)),
                    g.Whole(2)
                );
                var wide = g.Op("Reshape", g.Op("Expand", keys, g.Whole(1, 1, 2, 1, 1)), g.Whole(0, 4, -1, 3));
                var turned = g.With("Transpose", [wide], GraphBuilder.List("perm", 0, 1, 3, 2));
                return g.Op("MatMul", "x1", turned);
            }
        );
    }
}
