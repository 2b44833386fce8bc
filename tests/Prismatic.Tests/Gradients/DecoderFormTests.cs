using System.Runtime.InteropServices;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>The same decoder as different exporters would write it has the same losses and gradients.</summary>
public sealed class DecoderFormTests
{
    private static readonly TokenBatch _batch = new(
        [
            [3, 1, 4, 1],
            [1, 5],
        ],
        [new(0, 0, 1, 0.5f), new(0, 2, 1, 0.5f), new(1, 0, 5, 1)],
        4
    );

    [Theory]
    [InlineData("tiny-llama")]
    [InlineData("tiny-neox")]
    public void A_past_is_fed_empty(string name)
    {
        var model = Model(name);
        foreach (var (product, heads) in AttentionProducts(model))
        {
            WithPast(model, product, heads);
        }
        Assert.Contains(model.Graph.Input, i => i.Name.StartsWith("past", StringComparison.Ordinal));
        AssertSame(Model(name), model);
    }

    [Fact]
    public void The_branch_without_past_of_a_merged_decoder_is_taken()
    {
        var model = Model("tiny-llama");
        var branch = new GraphProto { Name = "no_past" };
        branch.Node.Add(model.Graph.Node);
        branch.Output.Add(model.Graph.Output);
        var wrong = branch.Clone();
        wrong.Node.Single(n => n.OpType == "MatMul" && n.Output[0] == "logits").Input[0] = "embed_tokens.weight";
        model.Graph.Node.Clear();
        var choice = new NodeProto { OpType = "If", Name = "optimum::if" };
        choice.Input.Add("use_cache_branch");
        choice.Output.Add("logits");
        choice.Attribute.Add(Body("then_branch", wrong));
        choice.Attribute.Add(Body("else_branch", branch));
        model.Graph.Node.Add(choice);
        model.Graph.Input.Add(GraphBuilder.ValueInfo("use_cache_branch", TensorType.Bool, [1]));
        AssertSame(Model("tiny-llama"), model);
    }

    [Theory]
    [InlineData(TensorType.Float16, 2e-3)]
    [InlineData(TensorType.BFloat16, 2e-2)]
    public void A_decoder_in_16_bits_computes_in_32(TensorType type, double tolerance)
    {
        var (narrow, rounded) = (Model("tiny-llama"), Model("tiny-llama"));
        foreach (var tensor in Floats(rounded))
        {
            var values = Array.ConvertAll(TensorData.Floats(tensor), v => Round(v, type));
            tensor.FloatData.Clear();
            tensor.RawData = Google.Protobuf.ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
        }
        Narrow(narrow, type);
        // The same weights, widened by two ways: equal to the bit. Beside the unrounded ones it is a matter of precision.
        AssertSame(rounded, narrow.Clone());
        AssertSame(Model("tiny-llama"), narrow, tolerance);
    }

