using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>Which models are taken, and what the others are told.</summary>
public sealed class CausalModelTests
{
    [Fact]
    public void A_model_without_logits_is_refused() =>
        AssertFault(
            "an output 'logits'",
            model =>
            {
                model.Graph.Output[0].Name = "hidden";
                model.Graph.Node.Single(n => n.Output.Contains("logits")).Output[0] = "hidden";
            }
        );

    [Fact]
    public void A_model_without_token_ids_is_refused() =>
        AssertFault("an input 'input_ids'", model => Rename(model, "input_ids", "pixels"));

    [Fact]
    public void A_model_with_an_unknown_input_is_refused_by_its_name() =>
        AssertFault(
            "'inputs_embeds'",
            model => model.Graph.Input.Add(GraphBuilder.ValueInfo("inputs_embeds", TensorType.Float, ["b", "t", 64]))
        );

    [Fact]
    public void A_past_whose_heads_are_not_told_is_refused_by_its_name() =>
        AssertFault(
            "'past_key_values.0.key'",
            model =>
                model.Graph.Input.Add(
                    GraphBuilder.ValueInfo("past_key_values.0.key", TensorType.Float, ["b", "heads", "p", 16])
                )
        );

    [Fact]
    public void A_model_whose_token_ids_are_floats_is_refused() =>
        AssertFault(
            "'input_ids' has the type Float",
            model =>
                model.Graph.Input.Single(i => i.Name == "input_ids").Type.TensorType.ElemType = (int)TensorType.Float
        );

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void An_operator_set_before_7_is_refused(long version) =>
        AssertFault($"operator set {version}", model => model.OpsetImport[0].Version = version);

    [Fact]
    public void A_model_without_the_standard_operators_is_refused() =>
        AssertFault("operator set", model => model.OpsetImport[0].Domain = "com.example");

    [Fact]
    public void A_model_of_one_fixed_shape_is_refused() =>
        AssertFault(
            "small batch",
            model =>
            {
                foreach (var input in model.Graph.Input)
                {
                    input.Type.TensorType.Shape = GraphBuilder
                        .ValueInfo(input.Name, TensorType.Int64, [1, 8])
                        .Type.TensorType.Shape;
                }
            }
        );

    [Fact]
    public void A_classifier_whose_logits_have_no_time_axis_is_refused()
    {
        // One score vector a row, taken from the first token.
        AssertFault(
            "not a causal language model",
            model =>
            {
                model.Graph.Node.Single(n => n.Output.Contains("logits")).Output[0] = "all";
                model.Graph.Output[0].Type.TensorType.Shape.Dim.RemoveAt(1);
                var builder = new GraphBuilder(model.Graph, "class_");
                var first = builder.Integers([0], scalar: true);
                builder.Named("logits", "Gather", ["all", first], GraphBuilder.Attribute("axis", 1L));
            }
        );
    }

    [Fact]
    public void Token_ids_that_are_logits_are_refused() =>
        AssertFault(
            "not a causal language model",
            model =>
            {
                model.Graph.Node.Clear();
                model.Graph.Output[0].Type.TensorType.Shape.Dim.RemoveAt(2);
                var builder = new GraphBuilder(model.Graph);
                builder.Named("logits", "Cast", ["input_ids"], GraphBuilder.Attribute("to", (long)TensorType.Float));
            }
        );

    [Fact]
    public void A_node_the_runtime_does_not_know_is_told_in_one_line() =>
        AssertFault("ONNX Runtime refuses the model", model => model.Graph.Node[^1].OpType = "NoSuchOperator");

    [Fact]
    public void Token_ids_of_32_bits_are_taken()
    {
        var model = Model();
        foreach (var input in model.Graph.Input)
        {
            input.Type.TensorType.ElemType = (int)TensorType.Int32;
        }
        // The decoder's own arithmetic stays in 64 bits.
        foreach (var name in model.Graph.Input.Select(i => i.Name).ToList())
        {
            var wide = new NodeProto { OpType = "Cast", Name = $"{name}_wide" };
            wide.Input.Add(name);
            wide.Output.Add($"{name}_wide");
            wide.Attribute.Add(GraphBuilder.Attribute("to", (long)TensorType.Int64));
            Replace(model, name, $"{name}_wide");
            model.Graph.Node.Insert(0, wide);
        }
        using var narrow = GradientSession.Compile(CausalModel.Create(model), TinyDecoder.Projection);
        using var plain = GradientSession.Compile(CausalModel.Create(Model()), TinyDecoder.Projection);
        var batch = new TokenBatch(
            [
                [3, 1, 4],
                [1, 5],
            ],
            [new(0, 0, 1, 0.5f), new(0, 1, 4, 0.5f), new(1, 0, 5, 1)],
            3
        );
        var (expected, actual) = (TinyDecoder.Run(plain, batch), TinyDecoder.Run(narrow, batch));
        Assert.Equal(expected.Losses, actual.Losses);
        Assert.Equal(expected.Blocks, actual.Blocks);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(15)]
    [InlineData(16)]
    public void Operator_sets_13_to_16_give_the_same_gradients(long version)
    {
        // The decoder of GPT-2 uses LayerNormalization, which is new in 17; the others run on the older sets unchanged.
        var model = Model();
        model.OpsetImport[0].Version = version;
        using var old = GradientSession.Compile(CausalModel.Create(model), TinyDecoder.Projection);
        using var plain = GradientSession.Compile(CausalModel.Create(Model()), TinyDecoder.Projection);
        var batch = new TokenBatch(
            [
                [3, 1, 4],
            ],
            [new(0, 0, 1, 0.5f), new(0, 1, 4, 0.5f)],
            3
        );
        Assert.Equal(TinyDecoder.Run(plain, batch).Blocks, TinyDecoder.Run(old, batch).Blocks);
    }

