using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Gradients;

/// <summary>An output head in blocks gives what it gives in one piece.</summary>
[Collection(TinyDecoder.Collection)]
public sealed class VocabularyBlocksTests
{
    private static readonly SessionSettings _settings = new() { Threads = 1 };

    public static TheoryData<string, int> Cases =>
        new MatrixTheoryData<string, int>([.. TinyDecoder.Names.Select(row => row.Data)], [1000, 40, 17]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_gradients_are_those_of_the_whole_head(string name, int columns)
    {
        var decoder = TinyDecoder.Get(name);
        AssertSame(decoder.Model, decoder.RandomBatch(3, 9, 5), columns);
    }

    [Fact]
    public void Nothing_reads_the_whole_logits_any_more()
    {
        var model = CausalModel.Create(TinyDecoder.Get("tiny-llama").Model.Clone());
        var seed = VocabularyBlocks.Append(model, 20);
        var graph = model.Graph.Model.Graph;
        foreach (var gradient in seed!.Values)
        {
            model.Graph.Builder.Output(gradient);
        }
        GraphNormaliser.RemoveDead(graph);
        Assert.DoesNotContain(graph.Node, node => node.Output.Contains(model.Logits));
        Assert.Contains(graph.Node, node => node.Output.Contains(CausalModel.Loss));
    }

    [Fact]
    public void A_bias_counts_in_every_block()
    {
        var decoder = TinyDecoder.Get("tiny-llama");
        var model = decoder.Model.Clone();
        var head = model.Graph.Node.Single(n => n.Output.Contains("logits"));
        head.Output[0] = "product";
        var size = CausalModel.Create(decoder.Model.Clone()).VocabularySize;
        var builder = new GraphBuilder(model.Graph, "bias_");
        var bias = builder.Constant([.. Enumerable.Range(0, size).Select(i => 3 * MathF.Sin(i))], size);
        builder.Named("logits", "Add", ["product", bias]);
        AssertSame(model, decoder.RandomBatch(2, 7, 3), 20);
    }

    [Fact]
    public void A_capped_head_works_at_the_loss_positions_alone()
    {
        var (plain, picked) = (Capped(wideScalars: true), Capped(wideScalars: false));
        Assert.NotEmpty(WholeLogits(CausalModel.Create(plain.Clone())));
        Assert.Empty(WholeLogits(CausalModel.Create(picked.Clone())));
        var batch = TinyDecoder.Get("tiny-llama").RandomBatch(3, 8, 4);
        using var one = GradientSession.Compile(CausalModel.Create(plain), TinyDecoder.Projection, _settings);
        using var other = GradientSession.Compile(CausalModel.Create(picked), TinyDecoder.Projection, _settings);
        AssertClose(Run(one, batch), Run(other, batch));

        static IEnumerable<string> WholeLogits(CausalModel model) =>
            model
                .Graph.Model.Graph.Node.SelectMany(n => n.Output)
                .Where(name =>
                    model.Graph.Facts.TryGetValue(name, out var fact)
                    && fact.Rank == 3
                    && fact.Static(2) == model.VocabularySize
                );
    }

    [Fact]
    public void Logits_far_apart_neither_overflow_nor_lose_the_small_block()
    {
        var decoder = TinyDecoder.Get("tiny-llama");
        var model = decoder.Model.Clone();
        var head = model.Graph.Node.Single(n => n.Output.Contains("logits"));
        var builder = new GraphBuilder(model.Graph, "scale_");
        var scaled = builder.Node("Mul", [head.Input[0], builder.Scalar(300)]);
        var at = model.Graph.Node.IndexOf(head);
        var node = model.Graph.Node[^1];
        model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1);
        model.Graph.Node.Insert(at, node);
        head.Input[0] = scaled;
        var batch = decoder.RandomBatch(2, 7, 3);
        using var session = GradientSession.Compile(CausalModel.Create(model), TinyDecoder.Projection, _settings, 20);
        var (losses, blocks) = Run(session, batch);
        Assert.All(losses, loss => Assert.InRange(loss, 0, float.MaxValue));
        Assert.Contains(losses, loss => loss > 100);
        Assert.All(blocks, value => Assert.True(float.IsFinite(value)));
    }

    private static void AssertSame(ModelProto model, TokenBatch batch, int columns)
    {
        using var whole = GradientSession.Compile(
            CausalModel.Create(model.Clone()),
            TinyDecoder.Projection,
            _settings,
            int.MaxValue
        );
        using var cut = GradientSession.Compile(
            CausalModel.Create(model.Clone()),
            TinyDecoder.Projection,
            _settings,
            columns
        );
        AssertClose(Run(whole, batch), Run(cut, batch));
    }

    private static void AssertClose((float[] Losses, float[] Blocks) expected, (float[] Losses, float[] Blocks) actual)
    {
        for (var i = 0; i < expected.Losses.Length; i++)
        {
            Assert.Equal(expected.Losses[i], actual.Losses[i], 1e-5);
        }
        var scale = expected.Blocks.Max(MathF.Abs);
        for (var i = 0; i < expected.Blocks.Length; i++)
        {
            Assert.Equal(expected.Blocks[i] / scale, actual.Blocks[i] / scale, 1e-5);
        }
    }

    // 2 tanh(x / 2); a scalar with axes of its own is not recognised, so that such a head stays whole.
    private static ModelProto Capped(bool wideScalars)
    {
        var model = TinyDecoder.Get("tiny-llama").Model.Clone();
        model.Graph.Node.Single(n => n.Output.Contains("logits")).Output[0] = "product";
        var builder = new GraphBuilder(model.Graph, "cap_");
        var two = wideScalars ? builder.Constant([2], 1, 1, 1) : builder.Scalar(2);
        builder.Named("logits", "Mul", [builder.Node("Tanh", [builder.Node("Div", ["product", two])]), two]);
        return model;
    }

    private static (float[] Losses, float[] Blocks) Run(GradientSession session, TokenBatch batch)
    {
        var blocks = new float[batch.RowCount * session.BlockLength];
        var losses = new float[batch.Targets.Count];
        session.Run(batch, blocks, losses);
        return (losses, blocks);
    }
}
