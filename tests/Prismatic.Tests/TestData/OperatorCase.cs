using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.TestData;

/// <summary>
/// One operator on small inputs, with what PyTorch says about it in float64: outputs, and the gradients of
/// sum(outputs * cotangents). Inputs are exact in float32.
/// </summary>
/// <param name="Name">What the case is about; unique.</param>
/// <param name="Inputs">In the operator's order; null where an optional one is left out.</param>
internal sealed record OperatorCase(
    string Name,
    string Op,
    string Domain,
    int Opset,
    Dictionary<string, OperatorAttribute> Attributes,
    OperatorInput?[] Inputs,
    OperatorTensor[] Outputs,
    OperatorTensor[] Cotangents
)
{
    private static readonly Lazy<Dictionary<string, OperatorCase>> _all = new(() =>
        JsonSerializer
            .Deserialize<Dictionary<string, OperatorCase[]>>(
                File.ReadAllBytes(TestFiles.PathOf("reference/ops.json")),
                JsonSerializerOptions.Web
            )!["cases"]
            .ToDictionary(c => c.Name)
    );

    /// <summary>Every case, in the file's order.</summary>
    public static IReadOnlyCollection<OperatorCase> All => _all.Value.Values;

    /// <summary>The case of that name.</summary>
    public static OperatorCase Get(string name) => _all.Value[name];

    /// <summary>Name of the tensor at an input: x0, x1, ...</summary>
    public static string InputName(int index) => $"x{index}";

    /// <summary>Name of the tensor at an output: y0, y1, ...</summary>
    public static string OutputName(int index) => $"y{index}";

    /// <summary>Indices of the inputs that vary and so have a gradient.</summary>
    public IEnumerable<int> Varying => Enumerable.Range(0, Inputs.Length).Where(i => Inputs[i]?.Gradient is not null);

    /// <summary>A model of this one node; constants are initializers, all other inputs are graph inputs.</summary>
    public ModelProto ToModel()
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = new GraphProto { Name = "case" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        if (Domain.Length > 0)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        }
        var builder = new GraphBuilder(model.Graph);
        var node = new NodeProto
        {
            OpType = Op,
            Domain = Domain,
            Name = "node",
        };
        for (var i = 0; i < Inputs.Length; i++)
        {
            node.Input.Add(Inputs[i] is null ? "" : InputName(i));
            if (Inputs[i] is { Constant: true } constant)
            {
                var tensor = GraphBuilder.Tensor(constant.TensorType, constant.ToBytes(), constant.Shape);
                tensor.Name = InputName(i);
                model.Graph.Initializer.Add(tensor);
            }
            else if (Inputs[i] is { } varying)
            {
                builder.Input(InputName(i), varying.TensorType, [.. varying.Shape.Cast<object>()]);
            }
        }
        node.Output.Add(Outputs.Select((_, i) => OutputName(i)));
        node.Attribute.Add(Attributes.Select(a => a.Value.ToProto(a.Key)));
        model.Graph.Node.Add(node);
        for (var i = 0; i < Outputs.Length; i++)
        {
            builder.Output(OutputName(i), TensorType.Float);
        }
        return model;
    }
}

/// <summary>A float tensor in plain numbers.</summary>
internal sealed record OperatorTensor(long[] Shape, double[] Data);

/// <summary>An input of an operator case.</summary>
/// <param name="Type">float32, int64 or bool.</param>
/// <param name="Constant">An initializer of the graph; it has no gradient.</param>
/// <param name="Gradient">Same shape as the data; null for constants.</param>
internal sealed record OperatorInput(long[] Shape, string Type, JsonElement Data, bool Constant, double[]? Gradient)
{
    public TensorType TensorType =>
        Type switch
        {
            "float32" => TensorType.Float,
            "int64" => TensorType.Int64,
            "bool" => TensorType.Bool,
            _ => throw new InvalidDataException($"Unknown element type {Type}."),
        };

    /// <summary>The elements of a float32 input.</summary>
    public float[] ToFloats() => [.. Data.EnumerateArray().Select(v => v.GetSingle())];

    /// <summary>The elements as raw little-endian ONNX data.</summary>
    public byte[] ToBytes() =>
        TensorType switch
        {
            TensorType.Float => MemoryMarshal.AsBytes<float>(ToFloats()).ToArray(),
            TensorType.Int64 => MemoryMarshal
                .AsBytes<long>(Data.EnumerateArray().Select(v => v.GetInt64()).ToArray())
                .ToArray(),
            _ => [.. Data.EnumerateArray().Select(v => v.GetBoolean() ? (byte)1 : (byte)0)],
        };
}

/// <summary>An attribute; exactly one member is there.</summary>
internal sealed record OperatorAttribute(long? Int, float? Float, long[]? Ints, string? String)
{
    public AttributeProto ToProto(string name) =>
        this switch
        {
            { Int: { } value } => GraphBuilder.Attribute(name, value),
            { Float: { } value } => GraphBuilder.Attribute(name, value),
            { Ints: { } values } => GraphBuilder.List(name, values),
            { String: { } text } => new AttributeProto
            {
                Name = name,
                Type = AttributeProto.Types.AttributeType.String,
                S = ByteString.CopyFromUtf8(text),
            },
            _ => throw new InvalidDataException($"Attribute {name} has no value."),
        };
}
