using Google.Protobuf;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;
using static Prismatic.Tests.Onnx.Decomposition.FusedCaseGraph;

namespace Prismatic.Tests.Onnx.Decomposition;

internal static partial class FusedCases
{
    private static IEnumerable<FusedCase> Standard()
    {
        const string name = "Attention";
        CaseInput[] flat = [Real("b", "t", 24), Real("b", "t", 12), Real("b", "t", 12)];
        CaseInput[] split = [Real("b", 4, "t", 6), Real("b", 2, "t", 6), Real("b", 2, "t", 5)];
        CaseInput[] equal = [Real("b", 2, "t", 6), Real("b", 2, 5, 6), Real("b", 2, 5, 6)];
        AttributeProto[] heads = [Int("q_num_heads", 4), Int("kv_num_heads", 2)];
        FusedCase Case(string what, CaseInput[] inputs, Func<FusedCaseGraph, string[]> build) =>
            new("", name, what, inputs, build) { Opset = 23 };

        yield return Case(
            "three axes, causal",
            flat,
            g => [g.Fused(["x0", "x1", "x2"], [.. heads, Int("is_causal", 1)])]
        );
        yield return Case(
            "three axes, an empty past",
            flat,
            g =>
            {
                var past = g.EmptyPast("x0", 2, 6);
                return g.Fused(3, ["x0", "x1", "x2", "", past, past], [.. heads, Int("is_causal", 1)]);
            }
        );
        yield return Case(
            "four axes, an empty past, mask of truth values",
            split,
            g =>
            {
                var seen = g.Op("LessOrEqual", g.Count("x0", 2), g.Op("Unsqueeze", g.Count("x0", 2), g.Whole(1)));
                return g.Fused(3, ["x0", "x1", "x2", seen, g.EmptyPast("x0", 2, 6), g.EmptyPast("x0", 2, 5)]);
            }
        );
        yield return Case("three axes, what is kept", flat, g => g.Fused(3, ["x0", "x1", "x2"], heads));
        yield return Case(
            "four axes in groups",
            split,
            g => [g.Fused(["x0", "x1", "x2"], Int("is_causal", 1), Float("scale", 0.3f))]
        );
        yield return Case("four axes, other lengths of keys", equal, g => [g.Fused(["x0", "x1", "x2"])]);
        yield return Case("softcap", flat, g => [g.Fused(["x0", "x1", "x2"], [.. heads, Float("softcap", 1.5f)])]);
        yield return Case(
            "softcap, causal",
            flat,
            g => [g.Fused(["x0", "x1", "x2"], [.. heads, Float("softcap", 1.5f), Int("is_causal", 1)])]
        );
        yield return Case("mask of numbers", flat, g => [g.Fused(["x0", "x1", "x2", g.Pairs("x0")], heads)]);
        yield return Case(
            "mask of numbers for each head, softcap",
            flat,
            g =>
                [
                    g.Fused(
                        [
                            "x0",
                            "x1",
                            "x2",
                            g.Op("Mul", g.Op("Unsqueeze", g.Pairs("x0"), g.Whole(0, 1)), g.Drawn(0, 1, 4, 1, 1)),
                        ],
                        [.. heads, Float("softcap", 1.5f)]
                    ),
                ]
        );
        yield return Case(
            "mask of truth values",
            flat,
            g =>
            {
                var keys = g.Op("Unsqueeze", g.Real("x0"), g.Whole(1, 2));
                var pairs = g.Op("Less", g.Pairs("x0"), g.Builder.Scalar(0.51f));
                return [g.OnlyReal(g.Fused(["x0", "x1", "x2", g.Op("And", keys, pairs)], heads), "x0")];
            }
        );
    }

    /// <summary>One part of a packed tensor (batch × time × heads × parts × size) as batch × time × width.</summary>
    private static string Unpacked(this FusedCaseGraph g, string packed, long part) =>
        g.Op("Reshape", g.With("Gather", [packed, g.Number(part)], Int("axis", 3)), g.Whole(0, 0, -1));

    /// <summary>Numbers (time × time) that differ from pair to pair, negative before the query.</summary>
    private static string Pairs(this FusedCaseGraph g, string tensor)
    {
        var count = g.Cast(g.Count(tensor, 1), TensorType.Float);
        var difference = g.Op("Sub", count, g.Op("Unsqueeze", count, g.Whole(1)));
        return g.Op("Mul", difference, g.Builder.Scalar(0.25f));
    }

    /// <summary>Batch × heads × 0 × size.</summary>
    private static string EmptyPast(this FusedCaseGraph g, string tensor, long heads, long size) =>
        g.With(
            "ConstantOfShape",
            [g.With("Concat", [g.Size(tensor, 0), g.Whole(heads, 0, size)], Int("axis", 0))],
            Zero()
        );

    private static AttributeProto Zero() =>
        new()
        {
            Name = "value",
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = new TensorProto
            {
                DataType = (int)TensorType.Float,
                Dims = { 1 },
                RawData = ByteString.CopyFrom(new byte[4]),
            },
        };
}
