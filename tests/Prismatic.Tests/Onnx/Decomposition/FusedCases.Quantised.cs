using System.Runtime.InteropServices;
using Prismatic.Onnx;
using Prismatic.Tests.Differentiation;
using static Prismatic.Tests.Onnx.Decomposition.FusedCaseGraph;

namespace Prismatic.Tests.Onnx.Decomposition;

internal static partial class FusedCases
{
    private static IEnumerable<FusedCase> Quantised()
    {
        foreach (var (bits, rows, size) in ((int, int, int)[])[(4, 40, 16), (4, 32, 32), (8, 40, 16), (2, 32, 16)])
        {
            foreach (var zeros in (string[])["none", "packed", "floats"])
            {
                if ((bits != 4 && zeros == "floats") || (bits == 2 && zeros == "none"))
                {
                    continue;
                }
                var (blocks, columns) = ((rows + size - 1) / size, 6);
                yield return new(
                    Microsoft,
                    "MatMulNBits",
                    $"{bits} bits, {rows} rows in blocks of {size}, zero points: {zeros}",
                    [Real("b", "t", rows)],
                    g =>
                    {
                        var zeroBytes = ((blocks * bits) + 7) / 8;
                        return
                        [
                            g.Fused(
                                [
                                    "x0",
                                    g.Bytes(
                                        TensorType.UInt8,
                                        [columns, blocks, size * bits / 8],
                                        columns * blocks * size * bits / 8
                                    ),
                                    g.Drawn(0, columns * blocks),
                                    zeros == "none" ? ""
                                    : zeros == "packed"
                                        ? g.Bytes(TensorType.UInt8, [columns * zeroBytes], columns * zeroBytes)
                                    : g.Drawn(8, columns * blocks),
                                    "",
                                    rows == 40 ? g.Drawn(0, columns) : "",
                                ],
                                Int("K", rows),
                                Int("N", columns),
                                Int("bits", bits),
                                Int("block_size", size)
                            ),
                        ];
                    }
                );
            }
        }
        yield return Stored(
            "one scale",
            TensorType.Int8,
            g => g.Fused([g.Bytes(TensorType.Int8, [4, 6], 24), g.Builder.Scalar(0.02f)])
        );
        yield return Stored(
            "a scale for each column",
            TensorType.UInt8,
            g =>
                g.Fused(
                    [g.Bytes(TensorType.UInt8, [4, 6], 24), g.Drawn(0, 6), g.Bytes(TensorType.UInt8, [6], 6)],
                    Int("axis", 1)
                )
        );
        yield return Stored(
            "4 bits, a scale for each row",
            TensorType.Int4,
            g =>
                g.Fused(
                    [g.Bytes(TensorType.Int4, [4, 6], 12), g.Drawn(0, 4), g.Bytes(TensorType.Int4, [4], 2)],
                    Int("axis", 0)
                )
        );
        yield return Stored(
            "4 bits in blocks of rows",
            TensorType.UInt4,
            g =>
                g.Fused(
                    [g.Bytes(TensorType.UInt4, [4, 6], 12), g.Drawn(0, 2, 6), g.Bytes(TensorType.UInt4, [2, 6], 6)],
                    Int("axis", 0),
                    Int("block_size", 2)
                )
        );
        yield return Stored(
            "8 bits in blocks of columns",
            TensorType.Int8,
            g => g.Fused([g.Bytes(TensorType.Int8, [4, 6], 24), g.Drawn(0, 4, 2)], Int("axis", 1), Int("block_size", 3))
        );
        // Activations are left unrounded; these are multiples of the step.
        yield return new(
            "",
            "DequantizeLinear",
            "an activation",
            [new(Draw.Odd, "b", "t", 4)],
            g =>
            {
                var (scale, zero) = (g.Builder.Scalar(1 / 32f), g.Raw(TensorType.UInt8, [128]));
                return [g.Fused([g.Op("QuantizeLinear", "x0", scale, zero), scale, zero])];
            }
        )
        {
            Opset = 21,
        };
    }

    private static FusedCase Stored(string what, TensorType type, Func<FusedCaseGraph, string> weight) =>
        new("", "DequantizeLinear", $"{type}: {what}", [Real("b", "t", 4)], g => [g.Op("MatMul", "x0", weight(g))])
        {
            Opset = 21,
        };

    private static IEnumerable<FusedCase> Dynamic()
    {
        // The fused node rounds activations to 8 bits over their range; what it becomes does not.
        const double rounding = 0.03;
        yield return new(
            Microsoft,
            "DynamicQuantizeMatMul",
            "a scale for each column, bias",
            [Real("b", "t", 16)],
            g =>
                [
                    g.Fused([
                        "x0",
                        g.Bytes(TensorType.Int8, [16, 6], 96),
                        g.Drawn(1, 6),
                        g.Raw(TensorType.Int8, new byte[6], 6),
                        g.Drawn(0, 6),
                    ]),
                ]
        )
        {
            Tolerance = rounding,
        };
        yield return new(
            Microsoft,
            "DynamicQuantizeMatMul",
            "one scale and zero point",
            [Real("b", "t", 16)],
            g =>
                [
                    g.Fused([
                        "x0",
                        g.Bytes(TensorType.UInt8, [16, 6], 96),
                        g.Builder.Scalar(0.02f),
                        g.Raw(TensorType.UInt8, [120]),
                    ]),
                ]
        )
        {
            Tolerance = rounding,
        };
        yield return new(
            Microsoft,
            "MatMulIntegerToFloat",
            "",
            [Real("b", "t", 16)],
            g =>
            {
                var q = g.Builder.Nodes("DynamicQuantizeLinear", ["x0"], 3);
                return
                [
                    g.Fused([
                        q[0],
                        g.Bytes(TensorType.UInt8, [16, 6], 96),
                        q[1],
                        g.Builder.Scalar(0.02f),
                        q[2],
                        g.Raw(TensorType.UInt8, [120]),
                        g.Drawn(0, 6),
                    ]),
                ];
            }
        )
        {
            Tolerance = rounding,
        };
        foreach (var columns in (bool[])[false, true])
        {
            yield return new(
                "",
                "MatMulInteger",
                columns ? "a scale for each column" : "one scale",
                [Real("b", "t", 16)],
                g =>
                {
                    var q = g.Builder.Nodes("DynamicQuantizeLinear", ["x0"], 3);
                    var zero = columns ? g.Raw(TensorType.Int8, new byte[6], 6) : g.Raw(TensorType.Int8, [3]);
                    var product = g.Fused([q[0], g.Bytes(TensorType.Int8, [16, 6], 96), q[2], zero]);
                    var scale = g.Op("Mul", q[1], columns ? g.Drawn(1, 6) : g.Builder.Constant([0.02f], 1));
                    return [g.Op("Add", g.Op("Mul", g.Cast(product, TensorType.Float), scale), g.Drawn(0, 6))];
                }
            )
            {
                Tolerance = rounding,
            };
        }
    }
}
