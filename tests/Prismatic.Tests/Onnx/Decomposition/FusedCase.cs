using System.Runtime.InteropServices;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Onnx.Decomposition;

/// <summary>A small graph around one fused node, run as it is and taken apart.</summary>
/// <param name="Domain">Of the fused operator.</param>
/// <param name="Operator">The graph has a node of it.</param>
/// <param name="What">What sets this case apart from the operator's other ones.</param>
/// <param name="Inputs">Named x0, x1, ...; "b" and "t" vary. Float ones are differentiated.</param>
/// <param name="Build">Writes the graph and returns its outputs.</param>
internal sealed record FusedCase(
    string Domain,
    string Operator,
    string What,
    CaseInput[] Inputs,
    Func<FusedCaseGraph, string[]> Build
)
{
    public string Name => $"{(Domain.Length > 0 ? Domain + "." : "")}{Operator}: {What}";

    public int Opset { get; init; } = 17;

    /// <summary>Largest relative distance of an output from the fused node's.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Whether central differences are compared too: not where the fused node stays before all weights.</summary>
    public bool Differentiated { get; init; } = true;

    /// <summary>A graph that stands for the fused one where the runtime has no kernel for it.</summary>
    public Func<FusedCaseGraph, string[]>? Reference { get; init; }

    public ModelProto ToModel(Func<FusedCaseGraph, string[]>? build = null)
    {
        var model = new ModelProto
        {
            IrVersion = 10,
            Graph = new GraphProto { Name = "fused" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        var builder = new GraphBuilder(model.Graph);
        for (var i = 0; i < Inputs.Length; i++)
        {
            builder.Input($"x{i}", Inputs[i].Type, Inputs[i].Dims);
        }
        var outputs = (build ?? Build)(new FusedCaseGraph(builder, Domain, Operator, Opset));
        foreach (var output in outputs)
        {
            builder.Output(builder.Node("Mul", [output, builder.Scalar(1)]));
        }
        return model;
    }

    public Dictionary<string, TensorValue> At((int Batch, int Time) size, ulong seed)
    {
        var random = new Pcg32(seed);
        return Inputs.Select((input, i) => (i, input)).ToDictionary(p => $"x{p.i}", p => p.input.At(size, random));
    }
}

/// <summary>The graph a case is written into.</summary>
internal sealed class FusedCaseGraph(GraphBuilder builder, string domain, string fused, int opset)
{
    private readonly Pcg32 _random = new(3);

    public GraphBuilder Builder => builder;

    public int Opset => opset;

    public string Op(string type, params string[] inputs) => builder.Node(type, inputs);

    public string With(string type, string[] inputs, params AttributeProto[] attributes) =>
        builder.Node(type, inputs, attributes);

    /// <summary>The fused node.</summary>
    public string Fused(string[] inputs, params AttributeProto[] attributes) => Fused(1, inputs, attributes)[0];

    /// <summary>The fused node, with outputs that may be left out.</summary>
    public string[] Fused(int outputs, string[] inputs, params AttributeProto[] attributes)
    {
        var results = builder.Nodes(fused, inputs, outputs, attributes);
        builder.Graph.Node[^1].Domain = domain;
        return results;
    }

    /// <summary>Leaves an output of the last node out.</summary>
    public void Skip(int output) => builder.Graph.Node[^1].Output[output] = "";

    /// <summary>A constant of drawn numbers around a value.</summary>
    public string Drawn(float around, params long[] dims) =>
        Raw(TensorType.Float, MemoryMarshal.AsBytes(Numbers(around, dims).AsSpan()), dims);

    public float[] Numbers(float around, params long[] dims)
    {
        var values = new float[dims.Aggregate(1L, (product, dim) => product * dim)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = around + (float)(0.5 * _random.NextGaussian());
        }
        return values;
    }

    /// <summary>A constant of drawn bytes, or of those given.</summary>
    public string Bytes(TensorType type, long[] dims, int count, byte mask = 255)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)(_random.Next(256) & mask);
        }
        return Raw(type, bytes, dims);
    }

    public string Raw(TensorType type, ReadOnlySpan<byte> bytes, params long[] dims)
    {
        var tensor = GraphBuilder.Tensor(type, bytes, dims);
        tensor.Name = builder.Fresh("raw");
        builder.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    public string Whole(params long[] values) => builder.Integers(values);

    public string Number(long value) => builder.Integers([value], scalar: true);

    public string Cast(string tensor, TensorType to) => With("Cast", [tensor], Int("to", (long)to));

    public static AttributeProto Int(string name, long value) => GraphBuilder.Attribute(name, value);

    public static AttributeProto Float(string name, float value) => GraphBuilder.Attribute(name, value);

    /// <summary>A size of a tensor, a vector of one number.</summary>
    public string Size(string tensor, long axis) => Op("Gather", Op("Shape", tensor), Whole(axis));

    /// <summary>0, 1, 2, ... for an axis of a tensor.</summary>
    public string Count(string tensor, long axis) =>
        Op("Range", Number(0), Op("Squeeze", Size(tensor, axis), Whole(0)), Number(1));

    /// <summary>Lengths (batch) of texts padded on the right: every second row is one shorter than the others.</summary>
    public string Lengths(string tensor)
    {
        var shorter = Op("Mod", Count(tensor, 0), Whole(2));
        return Op("Max", Op("Sub", Size(tensor, 1), shorter), Whole(1));
    }

    /// <summary>Which tokens are real: batch × time, bool.</summary>
    public string Real(string tensor) => Op("Less", Count(tensor, 1), Op("Unsqueeze", Lengths(tensor), Whole(1)));

    /// <summary>Outputs (batch × time × ...) with zeros where tokens are padding.</summary>
    public string OnlyReal(string output, string tensor) =>
        Op("Mul", output, Op("Unsqueeze", Cast(Real(tensor), TensorType.Float), Whole(2)));
}
