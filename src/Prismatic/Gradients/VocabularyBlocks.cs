using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>
/// The output head of a large vocabulary in blocks of columns: loss and gradient of the hidden states in one pass over the
/// weight, without any tensor of positions × vocabulary.
/// </summary>
/// <remarks>
/// As in attention (Dao et al. 2022), with the weight as keys and values: what the softmax of a block mixes is kept with the
/// logarithm of the block's sum, and two such are merged by the share of each in the sum of both.
/// </remarks>
internal static class VocabularyBlocks
{
    /// <summary>Columns of a block: 32 MB of logits for 1024 positions.</summary>
    public const int Columns = 8192;

    /// <summary>Replaces the loss of a model by one in blocks.</summary>
    /// <param name="model">Its loss is written again; what made it before is left without a reader.</param>
    /// <param name="columns">Most columns of a block.</param>
    /// <returns>The hidden states with their gradient; null where the head is no plain weight or fits one block.</returns>
    public static IReadOnlyDictionary<string, string>? Append(CausalModel model, int columns)
    {
        if (model.Head is not { } product || model.VocabularySize <= columns)
        {
            return null;
        }
        var graph = model.Graph;
        var head = new Head(graph, product, model.Logits);
        var count = (model.VocabularySize + columns - 1) / columns;
        var mixed = "";
        var logSum = "";
        for (var block = 0; block < count; block++)
        {
            var start = (long)model.VocabularySize * block / count;
            var end = (long)model.VocabularySize * (block + 1) / count;
            var (nextMixed, nextLogSum) = head.Block(start, end);
            (mixed, logSum) =
                block == 0 ? (nextMixed, nextLogSum) : Merge(graph.Builder, mixed, logSum, nextMixed, nextLogSum);
        }
        var (atLabels, labelLogits) = head.AtLabels();
        WriteLoss(graph, logSum, labelLogits);
        var column = graph.Builder.Node("Unsqueeze", [CausalModel.Weights, graph.Builder.Integers([1])]);
        var gradient = graph.Builder.Node("Mul", [graph.Builder.Node("Sub", [mixed, atLabels]), column]);
        return new Dictionary<string, string> { [product.Input[0]] = gradient };
    }

    // With shares s = sigmoid(b - a) and r = sigmoid(a - b), log(exp a + exp b) is max(a, b) - log max(r, s).
    private static (string Mixed, string LogSum) Merge(
        GraphBuilder builder,
        string mixed,
        string logSum,
        string otherMixed,
        string otherLogSum
    )
    {
        var rest = builder.Node("Sigmoid", [builder.Node("Sub", [logSum, otherLogSum])]);
        var share = builder.Node("Sigmoid", [builder.Node("Sub", [otherLogSum, logSum])]);
        var larger = builder.Node("Max", [logSum, otherLogSum]);
        var both = builder.Node("Sub", [larger, builder.Node("Log", [builder.Node("Max", [rest, share])])]);
        var part = builder.Node("Mul", [otherMixed, share]);
        return (builder.Node("Add", [builder.Node("Mul", [mixed, rest]), part]), both);
    }

    // log sum exp of the logits, less the logit of the label; rounding may leave a loss of nothing below zero.
    private static void WriteLoss(ProbedModel graph, string logSum, string labelLogits)
    {
        var builder = graph.Builder;
        var old = graph.Producer(CausalModel.Loss)!;
        old.Output[0] = builder.Fresh("plain");
        var losses = builder.Node("Max", [builder.Node("Sub", [logSum, labelLogits]), builder.Scalar(0)]);
        var node = new NodeProto { OpType = "Squeeze", Name = CausalModel.Loss };
        node.Input.Add([losses, builder.Integers([1])]);
        node.Output.Add(CausalModel.Loss);
        builder.Graph.Node.Add(node);
    }

    /// <summary>The weight of the head, vocabulary × width where it is read turned (a tied embedding), else width × vocabulary.</summary>
    private sealed class Head
    {
        private readonly ProbedModel _graph;
        private readonly string _hidden;
        private readonly string _weight;
        private readonly string? _bias;
        private readonly bool _turned;
        private readonly long _width;
        private readonly TensorProto? _file;
        private string? _zero;

