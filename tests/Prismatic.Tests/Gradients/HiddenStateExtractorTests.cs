using System.Numerics.Tensors;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>Mean-pooled hidden states of the embedded proxy.</summary>
public sealed class HiddenStateExtractorTests : IDisposable
{
    private static readonly TextRow[] Rows =
    [
        .. Enumerable
            .Range(0, 30)
            .Select(i => new TextRow(
                2 * i,
                i % 3 == 0 ? "" : $"Which of the {i} boats is red?",
                string.Join(' ', Enumerable.Range(0, 1 + (i * 7 % 19)).Select(j => $"{j} boats of {i}"))
            )),
    ];

    private readonly HiddenStateExtractor _extractor = new(
        ProxyModel.Embedded(),
        new GradientOptions(),
        new SessionSettings { Threads = 1 }
    );

    [Fact]
    public async Task A_row_is_the_mean_of_what_the_head_reads_at_each_of_its_tokens()
    {
        var space = await _extractor.ExtractAsync(Rows.ToAsyncEnumerable(), Rows.Length);
        var states = States(Rows[4]);
        var mean = new float[states.ColumnCount];
        for (var t = 1; t < states.RowCount; t++)
        {
            TensorPrimitives.Add(mean, states[t], mean);
        }
        Matrix.NormaliseRow(mean);
        Assert.Equal(mean.Length, space.Rows.ColumnCount);
        Assert.Equal(1, TensorPrimitives.Dot<float>(mean, space.Rows[4]), 1e-4);
    }

    [Fact]
    public async Task Rows_have_unit_length_and_their_numbers_and_do_not_depend_on_their_company()
    {
        var all = await _extractor.ExtractAsync(Rows.ToAsyncEnumerable(), Rows.Length);
        new RowView(all.Rows).RequireUnitRows("hidden states");
        Assert.Equal("hidden", all.Name);
        Assert.Equal(Rows.Select(r => r.Index), all.RowIndices);
        var alone = await _extractor.ExtractAsync(Rows[7..8].ToAsyncEnumerable(), 1);
        Assert.True(OnGrid.Holds(all.Rows[7]));
        Assert.InRange(OnGrid.Steps(all.Rows[7], alone.Rows[0]), 0, 1);
    }

    [Fact]
    public async Task Logits_that_are_capped_change_no_state_and_others_are_refused()
    {
        var proxy = Path.Combine(TestFiles.Root, "src", "Prismatic", "Gradients", "Proxy");
        var folder = Directory.CreateTempSubdirectory("prismatic-capped").FullName;
        try
        {
            File.Copy(Path.Combine(proxy, "tokenizer.bpe"), Path.Combine(folder, "tokenizer.bpe"));
            Save("Tanh");
            using var capped = Extractor();
            var expected = await _extractor.ExtractAsync(Rows.ToAsyncEnumerable(), Rows.Length);
            var found = await capped.ExtractAsync(Rows.ToAsyncEnumerable(), Rows.Length);
            for (var row = 0; row < Rows.Length; row++)
            {
                Assert.InRange(OnGrid.Steps(expected.Rows[row], found.Rows[row]), 0, 1);
            }
            Save("Softplus");
            Assert.Contains(
                "--features",
                Assert.Throws<PrismaticException>(Extractor).Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        HiddenStateExtractor Extractor() =>
            new(ProxyModel.Load(folder), new GradientOptions(), new SessionSettings { Threads = 1 });

        // Logits as Gemma caps them, f(x / 30) 30.
        void Save(string function)
        {
            var model = ProxyModel.Embedded().Source();
            model.Graph.Node.Single(node => node.Output.Contains("logits")).Output[0] = "product";
            var builder = new GraphBuilder(model.Graph, "cap_");
            var most = builder.Scalar(30);
            builder.Named("logits", "Mul", [builder.Node(function, [builder.Node("Div", ["product", most])]), most]);
            OnnxModel.Save(model, Path.Combine(folder, "model.onnx"));
        }
    }

    public void Dispose() => _extractor.Dispose();

    /// <summary>The input of the last product with the vocabulary, read out of the plain model at every position.</summary>
    private static Matrix States(TextRow row)
    {
        var proxy = ProxyModel.Embedded();
        var model = proxy.Source();
        GraphNormaliser.Normalise(model);
        var head = model.Graph.Node.Last(n => n.OpType == "MatMul");
        Assert.Contains("logits", head.Output);
        model.Graph.Output.Clear();
        new GraphBuilder(model.Graph).Output(head.Input[0]);
        GraphNormaliser.RemoveDead(model.Graph);
        using var session = OnnxSession.Load(model, new SessionSettings { Threads = 1 });
        var ids = new RowEncoder(proxy.Tokenizer, 512).Encode(row).Ids;
        var types = model.Graph.Input.ToDictionary(i => i.Name, i => (TensorType)i.Type.TensorType.ElemType);
        using var inputs = new TokenBatch([ids], [], ids.Length).TokenInputs(types.Keys, name => types[name]);
        using var outputs = session.Run(inputs.Values, [head.Input[0]]);
        var values = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        return new Matrix(ids.Length, values.Length / ids.Length, values);
    }
}
