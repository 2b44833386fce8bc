using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Trainer.Model;

/// <summary>Writes a decoder as an ordinary ONNX model: input_ids and attention_mask in, logits out.</summary>
public static class DecoderGraph
{
    private const float Epsilon = 1e-5f;

    /// <summary>Builds the model.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="weights">Values by name, flat, as <see cref="DecoderShape.Weights"/> lists them.</param>
    /// <param name="halfPrecision">Store matrices as 16-bit floats and widen them in the graph.</param>
    public static ModelProto Build(
        DecoderShape shape,
        IReadOnlyDictionary<string, float[]> weights,
        bool halfPrecision = false
    )
    {
        var graph = new GraphProto { Name = "decoder" };
        var builder = new GraphBuilder(graph);
        builder.Input("input_ids", TensorType.Int64, "batch", "time");
        builder.Input("attention_mask", TensorType.Int64, "batch", "time");
        foreach (var (name, dims) in shape.Weights())
        {
            long[] size = [.. dims.Select(d => (long)d)];
            if (halfPrecision && size.Length == 2)
            {
                Half[] halves = Array.ConvertAll(weights[name], w => (Half)w);
                var stored = GraphBuilder.Tensor(
                    TensorType.Float16,
                    System.Runtime.InteropServices.MemoryMarshal.AsBytes<Half>(halves),
                    size
                );
                stored.Name = name + ".half";
                graph.Initializer.Add(stored);
                builder.Named(name, "Cast", [stored.Name], GraphBuilder.Attribute("to", (long)TensorType.Float));
            }
            else
            {
                builder.Initializer(name, weights[name], size);
            }
        }
        var positions = Positions(builder);
        var bias = AttentionBias(builder, positions, shape);
        var rotary = new Rotary(builder, positions, shape);
        var x = builder.Node("Gather", ["embedding", "input_ids"]);
        for (var i = 0; i < shape.LayerCount; i++)
        {
            x = builder.Node("Add", [x, Attention(builder, shape, x, $"layers.{i}.attention", bias, rotary)]);
            x = builder.Node("Add", [x, FeedForward(builder, x, $"layers.{i}.feedforward")]);
        }
        var head = builder.Node("Transpose", ["embedding"], GraphBuilder.List("perm", 1, 0));
        builder.Named("logits", "MatMul", [Norm(builder, x, "norm"), head]);
        graph.Output.Add(
            GraphBuilder.ValueInfo("logits", TensorType.Float, ["batch", "time", (object)shape.VocabularySize])
        );
        return new ModelProto
        {
            IrVersion = 8,
            ProducerName = "Prismatic.Trainer",
            Graph = graph,
            OpsetImport =
            {
                new OperatorSetIdProto { Domain = "", Version = 17 },
            },
        };
    }

    private static string Positions(GraphBuilder b)
    {
        var shape = b.Node("Shape", ["input_ids"]);
        var time = b.Node("Gather", [shape, b.Integers([1], scalar: true)]);
        return b.Node("Range", [b.Integers([0], scalar: true), time, b.Integers([1], scalar: true)]);
    }

    // 0 where a query may look, -1e9 at later positions and at padding; batch × 1 × time × time.
    private static string AttentionBias(GraphBuilder b, string positions, DecoderShape shape)
    {
        var queries = b.Node("Unsqueeze", [positions, b.Integers([1])]);
        var keys = b.Node("Unsqueeze", [positions, b.Integers([0])]);
        var causal = b.Node("LessOrEqual", [keys, queries]);
        var present = b.Node("Cast", ["attention_mask"], GraphBuilder.Attribute("to", (long)TensorType.Bool));
        long[] axes = shape.KeyValueHeadCount == shape.HeadCount ? [1, 2] : [1, 2, 3];
        var visible = b.Node("And", [causal, b.Node("Unsqueeze", [present, b.Integers(axes)])]);
        return b.Node("Where", [visible, b.Scalar(0), b.Scalar(-1e9f)]);
    }

    private static string Norm(GraphBuilder b, string x, string weight)
    {
        var square = b.Node("Pow", [x, b.Scalar(2)]);
        var mean = b.Node(
            "ReduceMean",
            [square],
            GraphBuilder.List("axes", -1),
            GraphBuilder.Attribute("keepdims", 1L)
        );
        var deviation = b.Node("Sqrt", [b.Node("Add", [mean, b.Scalar(Epsilon)])]);
        return b.Node("Mul", [b.Node("Div", [x, deviation]), weight]);
    }

