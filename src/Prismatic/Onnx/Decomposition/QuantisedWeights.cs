using System.Runtime.InteropServices;
using Google.Protobuf;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <summary>Stored weights of few bits, as the float weights they stand for. Gradients are taken by those.</summary>
internal static class QuantisedWeights
{
    // One message of the format holds no more.
    private const long LargestWeight = int.MaxValue / sizeof(float) - 64;

    /// <summary>A B', where B (columns × rows) is stored in blocks along the rows, each with a scale and a zero point.</summary>
    public static string?[] MatMulNBits(FusedNode n)
    {
        n.RefuseInput(4, "g_idx");
        if (n.Integer("weight_prepacked", 0) != 0)
        {
            throw FusedNode.Refuse("its attribute weight_prepacked is not supported");
        }
        var weight = n.Graph.Shared($"nbits {n.Input(1)}", () => Blocks(n));
        var product = n.Op("MatMul", n.Input(0), weight);
        return [n.Optional(5) is { } bias ? n.Op("Add", product, bias) : product];
    }

    /// <summary>
    /// Of a stored weight: the float weight, which the runtime's optimiser cannot turn into a product of rounded activations.
    /// Of an activation that was quantised just before: the activation itself. All else stays.
    /// </summary>
    public static string?[]? DequantizeLinear(FusedNode n)
    {
        if (n.Graph.Stored(n.Input(0)) is { } stored)
        {
            return IsInteger((TensorType)stored.DataType) && n.Graph.Stored(n.Input(1)) is not null
                ? [n.Graph.Shared($"stored {n.Input(0)} {n.Input(1)}", () => Dequantised(n, stored))]
                : null;
        }
        return
            n.Graph.Producer(n.Input(0)) is { OpType: "QuantizeLinear" } quantised
            && n.Graph.Stored(quantised.Input[0]) is null
            && Same(n, quantised, 1)
            && Same(n, quantised, 2)
            ? [quantised.Input[0]]
            : null;
    }

    /// <summary>The float weight of stored integers (rows × columns) with one scale, or one for each column.</summary>
    public static string Columns(FusedNode n, string weight, string scale, string? zeroPoint) =>
        n.Graph.Shared(
            $"columns {weight} {scale}",
            () =>
            {
                var stored =
                    n.Graph.Stored(weight)
                    ?? throw FusedNode.Refuse($"its weight '{weight}' is not stored in the model");
                var scales = Floats(n, scale);
                var zeros = zeroPoint is null ? [0] : Integers(n, zeroPoint);
                var columns = Math.Max(stored.Dims[^1], 1);
                if ((scales.Length != 1 && scales.Length != columns) || (zeros.Length != 1 && zeros.Length != columns))
                {
                    throw FusedNode.Refuse("its scales are neither one nor one for each column");
                }
                var values = TensorData.SmallValues(Whole(n, stored));
                return Store(
                    n,
                    weight,
                    [.. stored.Dims],
                    i =>
                        (values[i] - zeros[zeros.Length == 1 ? 0 : (int)(i % columns)])
                        * scales[scales.Length == 1 ? 0 : (int)(i % columns)]
                );
            }
        );

    private static bool IsInteger(TensorType type) =>
        type
            is TensorType.Int4
                or TensorType.UInt4
                or TensorType.Int8
                or TensorType.UInt8
                or TensorType.Int16
                or TensorType.UInt16
                or TensorType.Int32;

    private static string Blocks(FusedNode n)
    {
        var (rows, columns) = (n.Integer("K", 0), n.Integer("N", 0));
        var (bits, size) = (n.Integer("bits", 4), n.Integer("block_size", 0));
        if (
            bits is not (2 or 4 or 8)
            || size <= 0
            || rows <= 0
            || columns <= 0
            || Math.Max(Math.Max(rows, columns), size) > 1 << 28
        )
        {
            throw FusedNode.Refuse($"bits = {bits}, block_size = {size}, K = {rows}, N = {columns} is not supported");
        }
        var packed = Whole(n, n.Stored(1)).RawData.Span.ToArray();
        var scales = Floats(n, n.Input(2));
        var blocks = (rows + size - 1) / size;
        var (blockBytes, zeroBytes) = ((size * bits) / 8, ((blocks * bits) + 7) / 8);
        var zeros = ZeroPoints(n, bits, columns, blocks, zeroBytes);
        if (packed.Length != columns * blocks * blockBytes || scales.Length != columns * blocks)
        {
            throw FusedNode.Refuse("its weight or its scales are not as large as K, N and block_size say");
        }
        return Store(
            n,
            n.Input(1),
            [rows, columns],
            i =>
            {
                var (row, column) = (i / columns, i % columns);
                var block = (column * blocks) + (row / size);
                var value = Bits(packed, block * blockBytes, row % size, bits);
                return (value - zeros(column, row / size)) * scales[block];
            }
        );
    }

