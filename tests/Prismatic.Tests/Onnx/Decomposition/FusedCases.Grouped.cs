using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;
using static Prismatic.Tests.Onnx.Decomposition.FusedCaseGraph;

namespace Prismatic.Tests.Onnx.Decomposition;

internal static partial class FusedCases
{
    private static IEnumerable<FusedCase> Grouped()
    {
        foreach (var shared in (int[])[2, 1, 4])
        {
            yield return GroupedCase($"{shared} shared heads", shared);
        }
        yield return GroupedCase("packed", 2, packed: true);
        yield return GroupedCase("rotary", 2, size: 16, rotary: 8);
        yield return GroupedCase(
            "rotary packed interleaved",
            2,
            size: 16,
            packed: true,
            rotary: 8,
            more: [Int("rotary_interleaved", 1)]
        );
        yield return GroupedCase("rotary of a part", 2, size: 32, rotary: 8);
        yield return GroupedCase("rotary from a given position", 2, size: 16, rotary: 8, positions: true);
        yield return GroupedCase("an empty past", 2, past: true);
        yield return GroupedCase("an empty past, packed, rotary", 1, size: 16, packed: true, rotary: 8, past: true);
        yield return GroupedCase("norms of queries and keys", 2, size: 16, rotary: 8, norms: true);
        yield return GroupedCase(
            "norms, packed",
            4,
            size: 16,
            packed: true,
            norms: true,
            more: [Float("qk_norm_epsilon", 0.1f)]
        );
        yield return GroupedCase("scale and softcap", 2, more: [Float("scale", 0.3f), Float("softcap", 1.5f)]);
        yield return GroupedCase("window", 2, more: [Int("local_window_size", 3)]);
        yield return GroupedCase("smooth softmax", 4, more: [Int("smooth_softmax", 1)]);
        yield return GroupedCase("bias", 2, bias: true);
        yield return GroupedCase("bias of ungrouped heads", 4, bias: true);
        yield return GroupedCase("sink", 2, sink: true);
    }

    private static FusedCase GroupedCase(
        string what,
        int shared,
        int size = 8,
        bool packed = false,
        int rotary = 0,
        bool positions = false,
        bool bias = false,
        bool sink = false,
        bool norms = false,
        bool past = false,
        params AttributeProto[] more
    )
    {
        CaseInput[] inputs = packed
            ? [Real("b", "t", size * (4 + (2 * shared)))]
            : [Real("b", "t", 4 * size), Real("b", "t", size * shared), Real("b", "t", size * shared)];
        return new FusedCase(
            Microsoft,
            "GroupQueryAttention",
            what,
            inputs,
            g => Attention(g, norms ? ["", "", g.Drawn(1, size), g.Drawn(1, size)] : [])
        )
        {
            // The processor has no kernel for norms inside.
            Reference = norms ? Apart : null,
        };

        string[] Attention(FusedCaseGraph g, string[] last, string[]? own = null)
        {
            var (x0, x1, x2) =
                own is [var q, var k, var v] ? (q, k, v)
                : packed ? ("x0", "", "")
                : ("x0", "x1", "x2");
            var lengths = g.Cast(g.Op("Sub", g.Lengths("x0"), g.Whole(1)), TensorType.Int32);
            var total = g.Cast(g.Op("Squeeze", g.Size("x0", 1), g.Whole(0)), TensorType.Int32);
            string[] tables = rotary > 0 ? [g.Drawn(0, 16, rotary), g.Drawn(0, 16, rotary)] : ["", ""];
            var added = bias
                ? g.Op("Mul", g.Op("Unsqueeze", g.Pairs("x0"), g.Whole(0, 1)), g.Drawn(0, 1, 4, 1, 1))
                : "";
            var positionIds = positions ? g.UnequalPositions() : "";
            var sinks = sink ? g.Drawn(0, 4) : "";
            var kept = past ? g.EmptyPast("x0", shared, size) : "";
            var outputs = g.Fused(
                3,
                [x0, x1, x2, kept, kept, lengths, total, .. tables, positionIds, added, sinks, .. last],
                [Int("num_heads", 4), Int("kv_num_heads", shared), Int("do_rotary", rotary > 0 ? 1 : 0), .. more]
            );
            return [g.OnlyReal(outputs[0], "x0")];
        }

        string[] Apart(FusedCaseGraph g)
        {
            var (ofQueries, ofKeys) = (g.Drawn(1, size), g.Drawn(1, size));
            string[] parts = packed
                ? g.Builder.Nodes("Split", ["x0", g.Whole(4 * size, shared * size, shared * size)], 3, Int("axis", -1))
                : ["x0", "x1", "x2"];
            return Attention(g, [], [Normed(parts[0], ofQueries), Normed(parts[1], ofKeys), parts[2]]);

            string Normed(string x, string weight)
            {
                var heads = g.Op("Reshape", x, g.Whole(0, 0, -1, size));
                AttributeProto[] epsilon = [Float("epsilon", more is [var given] ? given.F : 1e-6f)];
                return g.Op(
                    "Reshape",
                    g.With("SimplifiedLayerNormalization", [heads, weight], epsilon),
                    g.Whole(0, 0, -1)
                );
            }
        }
    }

    // On a first prompt the kernel counts on from the first position of the first row; what follows it differs here.
    private static string UnequalPositions(this FusedCaseGraph g)
    {
        var rows = g.Op("Unsqueeze", g.Op("Mul", g.Count("x0", 0), g.Whole(3)), g.Whole(1));
        return g.Op("Add", g.Op("Add", g.Op("Mul", g.Count("x0", 1), g.Whole(2)), rows), g.Whole(2));
    }
}
