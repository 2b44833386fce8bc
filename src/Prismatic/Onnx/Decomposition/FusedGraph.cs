using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <summary>What all decompositions of one graph share: its builder, what is known of its tensors, and common parts.</summary>
internal sealed class FusedGraph
{
    private readonly Dictionary<string, TensorProto> _initializers;
    private readonly Dictionary<string, NodeProto> _producers = [];
    private readonly Dictionary<string, List<NodeProto>> _users = [];
    private readonly HashSet<string> _outputs;
    private readonly HashSet<string> _inputs;
    private readonly HashSet<NodeProto> _absorbed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> _aliases = [];
    private readonly Dictionary<string, string> _shared = [];

    public FusedGraph(ModelProto model)
    {
        Model = model;
        Opset = OnnxModel.Opset(model);
        Shapes = new KnownShapes(model.Graph);
        Builder = new GraphBuilder(model.Graph, "fused_");
        _initializers = model.Graph.Initializer.DistinctBy(t => t.Name).ToDictionary(t => t.Name);
        _outputs = [.. model.Graph.Output.Select(o => o.Name)];
        _inputs = [.. model.Graph.Input.Select(i => i.Name)];
        foreach (var node in model.Graph.Node)
        {
            foreach (var output in node.Output)
            {
                _producers[output] = node;
            }
            foreach (var input in node.Input.Concat(OnnxModel.Captured(node)))
            {
                if (!_users.TryGetValue(input, out var users))
                {
                    _users[input] = users = [];
                }
                users.Add(node);
            }
        }
    }

    public ModelProto Model { get; }

    public long Opset { get; }

    public KnownShapes Shapes { get; }

    public GraphBuilder Builder { get; }

    /// <summary>A stored tensor, or null. A weight of 16 bits counts, though a Cast widens it.</summary>
    public TensorProto? Stored(string tensor) =>
        _initializers.TryGetValue(tensor, out var stored) ? stored
        : _producers.TryGetValue(tensor, out var node) && node.OpType == "Cast" && KnownShapes.IsFloat(node)
            ? _initializers.GetValueOrDefault(node.Input[0])
        : null;

    /// <summary>The node of the fused graph that makes a tensor, or null for inputs and weights.</summary>
    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The only node that reads a tensor, or null.</summary>
    public NodeProto? OnlyUser(string tensor) =>
        !_outputs.Contains(tensor) && _users.GetValueOrDefault(tensor) is [var user] ? user : null;

    /// <summary>Whether a node or an output of the graph reads a tensor.</summary>
    public bool IsRead(string tensor) => tensor.Length > 0 && (_outputs.Contains(tensor) || _users.ContainsKey(tensor));

    public bool IsInput(string tensor) => _inputs.Contains(tensor);

    /// <summary>A part that several nodes need, written once.</summary>
    /// <param name="key">Equal for equal parts.</param>
    /// <param name="write">Writes it and returns its tensor.</param>
    public string Shared(string key, Func<string> write)
    {
        if (!_shared.TryGetValue(key, out var tensor))
        {
            _shared[key] = tensor = write();
        }
        return tensor;
    }

    /// <summary>Says that a later node's work is done already.</summary>
    public void Absorb(NodeProto node) => _absorbed.Add(node);

    public bool IsAbsorbed(NodeProto node) => _absorbed.Contains(node);

    /// <summary>Points a node's inputs at what tensors that vanished stood for.</summary>
    public void ResolveAliases(NodeProto node)
    {
        for (var i = 0; i < node.Input.Count; i++)
        {
            node.Input[i] = _aliases.GetValueOrDefault(node.Input[i], node.Input[i]);
        }
    }

    /// <summary>Gives a tensor that was written from node <paramref name="first"/> on the name that the graph knows.</summary>
    public void Rename(string tensor, string wanted, int first)
    {
        var nodes = Builder.Graph.Node;
        var own = nodes.Skip(first).Any(n => n.Output.Contains(tensor)) && !_shared.ContainsValue(tensor);
        if (own)
        {
            foreach (var node in nodes.Skip(first))
            {
                Replace(node.Input, tensor, wanted);
                Replace(node.Output, tensor, wanted);
            }
        }
        else if (_outputs.Contains(wanted) || _users[wanted].Exists(n => OnnxModel.Captured(n).Contains(wanted)))
        {
            var alias = new NodeProto { OpType = "Identity", Name = wanted };
            alias.Input.Add(tensor);
            alias.Output.Add(wanted);
            nodes.Add(alias);
        }
        else
        {
            _aliases[wanted] = tensor;
        }
    }

    private static void Replace(Google.Protobuf.Collections.RepeatedField<string> names, string from, string to)
    {
        for (var i = 0; i < names.Count; i++)
        {
            names[i] = names[i] == from ? to : names[i];
        }
    }
}
