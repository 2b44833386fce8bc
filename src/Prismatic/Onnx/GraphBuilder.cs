using System.Runtime.InteropServices;
using Google.Protobuf;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Appends nodes, constants, inputs and outputs to a graph, with fresh names throughout.</summary>
public sealed class GraphBuilder
{
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, string> _constants = [];
    private readonly string _prefix;
    private int _counter;

    /// <summary>Starts on a graph that may hold nodes already.</summary>
    /// <param name="graph">The graph to extend, in place.</param>
    /// <param name="prefix">Begins every new name, so that a reader of the graph sees which part wrote a node.</param>
    public GraphBuilder(GraphProto graph, string prefix = "")
    {
        Graph = graph;
        _prefix = prefix;
        foreach (var name in graph.Input.Select(i => i.Name).Concat(graph.Initializer.Select(i => i.Name)))
        {
            _names.Add(name);
        }
        foreach (var node in graph.Node)
        {
            _names.UnionWith(node.Output);
        }
    }

    /// <summary>What is being built.</summary>
    public GraphProto Graph { get; }

    /// <summary>A name no tensor of the graph has yet.</summary>
    public string Fresh(string hint)
    {
        string name;
        do
        {
            name = $"{_prefix}{hint}_{_counter++}";
        } while (!_names.Add(name));
        return name;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <returns>The output's name.</returns>
    public string Node(string operatorType, IReadOnlyList<string> inputs, params AttributeProto[] attributes) =>
        Nodes(operatorType, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Nodes(
        string operatorType,
        IReadOnlyList<string> inputs,
        int outputCount,
        params AttributeProto[] attributes
    )
    {
        var outputs = new string[outputCount];
        for (var i = 0; i < outputCount; i++)
        {
            outputs[i] = Fresh(operatorType);
        }
        var node = new NodeProto { OpType = operatorType, Name = outputs[0] };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes);
        Graph.Node.Add(node);
        return outputs;
    }

    /// <summary>Adds a node whose single output is called <paramref name="output"/>.</summary>
    public string Named(
        string output,
        string operatorType,
        IReadOnlyList<string> inputs,
        params AttributeProto[] attributes
    )
    {
        if (!_names.Add(output))
        {
            throw new ArgumentException($"The graph has a tensor '{output}' already.", nameof(output));
        }
        var node = new NodeProto { OpType = operatorType, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        node.Attribute.Add(attributes);
        Graph.Node.Add(node);
        return output;
    }

    /// <summary>A 32-bit float constant of the given shape; equal scalars are shared.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> dims)
    {
        var key =
            values.Length <= 4 ? $"f{string.Join(',', values.ToArray())}|{string.Join(',', dims.ToArray())}" : null;
        return Constant(key, Tensor(TensorType.Float, MemoryMarshal.AsBytes(values), dims));
    }

    /// <summary>A scalar 32-bit float constant.</summary>
    public string Scalar(float value) => Constant([value]);

    /// <summary>A 64-bit integer constant: a vector, or a scalar when <paramref name="scalar"/>.</summary>
    public string Integers(ReadOnlySpan<long> values, bool scalar = false)
    {
        ReadOnlySpan<long> dims = scalar ? [] : [values.Length];
        return Constant(
            $"i{string.Join(',', values.ToArray())}|{dims.Length}",
            Tensor(TensorType.Int64, MemoryMarshal.AsBytes(values), dims)
        );
    }

    /// <summary>A named initializer of 32-bit floats.</summary>
    public string Initializer(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> dims)
    {
        if (!_names.Add(name))
        {
            throw new ArgumentException($"The graph has a tensor '{name}' already.", nameof(name));
        }
        var tensor = Tensor(TensorType.Float, MemoryMarshal.AsBytes(values), dims);
        tensor.Name = name;
        Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Declares a graph input; a dimension is a number, or a name for one that varies.</summary>
    public string Input(string name, TensorType type, params object[] dims)
    {
        if (!_names.Add(name))
        {
            throw new ArgumentException($"The graph has a tensor '{name}' already.", nameof(name));
        }
        Graph.Input.Add(ValueInfo(name, type, dims));
        return name;
    }

    /// <summary>Declares a graph output. Shapes may be left out: the runtime finds them.</summary>
    public void Output(string name, TensorType type = TensorType.Float) =>
        Graph.Output.Add(
            new ValueInfoProto
            {
                Name = name,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
            }
        );

    public static AttributeProto Attribute(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Int,
            I = value,
        };

    public static AttributeProto Attribute(string name, float value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Float,
            F = value,
        };

    public static AttributeProto Attribute(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    public static AttributeProto List(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values.ToArray());
        return attribute;
    }

    /// <summary>A tensor holding <paramref name="bytes"/> as raw little-endian data.</summary>
    public static TensorProto Tensor(TensorType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> dims)
    {
        var tensor = new TensorProto { DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(dims.ToArray());
        return tensor;
    }

    /// <summary>Name, type and shape; a dimension is a number, or a name for one that varies.</summary>
    public static ValueInfoProto ValueInfo(string name, TensorType type, object[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in dims)
        {
            shape.Dim.Add(
                dim is string symbol
                    ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                    : new TensorShapeProto.Types.Dimension
                    {
                        DimValue = Convert.ToInt64(dim, System.Globalization.CultureInfo.InvariantCulture),
                    }
            );
        }
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }

    private string Constant(string? key, TensorProto tensor)
    {
        if (key is not null && _constants.TryGetValue(key, out var known))
        {
            return known;
        }
        tensor.Name = Fresh("const");
        Graph.Initializer.Add(tensor);
        if (key is not null)
        {
            _constants[key] = tensor.Name;
        }
        return tensor.Name;
    }
}
