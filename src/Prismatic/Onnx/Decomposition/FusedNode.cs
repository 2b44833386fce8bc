using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <summary>What a decomposition sees: the fused node, and a builder for the standard ones.</summary>
internal sealed class FusedNode(NodeProto node, FusedGraph graph)
{
    public NodeProto Node => node;

    public FusedGraph Graph => graph;

    public KnownShapes Shapes => graph.Shapes;

    public GraphBuilder Builder => graph.Builder;

    /// <summary>An input, or null where it is left out.</summary>
    public string? Optional(int index) =>
        index < node.Input.Count && node.Input[index].Length > 0 ? node.Input[index] : null;

    /// <summary>An input that the form needs.</summary>
    public string Input(int index) => Optional(index) ?? throw Refuse($"input {index} is missing");

    /// <summary>Whether anybody reads an output.</summary>
    public bool Wants(int output) => output < node.Output.Count && graph.IsRead(node.Output[output]);

    public long Integer(string name, long fallback) => OnnxModel.Integer(node, name, fallback);

    public float Float(string name, float fallback) => OnnxModel.Float(node, name, fallback);

    public string Op(string type, params string[] inputs) => Builder.Node(type, inputs);

    public string Scalar(float value) => Builder.Scalar(value);

    public string Integers(params ReadOnlySpan<long> values) => Builder.Integers(values);

    public string Reshape(string tensor, params ReadOnlySpan<long> shape) => Op("Reshape", tensor, Integers(shape));

    public string Transpose(string tensor, params ReadOnlySpan<long> order) =>
        Builder.Node("Transpose", [tensor], GraphBuilder.List("perm", order));

    public string Concat(long axis, params string[] parts) =>
        Builder.Node("Concat", parts, GraphBuilder.Attribute("axis", axis));

    /// <summary>Equal parts of an axis, or parts of the given sizes.</summary>
    public string[] Split(string tensor, long axis, int parts, long[]? sizes = null)
    {
        var along = GraphBuilder.Attribute("axis", axis);
        return sizes is not null ? Builder.Nodes("Split", [tensor, Integers(sizes)], parts, along)
            : graph.Opset >= 18
                ? Builder.Nodes("Split", [tensor], parts, along, GraphBuilder.Attribute("num_outputs", (long)parts))
            : Builder.Nodes("Split", [tensor], parts, along);
    }

    /// <summary>Mean over axes, kept as ones.</summary>
    public string Mean(string tensor, params ReadOnlySpan<long> axes) =>
        graph.Opset >= 18
            ? Builder.Node("ReduceMean", [tensor, Integers(axes)])
            : Builder.Node("ReduceMean", [tensor], GraphBuilder.List("axes", axes));

    public string Cast(string tensor, TensorType to) =>
        Builder.Node("Cast", [tensor], GraphBuilder.Attribute("to", (long)to));

    /// <summary>One size of a tensor, as a vector of one number.</summary>
    public string Size(string tensor, long axis) =>
        Shapes.Size(tensor, (int)axis) is { } known
            ? Integers(known)
            : Op("Gather", Op("Shape", tensor), Integers(axis));

    /// <summary>Multiplies by a number, where it is not 1.</summary>
    public string Times(string tensor, float factor) => factor == 1 ? tensor : Op("Mul", tensor, Scalar(factor));

    /// <summary>Rank of a tensor.</summary>
    public int Rank(string tensor) =>
        Shapes.Rank(tensor) ?? throw Refuse($"the number of axes of its input '{tensor}' is not known");

    /// <summary>An input that must be a stored tensor.</summary>
    public TensorProto Stored(int index) =>
        graph.Stored(Input(index)) ?? throw Refuse($"input {index} is computed, not stored in the model");

    /// <summary>Refuses a form unless an input is left out.</summary>
    public void RefuseInput(int index, string name)
    {
        if (Optional(index) is not null)
        {
            throw Refuse($"its input {name} is not supported");
        }
    }

    /// <summary>Refuses a form unless nobody reads an output.</summary>
    public void RefuseOutput(int index, string name)
    {
        if (Wants(index))
        {
            throw Refuse($"its output {name} is read, which is not supported");
        }
    }

    /// <summary>Checks that the past of an attention is one that is fed empty, so that it can be left out.</summary>
    public void DropPast(params ReadOnlySpan<int> inputs)
    {
        foreach (var index in inputs)
        {
            if (
                Optional(index) is { } past
                && !graph.IsInput(past)
                && !Shapes.IsEmpty(past)
                && graph.Producer(past)?.OpType != "ConstantOfShape"
            )
            {
                throw Refuse($"its past '{past}' is computed by the model, so it may not be empty");
            }
        }
    }

    public static RefusedFormException Refuse(string reason) => new(reason);
}
