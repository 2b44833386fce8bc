using Prismatic.Onnx;

namespace Prismatic.Differentiation.Rules;

/// <summary>Rules of operators that rearrange elements without computing.</summary>
internal static class ShapeRules
{
    /// <summary>Reshape, Squeeze, Unsqueeze, Flatten: the gradient takes the input's shape.</summary>
    public static string?[] Reshape(DifferentiatedNode n) =>
        [n.ReshapeTo(n.Gradient, n.OutputFact(), n.Input(0), n.InputFact(0)), .. new string?[n.InputCount - 1]];

    public static string?[] Expand(DifferentiatedNode n) =>
        [n.ReduceTo(n.Gradient, n.OutputFact(), n.InputFact(0)), null];

    public static string?[] Transpose(DifferentiatedNode n)
    {
        var rank = n.InputFact(0).Rank;
        var perm = OnnxModel.Attribute(n.Node, "perm");
        var inverse = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            inverse[perm is null ? rank - 1 - i : (int)perm.Ints[i]] = i;
        }
        return [n.Graph.Node("Transpose", [n.Gradient], GraphBuilder.List("perm", inverse.AsSpan()))];
    }

    public static string?[] Concat(DifferentiatedNode n)
    {
        var axis = DifferentiatedNode.Axis(n.Attribute("axis", 0), n.OutputFact().Rank);
        var along = GraphBuilder.Attribute("axis", (long)axis);
        var parts = n.Graph.Nodes("Split", [n.Gradient, PartSizes(n, axis)], n.InputCount, along);
        return [.. parts.Select((part, i) => n.Needs(i) ? part : null)];
    }

    // A constant, unless sizes vary: those are read off the inputs in each run.
    private static string PartSizes(DifferentiatedNode n, int axis)
    {
        long?[] sizes = [.. Enumerable.Range(0, n.InputCount).Select(i => n.InputFact(i).Static(axis))];
        if (Array.TrueForAll(sizes, size => size is not null))
        {
            return n.Graph.Integers(Array.ConvertAll(sizes, size => size!.Value));
        }
        var along = n.Graph.Integers([axis]);
        var parts = sizes.Select(
            (size, i) =>
                size is { } known ? n.Graph.Integers([known]) : n.Op("Gather", n.Model.ShapeOf(n.Input(i)), along)
        );
        return n.Graph.Node("Concat", [.. parts], GraphBuilder.Attribute("axis", 0L));
    }

    public static string?[] Split(DifferentiatedNode n)
    {
        var parts = new string[n.Node.Output.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = n.OutputGradient(i) ?? n.Zeros(n.Output(i));
        }
        var along = GraphBuilder.Attribute("axis", n.Attribute("axis", 0));
        return [n.Graph.Node("Concat", parts, along), .. new string?[n.InputCount - 1]];
    }

    public static string?[] Slice(DifferentiatedNode n)
    {
        var fact = n.InputFact(0);
        var (starts, ends) = (n.Constant(1), n.Constant(2));
        var axes = n.HasInput(3) ? n.Constant(3) : [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        if (n.HasInput(4) && Array.Exists(n.Constant(4), step => step != 1))
        {
            throw new NotDifferentiableException("its step is not 1");
        }
        var pads = new long[2 * fact.Rank];
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = DifferentiatedNode.Axis(axes[i], fact.Rank);
            if (fact.Static(axis) is { } size)
            {
                pads[axis] = Bound(starts[i], size);
                pads[fact.Rank + axis] = size - Bound(ends[i], size);
            }
            else if (!n.OutputFact().SameAxis(axis, fact, axis))
            {
                throw new NotDifferentiableException("it cuts an axis that varies");
            }
        }
        return [Pad(n, n.Gradient, pads), .. new string?[n.InputCount - 1]];
    }

    public static string?[] Gather(DifferentiatedNode n)
    {
        var fact = n.InputFact(0);
        var axis = DifferentiatedNode.Axis(n.Attribute("axis", 0), fact.Rank);
        if (n.InputFact(1) is { Rank: 0, Integers: [var index] } && fact.Static(axis) is { } size)
        {
            var pads = new long[2 * fact.Rank];
            pads[axis] = index < 0 ? index + size : index;
            pads[fact.Rank + axis] = size - 1 - pads[axis];
            return [Pad(n, n.Op("Unsqueeze", n.Gradient, n.Graph.Integers([axis])), pads), null];
        }
        if (axis != 0)
        {
            throw new NotDifferentiableException("its indices are neither one constant nor rows of axis 0");
        }
        var rows =
            n.InputFact(1).Type == TensorType.Int64
                ? n.Input(1)
                : n.Graph.Node("Cast", [n.Input(1)], GraphBuilder.Attribute("to", (long)TensorType.Int64));
        return [ScatterAdd(n, n.Op("Unsqueeze", rows, n.Graph.Integers([-1]))), null];
    }

    public static string?[] GatherNd(DifferentiatedNode n) =>
        n.Attribute("batch_dims", 0) == 0
            ? [ScatterAdd(n, n.Input(1)), null]
            : throw new NotDifferentiableException("it has batch axes");

    public static string?[] Trilu(DifferentiatedNode n)
    {
        var upper = GraphBuilder.Attribute("upper", n.Attribute("upper", 1));
        string[] inputs = n.HasInput(1) ? [n.Gradient, n.Input(1)] : [n.Gradient];
        return [n.Graph.Node("Trilu", inputs, upper), .. new string?[n.InputCount - 1]];
    }

    // ScatterND adds from operator set 16 on; models are lifted to 17 before they are differentiated.
    private static string ScatterAdd(DifferentiatedNode n, string indices) =>
        n.Model.DistinctIndices.Contains(n.Input(1))
            ? n.Op("ScatterND", n.Zeros(n.Input(0)), indices, n.Gradient)
            : n.Graph.Node(
                "ScatterND",
                [n.Zeros(n.Input(0)), indices, n.Gradient],
                GraphBuilder.Attribute("reduction", "add")
            );

    private static long Bound(long bound, long size) => Math.Clamp(bound < 0 ? bound + size : bound, 0, size);

    private static string Pad(DifferentiatedNode n, string gradient, long[] pads) =>
        Array.TrueForAll(pads, p => p == 0) ? gradient : n.Op("Pad", gradient, n.Graph.Integers(pads));
}
