using System.Globalization;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <content>The shape that one node makes of those it reads.</content>
internal sealed partial class KnownShapes
{
    private string?[]? Inferred(NodeProto node)
    {
        var first = _dims.GetValueOrDefault(node.Input[0]);
        if (_shapeOfFirst.Contains(node.OpType))
        {
            return first;
        }
        if (_broadcast.Contains(node.OpType))
        {
            return Broadcast(node.Input);
        }
        return node.OpType switch
        {
            "MatMul" or "FusedMatMul" => Product(node, first),
            "MatMulNBits" => WithLast(first, Text(OnnxModel.Integer(node, "N", 0))),
            "DynamicQuantizeMatMul" or "MatMulIntegerToFloat" or "MatMulInteger" => WithLast(
                first,
                Name(node.Input[1], 1)
            ),
            "Gemm" => [Name(node.Input[0], 0), Name(node.Input[1], Flag(node, "transB") ? 0 : 1)],
            "Reshape" => Reshaped(node, first),
            "Transpose" => Transposed(node, first),
            "Concat" => Joined(node),
            "Split" => Parts(node, first),
            "Slice" => Cut(node, first),
            "Gather" => Gathered(node, first),
            "Unsqueeze" => Widened(node, first),
            "Squeeze" => Narrowed(node, first),
            "Expand" => Expanded(node, first),
            "Shape" => [first is null ? null : Text(Part(node, first.Length))],
            "Size" => [],
            "ConstantOfShape" => Blank(node.Input[0]),
            "Range" => [null],
            "ReduceMean" or "ReduceSum" or "ReduceMax" or "ReduceMin" => Reduced(node, first),
            "EmbedLayerNormalization" => first is null ? null : [.. first, Name(node.Input[2], 1)],
            "Attention" when node.Domain == "com.microsoft" => WithLast(first, null),
            "MultiHeadAttention" => first?.Length == 3
                ? WithLast(first, Name(node.Input.ElementAtOrDefault(2) ?? "", -1))
                : null,
            "GroupQueryAttention" => node.Input[1].Length > 0 ? first : WithLast(first, PackedWidth(node)),
            "Attention" when first is not null => WithLast(first, null),
            _ => null,
        };
    }

    // A part of a shape, from a first to an end axis.
    private static long Part(NodeProto node, long rank)
    {
        var (start, end) = (OnnxModel.Integer(node, "start", 0), OnnxModel.Integer(node, "end", rank));
        (start, end) = (start < 0 ? start + rank : start, end < 0 ? end + rank : end);
        return Math.Max(Math.Clamp(end, 0, rank) - Math.Clamp(start, 0, rank), 0);
    }

    private string? PackedWidth(NodeProto node)
    {
        var (heads, shared) = (OnnxModel.Integer(node, "num_heads", 0), OnnxModel.Integer(node, "kv_num_heads", 0));
        return Size(node.Input[0], -1) is { } width && heads + (2 * shared) > 0
            ? Text(width / (heads + (2 * shared)) * heads)
            : null;
    }

    private string?[]? Broadcast(IReadOnlyCollection<string> inputs)
    {
        string?[] result = [];
        foreach (var input in inputs)
        {
            if (!_dims.TryGetValue(input, out var dims))
            {
                return null;
            }
            result = Broadcast(result, dims);
        }
        return result;
    }