        public Head(ProbedModel graph, NodeProto product, string logits)
        {
            _graph = graph;
            (_hidden, _weight) = (product.Input[0], product.Input[1]);
            _turned = product.OpType == "Gemm";
            _width = graph.Facts[_weight].Dims[0][_turned ? 1 : 0];
            _bias =
                product.Output[0] == logits
                    ? null
                    : graph.Producer(logits)!.Input.First(name => name != product.Output[0]);
            var stored = graph.Model.Graph.Initializer.FirstOrDefault(t => t.Name == _weight);
            _file = _turned && stored is not null && ExternalData.IsExternal(stored) ? stored : null;
        }

        private GraphBuilder Builder => _graph.Builder;

        /// <summary>What the softmax of some columns mixes (positions × width), and the logarithm of their sum (positions × 1).</summary>
        public (string Mixed, string LogSum) Block(long start, long end)
        {
            var weight = Columns(start, end);
            string[] inputs = _bias is null ? [_hidden, weight] : [_hidden, weight, Bias(start, end)];
            var logits = Builder.Node("Gemm", inputs, GraphBuilder.Attribute("transB", _turned ? 1L : 0L));
            var softmax = Builder.Node("Softmax", [logits], GraphBuilder.Attribute("axis", -1L));
            // The largest probability is exp(largest logit) / sum.
            var logSum = Builder.Node("Sub", [Largest(logits), Builder.Node("Log", [Largest(softmax)])]);
            var mixed = Builder.Node("Gemm", [softmax, weight], GraphBuilder.Attribute("transB", _turned ? 0L : 1L));
            // Side by side, so that no sum can be had before its block is mixed: the runtime would else make the softmax of
            // every block first and keep them all.
            var axis = GraphBuilder.Attribute("axis", 1L);
            var bundle = Builder.Node("Concat", [mixed, logSum], axis);
            var parts = Builder.Nodes("Split", [bundle, Builder.Integers([_width, 1])], 2, axis);
            return (parts[0], parts[1]);
        }

        /// <summary>The label's column for each position (positions × width), and its logit (positions × 1).</summary>
        public (string Columns, string Logits) AtLabels()
        {
            var second = Builder.Integers([1], scalar: true);
            var labels = Builder.Node("Gather", [CausalModel.Labels, second], GraphBuilder.Attribute("axis", 1L));
            var axis = GraphBuilder.Attribute("axis", _turned ? 0L : 1L);
            var columns = Builder.Node("Gather", [_weight, labels], axis);
            columns = _turned ? columns : Builder.Node("Transpose", [columns], GraphBuilder.List("perm", 1, 0));
            var one = Builder.Integers([1]);
            var logits = Builder.Node("ReduceSum", [Builder.Node("Mul", [_hidden, columns]), one]);
            if (_bias is not null)
            {
                var biases = Builder.Node("Gather", [_bias, labels], GraphBuilder.Attribute("axis", -1L));
                logits = Builder.Node("Add", [logits, Builder.Node("Reshape", [biases, Builder.Integers([-1, 1])])]);
            }
            return (columns, logits);
        }

        // Rows of a file are read where they lie. Other blocks are cut in every run: the bounds hide that they are constant,
        // or the runtime would keep a second copy of the whole weight.
        private string Columns(long start, long end)
        {
            if (_file is not null)
            {
                var rows = ExternalData.Rows(_file, start, end - start);
                rows.Name = Builder.Fresh("head");
                Builder.Graph.Initializer.Add(rows);
                return rows.Name;
            }
            if (_zero is null)
            {
                var size = Builder.Node("Shape", [CausalModel.Weights]);
                _zero = Builder.Node("Sub", [size, size]);
            }
            var cut = Slice(_weight, _turned ? 0 : 1, Bound(start), Bound(end));
            var whole = _graph.Facts[_weight];
            var dims = whole.Dims.Select(d => (long[])(_turned ? [end - start, d[1]] : [d[0], end - start]));
            return _graph.Learn(cut, new TensorFact(TensorType.Float, [.. dims], null));

            string Bound(long value) => Builder.Node("Add", [Builder.Integers([value]), _zero]);
        }

        private string Bias(long start, long end) =>
            Slice(_bias!, -1, Builder.Integers([start]), Builder.Integers([end]));

        private string Slice(string tensor, long axis, string start, string end) =>
            Builder.Node("Slice", [tensor, start, end, Builder.Integers([axis])]);

        private string Largest(string tensor) =>
            _graph.Opset >= 18
                ? Builder.Node("ReduceMax", [tensor, Builder.Integers([-1])])
                : Builder.Node("ReduceMax", [tensor], GraphBuilder.List("axes", -1));
    }
}