    [Fact]
    public void Every_unsupported_operator_of_a_decoder_is_named_at_once()
    {
        var model = Model();
        var sigmoids = model.Graph.Node.Where(n => n.OpType == "Sigmoid").ToList();
        Assert.Equal(2, sigmoids.Count);
        sigmoids[0].OpType = "Selu";
        sigmoids[1].OpType = "Elu";

        // Of the first layer's query nothing but what lies behind it matters: both nodes do.
        foreach (
            var compile in (Action[])
                [
                    () => GradientSession.Compile(CausalModel.Create(model.Clone()), TinyDecoder.Projection).Dispose(),
                    () => WeightGradientSession.Compile(model, ["embed_tokens.weight"]).Dispose(),
                ]
        )
        {
            var fault = Assert.Throws<PrismaticException>(compile);
            Assert.Contains($"Selu '{sigmoids[0].Name}'", fault.Message, StringComparison.Ordinal);
            Assert.Contains($"Elu '{sigmoids[1].Name}'", fault.Message, StringComparison.Ordinal);
            Assert.Contains("2 node(s)", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', fault.Message);
        }
    }

    [Fact]
    public void A_model_without_linear_layers_is_refused()
    {
        var model = Model();
        model.Graph.Node.Clear();
        var builder = new GraphBuilder(model.Graph);
        builder.Named("logits", "Gather", ["embed_tokens.weight", "input_ids"]);
        var causal = CausalModel.Create(model);
        var fault = Assert.Throws<PrismaticException>(() => GradientSession.Compile(causal, TinyDecoder.Projection));
        Assert.Contains("no linear layer", fault.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Heads => ["bias", "scale", "flat", "gemm"];

    // Ways to write the output head. None changes a gradient, and none makes the head one of the probed layers.
    [Theory]
    [MemberData(nameof(Heads))]
    public void The_form_of_the_output_head_changes_no_block(string form)
    {
        var model = Model();
        var head = model.Graph.Node.Single(n => n.Output.Contains("logits"));
        Assert.Equal("MatMul", head.OpType);
        model.Graph.Node.Remove(head);
        var builder = new GraphBuilder(model.Graph, "head_");
        var (hidden, weight) = (head.Input[0], head.Input[1]);
        _ = form switch
        {
            "bias" => builder.Named(
                "logits_",
                "Add",
                [builder.Constant(new float[97], 97), builder.Node("MatMul", [hidden, weight])]
            ),
            "scale" => builder.Named(
                "logits_",
                "Mul",
                [
                    builder.Node("MatMul", [builder.Node("Mul", [hidden, builder.Scalar(2)]), weight]),
                    builder.Scalar(0.5f),
                ]
            ),
            _ => builder.Named(
                "logits_",
                "Reshape",
                [
                    builder.Node(
                        form == "gemm" ? "Gemm" : "MatMul",
                        [builder.Node("Reshape", [hidden, builder.Integers([-1, 64])]), weight]
                    ),
                    builder.Node(
                        "Concat",
                        [builder.Node("Shape", ["input_ids"]), builder.Integers([97])],
                        GraphBuilder.Attribute("axis", 0L)
                    ),
                ]
            ),
        };
        model.Graph.Node[^1].Output[0] = "logits";

        using var changed = GradientSession.Compile(CausalModel.Create(model), TinyDecoder.Projection);
        using var plain = GradientSession.Compile(CausalModel.Create(Model()), TinyDecoder.Projection);
        Assert.Equal(plain.Layers.Select(l => l.Weight), changed.Layers.Select(l => l.Weight));
        var batch = new TokenBatch(
            [
                [3, 1, 4],
                [1, 5],
            ],
            [new(0, 0, 1, 0.5f), new(0, 1, 4, 0.5f), new(1, 0, 5, 1)],
            3
        );
        var (expected, actual) = (TinyDecoder.Run(plain, batch), TinyDecoder.Run(changed, batch));
        for (var row = 0; row < 2; row++)
        {
            Assert.Equal(expected.Losses[row], actual.Losses[row], 1e-5);
            Assert.InRange(TensorValue.Distance(expected.Blocks[row], actual.Blocks[row]), 0, 1e-5);
        }
    }

    private static ModelProto Model() => OnnxModel.Load(ReferenceFile.Load("tiny-llama").ModelPath);

    private static void AssertFault(string part, Action<ModelProto> change)
    {
        var model = Model();
        change(model);
        var fault = Assert.Throws<PrismaticException>(() => CausalModel.Create(model));
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static void Rename(ModelProto model, string from, string to)
    {
        model.Graph.Input.Single(i => i.Name == from).Name = to;
        Replace(model, from, to);
    }

    private static void Replace(ModelProto model, string from, string to)
    {
        foreach (var node in model.Graph.Node)
        {
            for (var i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = node.Input[i] == from ? to : node.Input[i];
            }
        }
    }
}
