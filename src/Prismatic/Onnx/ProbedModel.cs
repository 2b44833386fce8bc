using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>A model in normal form with what a probe learnt about its tensors; ready to be extended.</summary>
public sealed class ProbedModel
{
    private readonly Dictionary<string, string> _shapes = [];
    private readonly Dictionary<string, TensorFact> _facts;
    private readonly Dictionary<string, NodeProto> _producers = [];
    private readonly Dictionary<string, NodeProto?> _onlyUsers = [];

    /// <summary>Takes over a normalised model and its facts.</summary>
    public ProbedModel(ModelProto model, Dictionary<string, TensorFact> facts)
    {
        Model = model;
        _facts = facts;
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
    public IReadOnlyDictionary<string, TensorFact> Facts => _facts;

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

    /// <summary>Notes the shape of a new tensor that the runtime could not work out from its node.</summary>
    /// <returns>The tensor.</returns>
    public string Learn(string tensor, TensorFact fact)
    {
        _facts.TryAdd(tensor, fact with { Integers = null });
        return tensor;
    }

    /// <summary>
    /// Writes the known shapes into the graph, one symbol for all axes that vary alike. The runtime plans its memory by
    /// them: a buffer is written over in place or used again only where it can tell that two shapes are equal, and where
    /// it cannot its search for one takes time that is quadratic in the number of nodes.
    /// </summary>
    public void WriteShapes()
    {
        var graph = Model.Graph;
        var symbols = new Dictionary<string, string>();
        foreach (var value in graph.Input.Concat(graph.Output))
        {
            if (Described(value.Name) is { } described)
            {
                value.Type = described.Type;
            }
        }
        graph.ValueInfo.Clear();
        var declared = graph.Output.Select(o => o.Name).ToHashSet();
        graph.ValueInfo.Add(
            graph
                .Node.SelectMany(n => n.Output)
                .Where(name => !declared.Contains(name))
                .Select(Described)
                .OfType<ValueInfoProto>()
        );

        ValueInfoProto? Described(string name) =>
            _facts.TryGetValue(name, out var fact)
                ? GraphBuilder.ValueInfo(
                    name,
                    fact.Type,
                    [.. Enumerable.Range(0, fact.Rank).Select(axis => Dim(fact, axis))]
                )
                : null;

        object Dim(TensorFact fact, int axis)
        {
            if (fact.Static(axis) is { } size)
            {
                return size;
            }
            var key = string.Join(',', fact.Dims.Select(d => d[axis]));
            return symbols.TryGetValue(key, out var symbol) ? symbol : symbols[key] = $"axis_{symbols.Count}";
        }
    }

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
