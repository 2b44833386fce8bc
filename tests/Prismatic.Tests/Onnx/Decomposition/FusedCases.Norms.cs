using Prismatic.Onnx;
using Prismatic.Tests.Differentiation;
using static Prismatic.Tests.Onnx.Decomposition.FusedCaseGraph;

namespace Prismatic.Tests.Onnx.Decomposition;

internal static partial class FusedCases
{
    private static IEnumerable<FusedCase> Norms()
    {
        foreach (
            var (domain, name, opset) in ((string, string, int)[])
                [("", "SimplifiedLayerNormalization", 17), ("", "RMSNormalization", 23)]
        )
        {
            yield return new(domain, name, "by default", [Real("b", "t", 6)], g => [g.Fused(["x0", g.Drawn(1, 6)])])
            {
                Opset = opset,
            };
            yield return new(
                domain,
                name,
                "two axes",
                [Real("b", "t", 2, 3)],
                g => [g.Fused(["x0", g.Drawn(1, 2, 3)], Int("axis", 2), Float("epsilon", 0.01f))]
            )
            {
                Opset = opset,
            };
        }
        yield return new(
            "",
            "SimplifiedLayerNormalization",
            "inverse deviation",
            [Real("b", "t", 6)],
            g => g.Fused(2, ["x0", g.Drawn(1, 6)])
        );
        yield return new(
            Microsoft,
            "SimplifiedLayerNormalization",
            "",
            [Real("b", "t", 6)],
            g => [g.Fused(["x0", g.Drawn(1, 6)])]
        )
        {
            Reference = g => [g.Op("SimplifiedLayerNormalization", "x0", g.Drawn(1, 6))],
        };
        yield return new(
            Microsoft,
            "LayerNormalization",
            "",
            [Real("b", "t", 6)],
            g => [g.Fused(["x0", g.Drawn(1, 6)])]
        )
        {
            Reference = g => [g.Op("LayerNormalization", "x0", g.Drawn(1, 6))],
        };
        yield return new(
            "",
            "LayerNormalization",
            "statistics",
            [Real("b", "t", 6)],
            g => g.Fused(3, ["x0", g.Drawn(1, 6), g.Drawn(0, 6)], Float("epsilon", 0.01f))
        );
        yield return new(
            "",
            "LayerNormalization",
            "statistics nobody reads",
            [Real("b", "t", 6)],
            g => [g.Fused(3, ["x0", g.Drawn(1, 6)])[0]]
        );
        CaseInput[] two = [Real("b", "t", 6), Real("b", "t", 6)];
        yield return new(
            Microsoft,
            "SkipSimplifiedLayerNormalization",
            "sum",
            two,
            g =>
            {
                var outputs = g.Fused(4, ["x0", "x1", g.Drawn(1, 6)], Float("epsilon", 1e-5f));
                g.Skip(1);
                g.Skip(2);
                return [outputs[0], outputs[3]];
            }
        );
        yield return new(
            Microsoft,
            "SkipSimplifiedLayerNormalization",
            "bias",
            two,
            g => [g.Fused(["x0", "x1", g.Drawn(1, 6), g.Drawn(0, 6)])]
        );
        yield return new(
            Microsoft,
            "SkipLayerNormalization",
            "bias and sum",
            two,
            g =>
            {
                var outputs = g.Fused(
                    4,
                    ["x0", "x1", g.Drawn(1, 6), g.Drawn(0, 6), g.Drawn(0, 6)],
                    Float("epsilon", 1e-5f)
                );
                g.Skip(1);
                g.Skip(2);
                return [outputs[0], outputs[3]];
            }
        );
        yield return new(
            Microsoft,
            "SkipLayerNormalization",
            "without beta, one row for all",
            [Real("b", "t", 6), Real("t", 6)],
            g => [g.Fused(["x0", "x1", g.Drawn(1, 6)])]
        );
        foreach (var positions in (bool[])[false, true])
        {
            yield return new(
                Microsoft,
                "EmbedLayerNormalization",
                positions ? "positions, segments and mask" : "plain",
                [new(Draw.Index, "b", "t")],
                g =>
                {
                    var ids = g.Cast(g.Op("Abs", "x0"), TensorType.Int32);
                    var mask = g.Cast(g.Real("x0"), TensorType.Int32);
                    var segments = g.Cast(g.Op("Mod", g.Op("Abs", "x0"), g.Number(2)), TensorType.Int32);
                    var outputs = g.Fused(
                        3,
                        positions
                            ?
                            [
                                ids,
                                segments,
                                g.Drawn(0, 5, 6),
                                g.Drawn(0, 16, 6),
                                g.Drawn(0, 2, 6),
                                g.Drawn(1, 6),
                                g.Drawn(0, 6),
                                mask,
                                ids,
                            ]
                            : [ids, "", g.Drawn(0, 5, 6), g.Drawn(0, 16, 6), "", g.Drawn(1, 6), g.Drawn(0, 6)],
                        Float("epsilon", 1e-5f)
                    );
                    return [outputs[0], g.Cast(outputs[1], TensorType.Float), outputs[2]];
                }
            )
            {
                Differentiated = false,
            };
        }
    }
}
