using Prismatic.Onnx;
using Prismatic.Tests.Differentiation;
using static Prismatic.Tests.Onnx.Decomposition.FusedCaseGraph;

namespace Prismatic.Tests.Onnx.Decomposition;

/// <summary>The table of fused forms. Every operator of the table of decompositions has at least one line here.</summary>
internal static partial class FusedCases
{
    private const string Microsoft = "com.microsoft";

    private static readonly Lazy<Dictionary<string, FusedCase>> _all = new(() =>
        (
            (FusedCase[])
                [
                    .. Activations(),
                    .. Norms(),
                    .. Rotations(),
                    .. Grouped(),
                    .. MultiHead(),
                    .. WithProjection(),
                    .. Standard(),
                    .. Products(),
                    .. Quantised(),
                    .. Dynamic(),
                ]
        ).ToDictionary(c => c.Name)
    );

    public static IReadOnlyCollection<FusedCase> All => _all.Value.Values;

    public static FusedCase Get(string name) => _all.Value[name];

    private static CaseInput Real(params object[] dims) => new(Draw.Real, dims);

    private static IEnumerable<FusedCase> Activations()
    {
        foreach (var opset in (int[])[17, 20])
        {
            foreach (var name in (string[])["FastGelu", "Gelu", "BiasGelu"])
            {
                if (name != "BiasGelu")
                {
                    yield return new(Microsoft, name, $"set {opset}", [Real("b", "t", 6)], g => [g.Fused(["x0"])])
                    {
                        Opset = opset,
                    };
                }
                if (name != "Gelu")
                {
                    yield return new(
                        Microsoft,
                        name,
                        $"with a bias, set {opset}",
                        [Real("b", "t", 6)],
                        g => [g.Fused(["x0", g.Drawn(0, 6)])]
                    )
                    {
                        Opset = opset,
                    };
                }
            }
        }
        yield return new(Microsoft, "QuickGelu", "by default", [Real("b", "t", 6)], g => [g.Fused(["x0"])]);
        yield return new(
            Microsoft,
            "QuickGelu",
            "alpha 1",
            [Real("b", "t", 6)],
            g => [g.Fused(["x0"], Float("alpha", 1))]
        );
        yield return new(
            "",
            "HardSwish",
            "",
            [new(Draw.Odd, "b", "t", 6)],
            g => [g.Fused([g.Op("Mul", "x0", g.Builder.Scalar(2.1f))])]
        );
        yield return new("", "Swish", "by default", [Real("b", "t", 6)], g => [g.Fused(["x0"])]) { Opset = 24 };
        yield return new("", "Swish", "alpha", [Real("b", "t", 6)], g => [g.Fused(["x0"], Float("alpha", 0.7f))])
        {
            Opset = 24,
        };
    }

    private static IEnumerable<FusedCase> Rotations()
    {
        foreach (var pairs in (long[])[0, 1])
        {
            var interleaved = Int("interleaved", pairs);
            yield return new(
                Microsoft,
                "RotaryEmbedding",
                $"three axes, positions, interleaved {pairs}",
                [Real("b", "t", 12)],
                g => [g.Fused(["x0", g.Positions(), g.Drawn(0, 16, 3), g.Drawn(0, 16, 3)], interleaved)]
            );
            yield return new(
                Microsoft,
                "RotaryEmbedding",
                $"four axes, a first position, interleaved {pairs}",
                [Real("b", 2, "t", 6)],
                g => [g.Fused(["x0", g.Whole(3), g.Drawn(0, 16, 3), g.Drawn(0, 16, 3)], interleaved)]
            );
            yield return new(
                Microsoft,
                "RotaryEmbedding",
                $"a part of the columns, a first position, interleaved {pairs}",
                [Real("b", "t", 12)],
                g =>
                    [
                        g.Fused(
                            ["x0", g.Whole(2), g.Drawn(0, 16, 2), g.Drawn(0, 16, 2)],
                            interleaved,
                            Int("rotary_embedding_dim", 4),
                            Int("num_heads", 2),
                            Float("scale", 2)
                        ),
                    ]
            );
            yield return new(
                "",
                "RotaryEmbedding",
                $"four axes, positions, interleaved {pairs}",
                [Real("b", 2, "t", 6)],
                g => [g.Fused(["x0", g.Drawn(0, 16, 3), g.Drawn(0, 16, 3), g.Positions(2)], interleaved)]
            )
            {
                Opset = 23,
            };
            yield return new(
                "",
                "RotaryEmbedding",
                $"three axes, tables for each token, a part of the columns, interleaved {pairs}",
                [Real("b", "t", 12), Real("b", "t", 2), Real("b", "t", 2)],
                g => [g.Fused(["x0", "x1", "x2"], interleaved, Int("num_heads", 2), Int("rotary_embedding_dim", 4))]
            )
            {
                Opset = 23,
            };
        }
        yield return new(
            Microsoft,
            "RotaryEmbedding",
            "all columns named, four axes, positions",
            [Real("b", 2, "t", 6)],
            g =>
                [
                    g.Fused(
                        ["x0", g.Positions(2), g.Drawn(0, 16, 3), g.Drawn(0, 16, 3)],
                        Int("rotary_embedding_dim", 6),
                        Int("num_heads", 2)
                    ),
                ]
        );
    }

    private static IEnumerable<FusedCase> Products()
    {
        foreach (var (a, b) in ((long, long)[])[(0, 0), (0, 1), (1, 0)])
        {
            yield return new(
                Microsoft,
                "FusedMatMul",
                $"transA {a}, transB {b}",
                [Real(a == 0 ? ["b", "t", 4] : ["b", 4, "t"])],
                g =>
                    [
                        g.Fused(
                            ["x0", g.Drawn(0, b == 0 ? [4, 5] : [5, 4])],
                            Int("transA", a),
                            Int("transB", b),
                            Float("alpha", 0.5f)
                        ),
                    ]
            );
        }
        yield return new(
            Microsoft,
            "FusedMatMul",
            "two activations",
            [Real("b", "t", 4), Real("b", "t", 4)],
            g => [g.Fused(["x0", "x1"], Int("transB", 1))]
        );
    }

    /// <summary>Positions that differ from row to row: batch × time.</summary>
    private static string Positions(this FusedCaseGraph g, int timeAxis = 1) =>
        g.Op("Add", g.Count("x0", timeAxis), g.Op("Unsqueeze", g.Count("x0", 0), g.Whole(1)));
}