    private static string FeedForward(GraphBuilder b, string x, string name)
    {
        var h = Norm(b, x, $"{name}.norm");
        var gate = b.Node("MatMul", [h, $"{name}.gate"]);
        var swish = b.Node("Mul", [gate, b.Node("Sigmoid", [gate])]);
        var up = b.Node("MatMul", [h, $"{name}.up"]);
        return b.Node("MatMul", [b.Node("Mul", [swish, up]), $"{name}.down"]);
    }

    private static string Attention(
        GraphBuilder b,
        DecoderShape shape,
        string x,
        string name,
        string bias,
        Rotary rotary
    )
    {
        var h = Norm(b, x, $"{name}.norm");
        var groups = shape.HeadCount / shape.KeyValueHeadCount;
        var grouped = groups > 1;
        var query = rotary.Apply(Heads(b.Node("MatMul", [h, $"{name}.query"]), groups), isQuery: true);
        var key = rotary.Apply(Heads(b.Node("MatMul", [h, $"{name}.key"]), 1), isQuery: false);
        var value = Heads(b.Node("MatMul", [h, $"{name}.value"]), 1);
        var keys = b.Node(
            "Transpose",
            [key],
            grouped ? GraphBuilder.List("perm", 0, 1, 2, 4, 3) : GraphBuilder.List("perm", 0, 1, 3, 2)
        );
        var scores = b.Node("Add", [b.Node("MatMul", [query, keys]), bias]);
        var mixed = b.Node("MatMul", [b.Node("Softmax", [scores], GraphBuilder.Attribute("axis", -1L)), value]);
        var back = b.Node(
            "Transpose",
            [mixed],
            grouped ? GraphBuilder.List("perm", 0, 3, 1, 2, 4) : GraphBuilder.List("perm", 0, 2, 1, 3)
        );
        var joined = b.Node("Reshape", [back, b.Integers([0, 0, shape.Width])]);
        return b.Node("MatMul", [joined, $"{name}.output"]);

        // batch × time × width → batch × heads × time × head width, or with groups of query heads that share a key:
        // batch × key heads × group × time × head width.
        string Heads(string tensor, int perKey) =>
            grouped
                ? b.Node(
                    "Transpose",
                    [b.Node("Reshape", [tensor, b.Integers([0, 0, shape.KeyValueHeadCount, perKey, shape.HeadWidth])])],
                    GraphBuilder.List("perm", 0, 2, 3, 1, 4)
                )
                : b.Node(
                    "Transpose",
                    [b.Node("Reshape", [tensor, b.Integers([0, 0, shape.HeadCount, shape.HeadWidth])])],
                    GraphBuilder.List("perm", 0, 2, 1, 3)
                );
    }

    /// <summary>Rotary positions (Su et al. 2021); queries are scaled by 1 / sqrt(head width) on the way.</summary>
    private sealed class Rotary
    {
        private readonly GraphBuilder _b;
        private readonly (string Cos, string Sin, string MinusSin) _query;
        private readonly (string Cos, string Sin, string MinusSin) _key;

        public Rotary(GraphBuilder b, string positions, DecoderShape shape)
        {
            _b = b;
            var half = shape.HeadWidth / 2;
            var frequencies = new float[half];
            for (var i = 0; i < half; i++)
            {
                frequencies[i] = MathF.Pow(shape.RotaryBase, -i / (float)half);
            }
            var time = b.Node("Cast", [positions], GraphBuilder.Attribute("to", (long)TensorType.Float));
            var column = b.Node("Unsqueeze", [time, b.Integers([1])]);
            var angles = b.Node("Mul", [column, b.Constant(frequencies, half)]);
            var (cos, sin) = (b.Node("Cos", [angles]), b.Node("Sin", [angles]));
            _key = (cos, sin, b.Node("Neg", [sin]));
            var scale = b.Scalar(1 / MathF.Sqrt(shape.HeadWidth));
            _query = (
                b.Node("Mul", [_key.Cos, scale]),
                b.Node("Mul", [_key.Sin, scale]),
                b.Node("Mul", [_key.MinusSin, scale])
            );
        }

        public string Apply(string tensor, bool isQuery)
        {
            var (cos, sin, minusSin) = isQuery ? _query : _key;
            var halves = _b.Nodes("Split", [tensor], 2, GraphBuilder.Attribute("axis", -1L));
            var first = _b.Node("Add", [_b.Node("Mul", [halves[0], cos]), _b.Node("Mul", [halves[1], minusSin])]);
            var second = _b.Node("Add", [_b.Node("Mul", [halves[1], cos]), _b.Node("Mul", [halves[0], sin])]);
            return _b.Node("Concat", [first, second], GraphBuilder.Attribute("axis", -1L));
        }
    }
}
