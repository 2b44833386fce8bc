using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Differentiation;

/// <summary>How an input's numbers are drawn.</summary>
internal enum Draw
{
    /// <summary>In [-2, 2], multiples of 1/128: exact in float.</summary>
    Real,

    /// <summary>In [0.5, 3].</summary>
    Positive,

    /// <summary>Odd multiples of 1/8 in [-2, 2]: away from 0, ±1/2 and ±1, so that a kink there is never crossed.</summary>
    Odd,

    /// <summary>Even multiples of 1/8 in [-2, 2]: never closer than 1/8 to what is odd.</summary>
    Even,

    /// <summary>0 or 1, of type bool.</summary>
    Mask,

    /// <summary>Integers -4 to 3, repeated often: indices into an axis of 4.</summary>
    Index,

    /// <summary>0, 1, 2, ... : indices that differ.</summary>
    Count,
}

/// <summary>One input of a case.</summary>
/// <param name="Values">Float ones are differentiated.</param>
/// <param name="Dims">Numbers, or "b" and "t" for axes that vary from run to run.</param>
internal sealed record CaseInput(Draw Values, params object[] Dims)
{
    public TensorType Type =>
        Values switch
        {
            Draw.Mask => TensorType.Bool,
            Draw.Index or Draw.Count => TensorType.Int64,
            _ => TensorType.Float,
        };

    public TensorValue At((int Batch, int Time) size, Pcg32 random)
    {
        long[] dims =
        [
            .. Dims.Select(d =>
                d switch
                {
                    "b" => size.Batch,
                    "t" => size.Time,
                    int fixedSize => fixedSize,
                    _ => throw new InvalidOperationException($"{d} is no dimension."),
                }
            ),
        ];
        var data = new double[dims.Aggregate(1L, (product, dim) => product * dim)];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = Values switch
            {
                Draw.Real => (random.Next(513) - 256) / 128.0,
                Draw.Positive => (random.Next(321) + 64) / 128.0,
                Draw.Odd => ((2 * random.Next(16)) - 15) / 8.0,
                Draw.Even => ((2 * random.Next(17)) - 16) / 8.0,
                Draw.Mask => random.Next(2),
                Draw.Index => random.Next(8) - 4,
                _ => i,
            };
        }
        return new TensorValue(dims, data, Type);
    }
}

/// <summary>The graph a case is written into; its inputs are x0, x1, ...</summary>
internal sealed class CaseGraph(GraphBuilder builder, int opset)
{
    public int Opset => opset;

    public string Op(string type, params string[] inputs) => builder.Node(type, inputs);

    public string With(string type, string[] inputs, params AttributeProto[] attributes) =>
        builder.Node(type, inputs, attributes);

    public string[] Many(string type, string[] inputs, int outputs, params AttributeProto[] attributes) =>
        builder.Nodes(type, inputs, outputs, attributes);

    public string Whole(params long[] values) => builder.Integers(values);

    public string Index(long value) => builder.Integers([value], scalar: true);

    public string Number(float value) => builder.Scalar(value);

    public string Numbers(params float[] values) => builder.Constant(values, values.Length);

    /// <summary>A constant of one type's raw bytes.</summary>
    public string Raw(TensorType type, ReadOnlySpan<byte> bytes, params long[] dims)
    {
        var tensor = GraphBuilder.Tensor(type, bytes, dims);
        tensor.Name = builder.Fresh("raw");
        builder.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A reduction in the form of the graph's operator set: axes as attribute or as input.</summary>
    public string Reduce(string type, string input, long[]? axes, long keep)
    {
        var keepDims = GraphBuilder.Attribute("keepdims", keep);
        if (axes is null)
        {
            return With(type, [input], keepDims);
        }
        return opset >= (type == "ReduceSum" ? 13 : 18)
            ? With(type, [input, Whole(axes)], keepDims)
            : With(type, [input], GraphBuilder.List("axes", axes), keepDims);
    }

    public string Slice(string input, long start, long end, long axis) =>
        Op("Slice", input, Whole(start), Whole(end), Whole(axis));
}

/// <summary>A small graph around one operator, for comparison with central differences.</summary>
/// <param name="Operator">The operator whose rule is checked; the graph has a node of it.</param>
/// <param name="What">What sets this case apart from the operator's other ones.</param>
/// <param name="Build">Writes the graph and returns its output.</param>
internal sealed record GradientCase(string Operator, string What, CaseInput[] Inputs, Func<CaseGraph, string> Build)
{
    public string Name => $"{Operator}: {What}";

    /// <summary>Operator sets the case is tried at.</summary>
    public int[] Opsets { get; init; } = [17, 18];

    /// <summary>Whether ONNX Runtime has double kernels for all of the graph.</summary>
    public bool InDouble { get; init; } = true;

    /// <summary>The output does not depend on the inputs at all: every gradient is 0.</summary>
    public bool Flat { get; init; }

    /// <summary>Index tensors that never name a place twice.</summary>
    public string[] Distinct { get; init; } = [];

    public ModelProto ToModel(int opset)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = new GraphProto { Name = "case" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        var builder = new GraphBuilder(model.Graph);
        for (var i = 0; i < Inputs.Length; i++)
        {
            builder.Input($"x{i}", Inputs[i].Type, Inputs[i].Dims);
        }
        builder.Output(Build(new CaseGraph(builder, opset)));
        return model;
    }

    public Dictionary<string, TensorValue> At((int Batch, int Time) size, ulong seed)
    {
        var random = new Pcg32(seed);
        return Inputs.Select((input, i) => (i, input)).ToDictionary(p => $"x{p.i}", p => p.input.At(size, random));
    }
}
