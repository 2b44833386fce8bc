using Google.Protobuf;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Encoders;

/// <summary>What a tiny encoder's graph looks like.</summary>
internal sealed record TinyShape
{
    public int Vocabulary { get; init; } = 40;
    public int Positions { get; init; } = 64;
    public int Width { get; init; } = 8;
    public int Heads { get; init; } = 2;
    public bool HasTypes { get; init; } = true;
    public bool HasPositions { get; init; }
    public TensorType Ids { get; init; } = TensorType.Int64;

    /// <summary>Name of the output with a vector a token.</summary>
    public string? Tokens { get; init; } = "last_hidden_state";

    /// <summary>Name of an output with one vector a text: twice that of the first token.</summary>
    public string? Text { get; init; }

    /// <summary>Whether every vector holds what is no number.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Labels of a classifier's output "logits".</summary>
    public int Labels { get; init; }
}

/// <summary>An encoder like BERT with one layer and weights of a seed: as a graph, and as plain loops in double.</summary>
internal sealed class TinyBert(TinyShape shape, ulong seed = 1)
{
    private const float Epsilon = 1e-5f;
    private readonly Dictionary<string, float[]> _weights = [];

    private int D => shape.Width;

    /// <summary>Writes the graph.</summary>
    public void Save(string path)
    {
        var graph = new GraphProto { Name = "tiny" };
        var builder = new GraphBuilder(graph);
        var ids = builder.Input("input_ids", shape.Ids, "batch", "time");
        var mask = builder.Input("attention_mask", shape.Ids, "batch", "time");
        var x = builder.Node("Gather", [W(builder, "words", shape.Vocabulary, D), ids]);
        var positions = shape.HasPositions
            ? builder.Input("position_ids", shape.Ids, "batch", "time")
            : Counted(builder, ids);
        x = builder.Node("Add", [x, builder.Node("Gather", [W(builder, "positions", shape.Positions, D), positions])]);
        if (shape.HasTypes)
        {
            var types = builder.Input("token_type_ids", shape.Ids, "batch", "time");
            x = builder.Node("Add", [x, builder.Node("Gather", [W(builder, "types", 2, D), types])]);
        }
        x = Norm(builder, x, "norm0");
        x = Norm(builder, builder.Node("Add", [x, Attention(builder, x, mask)]), "norm1");
        var inner = Linear(builder, x, "up", D, 2 * D);
        var half = builder.Node("Mul", [inner, builder.Scalar(0.5f)]);
        var erf = builder.Node("Erf", [builder.Node("Div", [inner, builder.Scalar(MathF.Sqrt(2))])]);
        var gelu = builder.Node("Mul", [half, builder.Node("Add", [erf, builder.Scalar(1)])]);
        x = Norm(builder, builder.Node("Add", [x, Linear(builder, gelu, "down", 2 * D, D)]), "norm2");
        Outputs(builder, x);
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        File.WriteAllBytes(path, model.ToByteArray());
    }

    /// <summary>Vectors of the tokens of one text, time × width, in double and without padding.</summary>
    public double[][] States(IReadOnlyList<int> ids, IReadOnlyList<int> types)
    {
        double[][] x =
        [
            .. ids.Select(
                (id, t) =>
                    Enumerable
                        .Range(0, D)
                        .Select(j =>
                            (double)_weights["words"][(id * D) + j]
                            + _weights["positions"][(t * D) + j]
                            + (shape.HasTypes ? _weights["types"][(types[t] * D) + j] : 0)
                        )
                        .ToArray()
            ),
        ];
        x = Norm(x, "norm0");
        var (q, k, v) = (Linear(x, "query", D, D), Linear(x, "key", D, D), Linear(x, "value", D, D));
        var (heads, size) = (shape.Heads, D / shape.Heads);
        double[][] mixed = [.. x.Select(_ => new double[D])];
        for (var h = 0; h < heads; h++)
        {
            for (var t = 0; t < x.Length; t++)
            {
                var weights = Enumerable
                    .Range(0, x.Length)
                    .Select(s =>
                        Math.Exp(Enumerable.Range(h * size, size).Sum(j => q[t][j] * k[s][j]) / Math.Sqrt(size))
                    )
                    .ToArray();
                for (var j = h * size; j < (h + 1) * size; j++)
                {
                    mixed[t][j] = Enumerable.Range(0, x.Length).Sum(s => weights[s] * v[s][j]) / weights.Sum();
                }
            }
        }
        x = Norm(Sum(x, Linear(mixed, "out", D, D)), "norm1");
        double[][] gelu = [.. Linear(x, "up", D, 2 * D).Select(row => Array.ConvertAll(row, u => u * Normal(u)))];
        return Norm(Sum(x, Linear(gelu, "down", 2 * D, D)), "norm2");
    }

    /// <summary>The classifier's logits of one text.</summary>
    public double[] Logits(IReadOnlyList<int> ids, IReadOnlyList<int> types) =>
        Linear([States(ids, types)[0]], "labels", D, shape.Labels)[0];

