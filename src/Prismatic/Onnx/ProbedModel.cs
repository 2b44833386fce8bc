using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>A model in normal form with what a probe learnt about its tensors; ready to be extended.</summary>
public sealed class ProbedModel
{
    private readonly Dictionary<string, string> _shapes = [];
    private readonly Dictionary<string, NodeProto> _producers = [];
    private readonly Dictionary<string, NodeProto?> _onlyUsers = [];

    /// <summary>Takes over a normalised model and its facts.</summary>
    public ProbedModel(ModelProto model, Dictionary<string, TensorFact> facts)
    {
        Model = model;
        Facts = facts;
        Opset = OnnxModel.Opset(model);
        Builder = new GraphBuilder(model.Graph, "grad_");
        foreach (var node in model.Graph.Node)
        {
            foreach (var output in node.Output)
            {
                _producers[output] = node;
            }
            foreach (var input in node.Input)
            {
                _onlyUsers[input] = _onlyUsers.ContainsKey(input) ? null : node;
            }
        }
    }

    public ModelProto Model { get; }

    /// <summary>By tensor name: initializers, inputs, node outputs.</summary>
    public IReadOnlyDictionary<string, TensorFact> Facts { get; }

    /// <summary>Standard operator set of the model.</summary>
    public long Opset { get; }

    public GraphBuilder Builder { get; }

    /// <summary>Index tensors of gathers that never name a place twice, so that their gradient needs no sums.</summary>
    public HashSet<string> DistinctIndices { get; } = [];

    /// <summary>The node of the forward graph that makes a tensor, or null for inputs and weights.</summary>
    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The node of the forward graph that reads a tensor, if there is exactly one that reads it once.</summary>
    public NodeProto? OnlyUser(string tensor) => _onlyUsers.GetValueOrDefault(tensor);

    /// <summary>Says that a tensor is read outside the graph too, so that no node is its only user.</summary>
    public void MarkShared(string tensor) => _onlyUsers[tensor] = null;

    /// <summary>The value of a constant scalar of floats, or null for any other tensor.</summary>
    public float? ScalarValue(string tensor) =>
        Model.Graph.Initializer.FirstOrDefault(t => t.Name == tensor) is { DataType: (int)TensorType.Float } constant
        && OnnxModel.ElementCount(constant) == 1
            ? TensorData.Floats(constant)[0]
            : null;

    /// <summary>The run-time shape of a tensor, computed once for all tensors of equal shape.</summary>
    public string ShapeOf(string tensor)
    {
        var key = Facts[tensor].ShapeKey;
        if (!_shapes.TryGetValue(key, out var shape))
        {
            _shapes[key] = shape = Builder.Node("Shape", [tensor]);
        }
        return shape;
    }
}
