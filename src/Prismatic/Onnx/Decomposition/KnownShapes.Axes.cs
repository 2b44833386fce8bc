using System.Globalization;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <content>Shapes of nodes that cut, pick, add or take away axes.</content>
internal sealed partial class KnownShapes
{
    private string?[]? Cut(NodeProto node, string?[]? from)
    {
        if (from is null)
        {
            return null;
        }
        var axes = node.Input.Count > 3 ? _integers.GetValueOrDefault(node.Input[3]) : null;
        axes ??= from.Length == 1 ? [0] : null;
        var (starts, ends) = (Integers(1), Integers(2));
        var steps = node.Input.Count > 4 ? Integers(4) : [1];
        return
        [
            .. from.Select(
                (size, i) =>
                    axes is [var axis] && (axis == i || axis == i - from.Length)
                        ? starts is [var start] && ends is [var end] && steps is [1]
                            ? Between(start, end, size)
                            : null
                        : axes is null || axes.Contains(i) || axes.Contains(i - from.Length)
                            ? null
                            : size
            ),
        ];

        long[]? Integers(int input) => node.Input.Count > input ? _integers.GetValueOrDefault(node.Input[input]) : null;
    }

    // What lies from a start to an end, either counted from the back where it is negative.
    private static string? Between(long start, long end, string? size)
    {
        if (start == -1 && end >= int.MaxValue)
        {
            return "1";
        }
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            return null;
        }
        var (first, last) = (start < 0 ? start + whole : start, end < 0 ? end + whole : end);
        return Text(Math.Max(Math.Clamp(last, 0, whole) - Math.Clamp(first, 0, whole), 0));
    }

    private string?[]? Gathered(NodeProto node, string?[]? from)
    {
        if (
            from is null
            || !_dims.TryGetValue(node.Input[1], out var indices)
            || Axis(node, from.Length) is not { } axis
        )
        {
            return null;
        }
        return [.. from[..axis], .. indices, .. from[(axis + 1)..]];
    }

    private string?[]? Widened(NodeProto node, string?[]? from)
    {
        if (from is null || Listed(node) is not { } axes)
        {
            return null;
        }
        var rank = from.Length + axes.Length;
        var added = axes.Select(a => a < 0 ? a + rank : a).ToHashSet();
        var rest = new Queue<string?>(from);
        return [.. Enumerable.Range(0, rank).Select(i => added.Contains(i) || rest.Count == 0 ? "1" : rest.Dequeue())];
    }

    private string?[]? Narrowed(NodeProto node, string?[]? from)
    {
        if (from is null || Listed(node) is not { } axes)
        {
            return null;
        }
        return [.. from.Where((_, i) => !axes.Contains(i) && !axes.Contains(i - from.Length))];
    }

    private string?[]? Reduced(NodeProto node, string?[]? from)
    {
        if (from is null)
        {
            return null;
        }
        var kept = OnnxModel.Integer(node, "keepdims", 1) != 0;
        if (Listed(node) is not { } axes)
        {
            return kept ? new string?[from.Length] : null;
        }
        return !kept
            ? Narrowed(node, from)
            : [.. from.Select((size, i) => axes.Contains(i) || axes.Contains(i - from.Length) ? "1" : size)];
    }
}
