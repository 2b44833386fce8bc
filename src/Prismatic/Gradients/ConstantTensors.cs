using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>The tensors of a graph that depend on no input: weights, and what is computed from weights alone.</summary>
internal sealed class ConstantTensors
{
    private readonly HashSet<string> _names;

    public ConstantTensors(GraphProto graph)
    {
        _names = [.. graph.Initializer.Select(t => t.Name)];
        foreach (var node in graph.Node.Where(n => n.Input.Count > 0))
        {
            if (node.Input.All(i => i.Length == 0 || _names.Contains(i)))
            {
                _names.UnionWith(node.Output);
            }
        }
    }

    public bool Contains(string tensor) => _names.Contains(tensor);
}