    private void Outputs(GraphBuilder builder, string x)
    {
        if (shape.IsBroken)
        {
            x = builder.Node("Mul", [x, builder.Scalar(float.NaN)]);
        }
        if (shape.Tokens is { } tokens)
        {
            builder.Output(builder.Named(tokens, "Identity", [x]));
        }
        var first = builder.Node("Gather", [x, builder.Integers([0], scalar: true)], GraphBuilder.Attribute("axis", 1));
        if (shape.Text is { } text)
        {
            builder.Output(builder.Named(text, "Add", [first, first]));
        }
        if (shape.Labels > 0)
        {
            builder.Output(builder.Named("logits", "Identity", [Linear(builder, first, "labels", D, shape.Labels)]));
        }
    }

    private string Attention(GraphBuilder builder, string x, string mask)
    {
        var (heads, size) = (shape.Heads, D / shape.Heads);
        string Split(string name) =>
            builder.Node(
                "Transpose",
                [builder.Node("Reshape", [Linear(builder, x, name, D, D), builder.Integers([0, 0, heads, size])])],
                GraphBuilder.List("perm", 0, 2, 1, 3)
            );
        var (q, k, v) = (Split("query"), Split("key"), Split("value"));
        var turned = builder.Node("Transpose", [k], GraphBuilder.List("perm", 0, 1, 3, 2));
        var scores = builder.Node("Div", [builder.Node("MatMul", [q, turned]), builder.Scalar(MathF.Sqrt(size))]);
        var open = builder.Node("Cast", [mask], GraphBuilder.Attribute("to", (long)TensorType.Float));
        var closed = builder.Node(
            "Sub",
            [builder.Scalar(1), builder.Node("Unsqueeze", [open, builder.Integers([1, 2])])]
        );
        var hidden = builder.Node("Mul", [closed, builder.Scalar(float.MinValue)]);
        var shares = builder.Node(
            "Softmax",
            [builder.Node("Add", [scores, hidden])],
            GraphBuilder.Attribute("axis", -1)
        );
        var mixed = builder.Node(
            "Transpose",
            [builder.Node("MatMul", [shares, v])],
            GraphBuilder.List("perm", 0, 2, 1, 3)
        );
        return Linear(builder, builder.Node("Reshape", [mixed, builder.Integers([0, 0, D])]), "out", D, D);
    }

    private static string Counted(GraphBuilder builder, string ids)
    {
        var length = builder.Node("Gather", [builder.Node("Shape", [ids]), builder.Integers([1], scalar: true)]);
        return builder.Node(
            "Range",
            [builder.Integers([0], scalar: true), length, builder.Integers([1], scalar: true)]
        );
    }

    private string Norm(GraphBuilder builder, string x, string name) =>
        builder.Node(
            "LayerNormalization",
            [x, W(builder, name + ".scale", D), W(builder, name + ".shift", D)],
            GraphBuilder.Attribute("epsilon", Epsilon)
        );

    private string Linear(GraphBuilder builder, string x, string name, int from, int to) =>
        builder.Node("Add", [builder.Node("MatMul", [x, W(builder, name, from, to)]), W(builder, name + ".bias", to)]);

    private string W(GraphBuilder builder, string name, params long[] dims)
    {
        var random = new Pcg32(seed, (ulong)name.Sum(letter => (long)letter * 31) + (ulong)name.Length);
        var count = dims.Aggregate(1L, (a, b) => a * b);
        _weights[name] =
        [
            .. Enumerable
                .Range(0, (int)count)
                .Select(_ =>
                    ((random.Next(2001) - 1000) / 1000f) + (name.EndsWith("scale", StringComparison.Ordinal) ? 1 : 0)
                ),
        ];
        return builder.Initializer(name, _weights[name], dims);
    }

    private double[][] Norm(double[][] x, string name) =>
        [
            .. x.Select(row =>
            {
                var mean = row.Average();
                var deviation = Math.Sqrt(row.Average(u => (u - mean) * (u - mean)) + Epsilon);
                return row.Select(
                        (u, j) => ((u - mean) / deviation * _weights[name + ".scale"][j]) + _weights[name + ".shift"][j]
                    )
                    .ToArray();
            }),
        ];

    private double[][] Linear(double[][] x, string name, int from, int to) =>
        [
            .. x.Select(row =>
                Enumerable
                    .Range(0, to)
                    .Select(o =>
                        Enumerable.Range(0, from).Sum(i => row[i] * _weights[name][(i * to) + o])
                        + _weights[name + ".bias"][o]
                    )
                    .ToArray()
            ),
        ];

    private static double[][] Sum(double[][] a, double[][] b) =>
        [.. a.Zip(b, (x, y) => x.Zip(y, (u, v) => u + v).ToArray())];

    // The normal distribution's share below u, by Simpson's rule: good to 1e-10 where activations lie.
    private static double Normal(double u)
    {
        const int Steps = 200;
        var step = u / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var at = i * step;
            sum +=
                (
                    i is 0 or Steps ? 1
                    : i % 2 == 1 ? 4
                    : 2
                ) * Math.Exp(-at * at / 2);
        }
        return 0.5 + (sum * step / 3 / Math.Sqrt(2 * Math.PI));
    }
}