    // Packed like the weight, or as floats; the middle of the range where there are none.
    private static Func<long, long, float> ZeroPoints(FusedNode n, long bits, long columns, long blocks, long zeroBytes)
    {
        if (n.Optional(3) is not { } name)
        {
            return (_, _) => 1 << (int)(bits - 1);
        }
        var stored = Whole(n, n.Stored(3));
        if ((TensorType)stored.DataType == TensorType.UInt8)
        {
            var packed = Array.ConvertAll(TensorData.SmallValues(stored), v => (byte)v);
            return packed.Length == columns * zeroBytes
                ? (column, block) => Bits(packed, column * zeroBytes, block, bits)
                : throw FusedNode.Refuse($"its zero points '{name}' are not as many as its blocks");
        }
        var floats = Floats(n, name);
        return floats.Length == columns * blocks
            ? (column, block) => floats[(column * blocks) + block]
            : throw FusedNode.Refuse($"its zero points '{name}' are not as many as its blocks");
    }

    // The value at an index of a run of few bits each, lower bits first.
    private static int Bits(byte[] packed, long start, long index, long bits) =>
        (packed[start + (index * bits / 8)] >> (int)(index * bits % 8)) & ((1 << (int)bits) - 1);

    // One scale for all, one for each place of an axis, or one for each block along it.
    private static string Dequantised(FusedNode n, TensorProto stored)
    {
        long[] dims = [.. stored.Dims];
        var axis = (int)n.Integer("axis", 1);
        axis = axis < 0 ? axis + dims.Length : axis;
        var (scales, block) = (Floats(n, n.Input(1)), n.Integer("block_size", 0));
        var zeros = n.Optional(2) is { } zeroPoint ? Integers(n, zeroPoint) : new int[scales.Length];
        if (scales.Length > 1 && (axis < 0 || axis >= dims.Length))
        {
            throw FusedNode.Refuse($"its axis {axis} is not one of its weight's {dims.Length}");
        }
        var inner = scales.Length == 1 ? 1 : dims[(axis + 1)..].Aggregate(1L, (product, size) => product * size);
        var along = scales.Length == 1 ? 1 : dims[axis];
        var groups = block > 0 ? (along + block - 1) / block : along;
        var outer = block > 0 ? dims[..axis].Aggregate(1L, (product, size) => product * size) : 1;
        var expected =
            scales.Length == 1 ? 1
            : block > 0 ? outer * groups * inner
            : along;
        if (scales.Length != expected || zeros.Length != scales.Length)
        {
            throw FusedNode.Refuse("its scales and zero points are not as many as its shape asks for");
        }
        var values = TensorData.SmallValues(Whole(n, stored));
        return Store(
            n,
            n.Input(0),
            dims,
            i =>
            {
                var place = i / inner % along;
                var index =
                    scales.Length == 1 ? 0
                    : block > 0 ? (((i / inner / along * groups) + (place / block)) * inner) + (i % inner)
                    : place;
                return (values[i] - zeros[index]) * scales[index];
            }
        );
    }

    private static string Store(FusedNode n, string name, long[] dims, Func<long, float> value)
    {
        var count = dims.Aggregate(1L, (product, size) => product * size);
        if (count is < 0 or > LargestWeight)
        {
            throw FusedNode.Refuse($"its weight has {count} values, too many for one float tensor");
        }
        var bytes = new byte[count * sizeof(float)];
        var floats = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (var i = 0; i < floats.Length; i++)
        {
            floats[i] = value(i);
        }
        var tensor = new TensorProto
        {
            Name = n.Builder.Fresh(name),
            DataType = (int)TensorType.Float,
            RawData = UnsafeByteOperations.UnsafeWrap(bytes),
        };
        tensor.Dims.Add(dims);
        n.Builder.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static float[] Floats(FusedNode n, string tensor) => TensorData.Floats(Whole(n, Known(n, tensor)));

    private static int[] Integers(FusedNode n, string tensor) => TensorData.SmallValues(Whole(n, Known(n, tensor)));

    private static TensorProto Known(FusedNode n, string tensor) =>
        n.Graph.Stored(tensor) ?? throw FusedNode.Refuse($"its input '{tensor}' is computed, not stored in the model");

    private static TensorProto Whole(FusedNode n, TensorProto tensor)
    {
        if (!ExternalData.IsExternal(tensor))
        {
            return tensor;
        }
        var read = new TensorProto
        {
            Name = tensor.Name,
            DataType = tensor.DataType,
            RawData = ExternalData.Read(n.Graph.Model, tensor),
        };
        read.Dims.Add(tensor.Dims);
        return read;
    }

    private static bool Same(FusedNode n, NodeProto quantised, int input)
    {
        var (a, b) = (quantised.Input.ElementAtOrDefault(input) ?? "", n.Optional(input) ?? "");
        return a == b
            || (
                n.Graph.Stored(a) is { } left
                && n.Graph.Stored(b) is { } right
                && left.RawData.Length > 0
                && left.DataType == right.DataType
                && left.RawData.Equals(right.RawData)
            );
    }
}