    [Fact]
    public void All_logits_are_kept_where_a_decoder_can_be_asked_for_the_last()
    {
        var model = Model("tiny-llama");
        var head = model.Graph.Node.Single(n => n.Output.Contains("logits"));
        model.Graph.Node.Remove(head);
        model.Graph.Input.Add(GraphBuilder.ValueInfo("num_logits_to_keep", TensorType.Int64, []));
        var builder = new GraphBuilder(model.Graph, "keep_");
        var start = builder.Node("Unsqueeze", [builder.Node("Neg", ["num_logits_to_keep"]), builder.Integers([0])]);
        var kept = builder.Node(
            "Slice",
            [head.Input[0], start, builder.Integers([long.MaxValue]), builder.Integers([1]), builder.Integers([1])]
        );
        builder.Named("logits", "MatMul", [kept, head.Input[1]]);
        AssertSame(Model("tiny-llama"), model);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Logits_of_the_last_token_alone_are_refused(bool gathered, bool declared)
    {
        var model = Model("tiny-llama");
        var head = model.Graph.Node.Single(n => n.Output.Contains("logits"));
        model.Graph.Node.Remove(head);
        var builder = new GraphBuilder(model.Graph, "prune_");
        var axis = builder.Integers([1]);
        var last = gathered
            ? builder.Node(
                "Unsqueeze",
                [
                    builder.Node(
                        "Gather",
                        [head.Input[0], builder.Integers([-1], scalar: true)],
                        GraphBuilder.Attribute("axis", 1L)
                    ),
                    axis,
                ]
            )
            : builder.Node("Slice", [head.Input[0], builder.Integers([-1]), builder.Integers([long.MaxValue]), axis]);
        builder.Named("logits", "MatMul", [last, head.Input[1]]);
        var shape = model.Graph.Output[0].Type.TensorType.Shape;
        shape.Dim[1] = declared ? new() { DimValue = 1 } : new() { DimParam = "time" };
        var fault = Assert.Throws<PrismaticException>(() => DecoderForm.Normalise(model));
        Assert.Contains("'logits' is that of the last token alone", fault.Message, StringComparison.Ordinal);
        Assert.Contains("without prune_lm_head", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logits_without_a_time_axis_are_refused_as_those_of_the_last_token()
    {
        var model = Model("tiny-llama");
        model.Graph.Output[0].Type.TensorType.Shape.Dim.RemoveAt(1);
        var fault = Assert.Throws<PrismaticException>(() => DecoderForm.Normalise(model));
        Assert.Contains("last token alone", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_listed_among_the_inputs_are_weights()
    {
        var model = Model("tiny-llama");
        foreach (var tensor in model.Graph.Initializer)
        {
            object[] dims = [.. tensor.Dims.Cast<object>()];
            model.Graph.Input.Add(GraphBuilder.ValueInfo(tensor.Name, (TensorType)tensor.DataType, dims));
        }
        AssertSame(Model("tiny-llama"), model);
    }

    private static void AssertSame(ModelProto expected, ModelProto actual, double tolerance = 1e-6)
    {
        using var plain = GradientSession.Compile(CausalModel.Create(expected), TinyDecoder.Projection);
        using var other = GradientSession.Compile(CausalModel.Create(actual), TinyDecoder.Projection);
        Assert.Equal(plain.Layers.Select(l => l.InputSize), other.Layers.Select(l => l.InputSize));
        var (a, b) = (TinyDecoder.Run(plain, _batch), TinyDecoder.Run(other, _batch));
        for (var row = 0; row < a.Losses.Length; row++)
        {
            Assert.InRange(Math.Abs(a.Losses[row] - b.Losses[row]), 0, tolerance * 10);
            Assert.InRange(TensorValue.Distance(a.Blocks[row], b.Blocks[row]), 0, tolerance * 10);
        }
    }

    private static ModelProto Model(string name) => OnnxModel.Load(ReferenceFile.Load(name).ModelPath);

    private static AttributeProto Body(string name, GraphProto graph) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Graph,
            G = graph.Clone(),
        };

    // Products of attention weights with values, whose right operand gets a past in front.
    private static List<(NodeProto Product, long[] Heads)> AttentionProducts(ModelProto model)
    {
        var softmaxes = model.Graph.Node.Where(n => n.OpType == "Softmax").Select(n => n.Output[0]).ToHashSet();
        return
        [
            .. model
                .Graph.Node.Where(n => n.OpType == "MatMul" && softmaxes.Contains(n.Input[0]))
                .Select(n => (n, (long[])[4, 16])),
        ];
    }

    private static void WithPast(ModelProto model, NodeProto product, long[] heads)
    {
        var index = model.Graph.Input.Count;
        var name = $"past_key_values.{index}.value";
        model.Graph.Input.Add(
            GraphBuilder.ValueInfo(name, TensorType.Float, ["batch", heads[0], "past_sequence_length", heads[1]])
        );
        var join = new NodeProto { OpType = "Concat", Name = $"join_{index}" };
        join.Input.Add([name, product.Input[1]]);
        join.Output.Add($"present.{index}.value");
        join.Attribute.Add(GraphBuilder.Attribute("axis", 2L));
        model.Graph.Node.Insert(model.Graph.Node.IndexOf(product), join);
        product.Input[1] = join.Output[0];
        model.Graph.Output.Add(
            GraphBuilder.ValueInfo(join.Output[0], TensorType.Float, ["batch", heads[0], "total", heads[1]])
        );
    }

    private static float Round(float value, TensorType type) =>
        type == TensorType.Float16 ? (float)(Half)value : RoundToEven(BitConverter.SingleToUInt32Bits(value));

    private static float RoundToEven(uint bits) =>
        BitConverter.UInt32BitsToSingle((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000);

    private static void Narrow(ModelProto model, TensorType type)
    {
        foreach (var tensor in Floats(model))
        {
            var bits = Array.ConvertAll(TensorData.Floats(tensor), v => Bits(v, type));
            tensor.FloatData.Clear();
            tensor.RawData = Google.Protobuf.ByteString.CopyFrom(MemoryMarshal.AsBytes<ushort>(bits));
            tensor.DataType = (int)type;
        }
        foreach (var attribute in model.Graph.Node.SelectMany(n => n.Attribute))
        {
            if (attribute is { Name: "to", I: (long)TensorType.Float })
            {
                attribute.I = (long)type;
            }
        }
        model.Graph.Output[0].Type.TensorType.ElemType = (int)type;
    }

    private static ushort Bits(float value, TensorType type) =>
        type == TensorType.Float16
            ? BitConverter.HalfToUInt16Bits((Half)value)
            : (ushort)(BitConverter.SingleToUInt32Bits(Round(value, type)) >> 16);

    // Weights and the constants of nodes.
    private static List<TensorProto> Floats(ModelProto model) =>
        [
            .. model
                .Graph.Initializer.Concat(
                    model.Graph.Node.SelectMany(n => n.Attribute).Where(a => a.T is not null).Select(a => a.T)
                )
                .Where(t => t.DataType == (int)TensorType.Float),
        ];
}
