using Google.Protobuf;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;
using static Prismatic.Tests.Onnx.Decomposition.FusedCaseGraph;

namespace Prismatic.Tests.Onnx.Decomposition;

internal static partial class FusedCases
{
    private static IEnumerable<FusedCase> MultiHead()
    {
        CaseInput[] three = [Real("b", "t", 12), Real("b", "t", 12), Real("b", "t", 12)];
        var heads = Int("num_heads", 2);
        const string name = "MultiHeadAttention";
        yield return new(
            Microsoft,
            name,
            "plain, with what is kept",
            three,
            g =>
            {
                var outputs = g.Fused(3, ["x0", "x1", "x2"], heads);
                return outputs;
            }
        );
        yield return new(
            Microsoft,
            name,
            "bias, causal, scale",
            three,
            g => [g.Fused(["x0", "x1", "x2", g.Drawn(0, 36)], heads, Int("unidirectional", 1), Float("scale", 0.3f))]
        );
        yield return new(
            Microsoft,
            name,
            "wider values, with a bias",
            [Real("b", "t", 12), Real("b", "t", 12), Real("b", "t", 8)],
            g => [g.Fused(["x0", "x1", "x2", g.Drawn(0, 32)], heads)]
        );
        yield return new(
            Microsoft,
            name,
            "packed keys and values",
            [Real("b", "t", 12), Real("b", "t", 2, 2, 6)],
            g => [g.Fused(["x0", "x1"], heads)]
        )
        {
            // The processor has no kernel for packed inputs.
            Reference = g => [g.Fused(["x0", g.Unpacked("x1", 0), g.Unpacked("x1", 1)], heads)],
        };
        yield return new(Microsoft, name, "packed", [Real("b", "t", 2, 3, 6)], g => [g.Fused(["x0"], heads)])
        {
            Reference = g => [g.Fused([g.Unpacked("x0", 0), g.Unpacked("x0", 1), g.Unpacked("x0", 2)], heads)],
        };
        yield return new(
            Microsoft,
            name,
            "other lengths of keys",
            [Real("b", "t", 12), Real("b", 4, 12), Real("b", 4, 12)],
            g => [g.Fused(["x0", "x1", "x2"], heads)]
        );
        yield return new(
            Microsoft,
            name,
            "keys by heads",
            [Real("b", "t", 12), Real("b", 2, 4, 6), Real("b", 2, 4, 6)],
            g => [g.Fused(["x0", "x1", "x2"], heads)]
        );
        yield return new(
            Microsoft,
            name,
            "lengths",
            three,
            g => [g.OnlyReal(g.Fused(["x0", "x1", "x2", "", g.Cast(g.Lengths("x0"), TensorType.Int32)], heads), "x0")]
        );
        yield return new(
            Microsoft,
            name,
            "mask of keys, causal",
            three,
            g =>
                [
                    g.OnlyReal(
                        g.Fused(
                            ["x0", "x1", "x2", "", g.Cast(g.Real("x0"), TensorType.Int32)],
                            heads,
                            Int("unidirectional", 1)
                        ),
                        "x0"
                    ),
                ]
        );
        yield return new(
            Microsoft,
            name,
            "mask of pairs, filter value",
            three,
            g =>
            {
                var mask = g.Cast(
                    g.Op(
                        "Greater",
                        g.Op(
                            "Add",
                            g.Pairs("x0"),
                            g.Op("Unsqueeze", g.Cast(g.Lengths("x0"), TensorType.Float), g.Whole(1, 2))
                        ),
                        g.Builder.Scalar(1)
                    ),
                    TensorType.Int32
                );
                return [g.Fused(["x0", "x1", "x2", "", mask], heads, Float("mask_filter_value", -3))];
            }
        );
        yield return new(
            Microsoft,
            name,
            "an empty past, causal, bias of scores",
            three,
            g =>
            {
                var past = g.EmptyPast("x0", 2, 6);
                var bias = g.Op("Unsqueeze", g.Pairs("x0"), g.Whole(0, 1));
                return g.Fused(3, ["x0", "x1", "x2", "", "", bias, past, past], heads, Int("unidirectional", 1));
            }
        );
        yield return new(
            Microsoft,
            name,
            "bias of scores",
            three,
            g => [g.Fused(["x0", "x1", "x2", "", "", g.Op("Unsqueeze", g.Pairs("x0"), g.Whole(0, 1))], heads)]
        );
    }

    private static IEnumerable<FusedCase> WithProjection()
    {
        CaseInput[] one = [Real("b", "t", 5)];
        var heads = Int("num_heads", 2);
        const string name = "Attention";
        yield return new(
            Microsoft,
            name,
            "causal, with what is kept",
            one,
            g => g.Fused(2, ["x0", g.Drawn(0, 5, 24), g.Drawn(0, 24)], heads, Int("unidirectional", 1))
        );
        yield return new(
            Microsoft,
            name,
            "sizes, scale",
            one,
            g =>
                [
                    g.Fused(
                        ["x0", g.Drawn(0, 5, 22), g.Drawn(0, 22)],
                        heads,
                        GraphBuilder.List("qkv_hidden_sizes", 8, 8, 6),
                        Float("scale", 0.4f)
                    ),
                ]
        );
        yield return new(
            Microsoft,
            name,
            "lengths",
            one,
            g =>
                [
                    g.OnlyReal(
                        g.Fused(
                            ["x0", g.Drawn(0, 5, 24), g.Drawn(0, 24), g.Cast(g.Lengths("x0"), TensorType.Int32)],
                            heads
                        ),
                        "x0"
                    ),
                ]
        );
        yield return new(
            Microsoft,
            name,
            "mask of keys, causal",
            one,
            g =>
                [
                    g.OnlyReal(
                        g.Fused(
                            ["x0", g.Drawn(0, 5, 24), g.Drawn(0, 24), g.Cast(g.Real("x0"), TensorType.Int32)],
                            heads,
                            Int("unidirectional", 1)
                        ),
                        "x0"
                    ),
                ]
        );
        yield return new(
            Microsoft,
            name,
            "mask of pairs",
            one,
            g =>
            {
                var mask = g.Cast(
                    g.Op(
                        "Greater",
                        g.Op(
                            "Add",
                            g.Pairs("x0"),
                            g.Op("Unsqueeze", g.Cast(g.Lengths("x0"), TensorType.Float), g.Whole(1, 2))
                        ),
                        g.Builder.Scalar(1)
                    ),
                    TensorType.Int32
                );
                return
                [
                    g.Fused(["x0", g.Drawn(0, 5, 24), g.Drawn(0, 24), mask], heads, Float("mask_filter_value", -3)),
                ];
            }
        );
        yield return new(
            Microsoft,
            name,
            "bias of scores",
            one,
            g =>
                [
                    g.Fused(
                        [
                            "x0",
                            g.Drawn(0, 5, 24),
                            g.Drawn(0, 24),
                            "",
                            "",
                            g.Op("Unsqueeze", g.Pairs("x0"), g.Whole(0, 1)),
                        ],
                        heads
                    ),
                ]
        );
        yield return new(
            Microsoft,
            name,
            "an empty past",
            one,
            g =>
                [
                    g.Fused(
                        2,
                        [
                            "x0",
                            g.Drawn(0, 5, 24),
                            g.Drawn(0, 24),
                            "",
                            g.With(
                                "ConstantOfShape",
                                [g.With("Concat", [g.Whole(2), g.Size("x0", 0), g.Whole(2, 0, 4)], Int("axis", 0))],
                                Zero()
                            ),
                        ],
                        heads,
                        Int("unidirectional", 1)
                    )[0],
                ]
        );
    }
}
