using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Differentiation;

/// <summary>What a rule sees: the forward node, the gradients of its outputs, and a builder for new nodes.</summary>
/// <param name="node">The forward node.</param>
/// <param name="model">Graph and facts.</param>
/// <param name="isActive">Whether a gradient of this tensor is wanted.</param>
/// <param name="gradient">Gradient of a tensor so far, or null.</param>
internal sealed class DifferentiatedNode(
    NodeProto node,
    ProbedModel model,
    Func<string, bool> isActive,
    Func<string, string?> gradient
)
{
    public NodeProto Node => node;

    public GraphBuilder Graph => model.Builder;

    public long Opset => model.Opset;

    public ProbedModel Model => model;

    public int InputCount => node.Input.Count;

    public string Input(int index) => node.Input[index];

    public string Output(int index = 0) => node.Output[index];

    public bool HasInput(int index) => index < node.Input.Count && node.Input[index].Length > 0;

    /// <summary>Whether the gradient of this input is wanted.</summary>
    public bool Needs(int index) => HasInput(index) && isActive(node.Input[index]);

    /// <summary>Gradient of an output, or null when nothing flows into it.</summary>
    public string? OutputGradient(int index) => gradient(node.Output[index]);

    /// <summary>Gradient of a tensor further down, which is complete when this node's turn comes.</summary>
    public string GradientOf(string tensor) => gradient(tensor)!;

    /// <summary>The forward node that reads a tensor, where there is just one.</summary>
    public NodeProto? OnlyUser(string tensor) => model.OnlyUser(tensor);

    /// <summary>The forward node that makes a tensor, or null for inputs and weights.</summary>
    public NodeProto? Producer(string tensor) => model.Producer(tensor);

    /// <summary>Gradient of the only output.</summary>
    public string Gradient => gradient(node.Output[0])!;

    public TensorFact InputFact(int index) => model.Facts[node.Input[index]];

    public TensorFact OutputFact(int index = 0) => model.Facts[node.Output[index]];

    public long Attribute(string name, long fallback) => OnnxModel.Integer(node, name, fallback);

    /// <summary>An axis counted from the front.</summary>
    public static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);

    public string Op(string type, params string[] inputs) => Graph.Node(type, inputs);

    public string Scale(string tensor, float factor) => Op("Mul", tensor, Graph.Scalar(factor));

    /// <summary>Integers an input is known to hold in every run.</summary>
    public long[] Constant(int input) =>
        model.Facts[node.Input[input]].Integers
        ?? throw new NotDifferentiableException($"input {input} changes from run to run");

    /// <summary>Axes of a reduction, squeeze or similar: an attribute in old operator sets, an input in new ones.</summary>
    public int[] Axes(int rank, int input = 1)
    {
        var attribute = OnnxModel.Attribute(node, "axes");
        long[] axes =
            attribute is not null ? [.. attribute.Ints]
            : HasInput(input) ? Constant(input)
            : [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        return [.. axes.Select(a => Axis(a, rank)).Order()];
    }

    /// <summary>Sum or mean over axes, in the form the model's operator set asks for.</summary>
    public string Reduce(string type, string tensor, int[] axes, bool keepDims)
    {
        var longs = Array.ConvertAll(axes, a => (long)a);
        var keep = GraphBuilder.Attribute("keepdims", keepDims ? 1L : 0L);
        return Opset >= (type == "ReduceSum" ? 13 : 18)
            ? Graph.Node(type, [tensor, Graph.Integers(longs)], keep)
            : Graph.Node(type, [tensor], GraphBuilder.List("axes", longs.AsSpan()), keep);
    }

    /// <summary>Undoes broadcasting: sums a gradient of shape <paramref name="from"/> down to <paramref name="to"/>.</summary>
    public string ReduceTo(string tensor, TensorFact from, TensorFact to)
    {
        var added = from.Rank - to.Rank;
        if (added > 0)
        {
            tensor = Reduce("ReduceSum", tensor, [.. Enumerable.Range(0, added)], keepDims: false);
        }
        var stretched = Enumerable.Range(0, to.Rank).Where(axis => !to.SameAxis(axis, from, axis + added)).ToArray();
        if (stretched.Any(axis => to.Static(axis) != 1))
        {
            throw new NotDifferentiableException("an input is stretched along an axis that is not always 1");
        }
        return stretched.Length > 0 ? Reduce("ReduceSum", tensor, stretched, keepDims: true) : tensor;
    }

    /// <summary>Gives a tensor the shape of another one.</summary>
    public string ReshapeTo(string tensor, TensorFact from, string like, TensorFact to) =>
        from.SameShape(to)
            ? tensor
            : model.Learn(
                GraphNormaliser.ReshapeTarget(from, to) is { } target
                    ? Op("Reshape", tensor, Graph.Integers(target))
                    : Op("Reshape", tensor, model.ShapeOf(like)),
                to
            );

    /// <summary>A tensor of zeros, shaped as <paramref name="like"/>.</summary>
    public string Zeros(string like) =>
        model.Learn(Op("ConstantOfShape", model.ShapeOf(like)), model.Facts[like] with { Type = TensorType.Float });
}