    private static string?[] Broadcast(string?[] a, string?[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        return [.. Enumerable.Range(0, rank).Select(i => Wider(At(a, i), At(b, i)))];

        string? At(string?[] dims, int axis) => axis < rank - dims.Length ? "1" : dims[axis - rank + dims.Length];
    }

    // Of two sizes that meet one is 1 or both are equal.
    private static string? Wider(string? a, string? b) =>
        a == "1" ? b
        : b == "1" || a == b ? a
        : a is not null && char.IsAsciiDigit(a[0]) ? a
        : b is not null && char.IsAsciiDigit(b[0]) ? b
        : null;

    private string?[]? Product(NodeProto node, string?[]? left)
    {
        if (left is not { Length: >= 2 } || !_dims.TryGetValue(node.Input[1], out var right) || right.Length < 2)
        {
            return null;
        }
        var rows = Flag(node, "transA") ? left[^1] : left[^2];
        var columns = Flag(node, "transB") ? right[^2] : right[^1];
        return [.. Broadcast(left[..^2], right[..^2]), rows, columns];
    }

    private string?[]? Reshaped(NodeProto node, string?[]? from)
    {
        if (!_integers.TryGetValue(node.Input[1], out var target))
        {
            return Blank(node.Input[1]);
        }
        return
        [
            .. target.Select(
                (size, axis) =>
                    size > 0 ? Text(size)
                    : size == 0 && from is not null && axis < from.Length ? from[axis]
                    : size == -1 ? Rest(from, target)
                    : null
            ),
        ];
    }

    // The size that -1 stands for, where all that varies is copied.
    private static string? Rest(string?[]? from, long[] target)
    {
        if (from is null)
        {
            return null;
        }
        var (before, after) = (1L, 1L);
        for (var axis = 0; axis < from.Length; axis++)
        {
            if (axis < target.Length && target[axis] == 0)
            {
                continue;
            }
            if (!long.TryParse(from[axis], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size == 0)
            {
                return null;
            }
            before *= size;
        }
        foreach (var size in target.Where(size => size > 0))
        {
            after *= size;
        }
        return before % after == 0 ? Text(before / after) : null;
    }

    private static string?[]? Transposed(NodeProto node, string?[]? from)
    {
        var order = OnnxModel.Attribute(node, "perm")?.Ints;
        return from is null || (order is not null && order.Any(i => i < 0 || i >= from.Length)) ? null
            : order is null ? [.. from.Reverse()]
            : [.. order.Select(i => from[(int)i])];
    }

    private string?[]? Joined(NodeProto node)
    {
        var parts = node.Input.Select(i => _dims.GetValueOrDefault(i)).ToList();
        if (
            parts.Exists(p => p is null || p.Length != parts[0]!.Length) || Axis(node, parts[0]!.Length) is not { } axis
        )
        {
            return null;
        }
        var sum = node.Input.Sum(i => Size(i, axis));
        var all = node.Input.All(i => Size(i, axis) is not null);
        return
        [
            .. parts[0]!.Select(
                (size, i) =>
                    i != axis ? size
                    : all ? Text(sum!.Value)
                    : null
            ),
        ];
    }

    private string?[]? Parts(NodeProto node, string?[]? from)
    {
        if (from is null || Axis(node, from.Length) is not { } axis)
        {
            return null;
        }
        var even =
            (node.Input.Count < 2 || node.Input[1].Length == 0)
            || (_integers.TryGetValue(node.Input[1], out var sizes) && sizes.Distinct().Count() == 1);
        var part = even && Size(node.Input[0], axis) is { } whole ? Text(whole / node.Output.Count) : null;
        return [.. from.Select((size, i) => i == axis ? part : size)];
    }

    private string?[]? Expanded(NodeProto node, string?[]? from)
    {
        var target = _integers.TryGetValue(node.Input[1], out var sizes)
            ? [.. sizes.Select(Text)]
            : Blank(node.Input[1]);
        return from is null || target is null ? null : Broadcast(from, target);
    }

    // A shape that is computed still tells the rank.
    private string?[]? Blank(string shape) => Size(shape, 0) is { } rank and <= 8 ? new string?[rank] : null;

    private long[]? Listed(NodeProto node) =>
        OnnxModel.Attribute(node, "axes")?.Ints is { } axes ? [.. axes]
        : node.Input.Count > 1 ? _integers.GetValueOrDefault(node.Input[1])
        : null;

    private static int? Axis(NodeProto node, int rank)
    {
        var axis = OnnxModel.Integer(node, "axis", 0);
        axis = axis < 0 ? axis + rank : axis;
        return axis >= 0 && axis < rank ? (int)axis : null;
    }

    private static bool Flag(NodeProto node, string name) => OnnxModel.Integer(node, name, 0) != 0;

    private static string?[]? WithLast(string?[]? dims, string? last) =>
        dims is { Length: > 0 } ? [.. dims[..^1], last] : null;

    private static string?[] Merge(string?[] dims, string?[]? declared) =>
        declared is null || declared.Length != dims.Length ? dims : [.. dims.Select((d, i) => d ?? declared[i])];
}
