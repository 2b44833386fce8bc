using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>
/// A causal language model with its loss: the decoder in the form of <see cref="DecoderForm"/>, output <c>logits</c>
/// (batch × time × vocabulary); masked next-token cross-entropy appended.
/// </summary>
/// <remarks>
/// The loss is taken at P positions named by the caller, so masked and padded tokens cost no work in the output head:
/// <c>loss_positions</c> (P × 2: row, time), <c>loss_labels</c> (P × 2: 0..P-1, token id) and <c>loss_weights</c> (P).
/// Output <c>loss</c> (P) is the unweighted cross-entropy in nats; the gradient is that of its weighted sum.
/// </remarks>
public sealed class CausalModel
{
    public const string Positions = "loss_positions";
    public const string Labels = "loss_labels";
    public const string Weights = "loss_weights";
    public const string Loss = "loss";

    // Lengths that are prime and differ: axes that only look constant or equal at one size show at another.
    private static readonly (int Batch, int Time, int Losses)[] Probes = [(2, 5, 3), (3, 7, 11), (5, 19, 13)];

    private readonly LossGraph.Ends _ends;

    private CausalModel(ProbedModel graph, LossGraph.Ends ends, int vocabularySize)
    {
        (Graph, _ends, VocabularySize) = (graph, ends, vocabularySize);
        graph.DistinctIndices.Add(Positions);
    }

    /// <summary>Forward pass and loss, ready for the backward pass.</summary>
    public ProbedModel Graph { get; }

    /// <summary>The logits at the loss positions.</summary>
    public string Logits => _ends.Logits;

    /// <summary>The logits with their gradient: where the backward pass begins when the output head's weight counts.</summary>
    public IReadOnlyDictionary<string, string> LogitsSeed =>
        new Dictionary<string, string> { [_ends.Logits] = _ends.LogitsGradient };

    /// <summary>The hidden states before the output head with their gradient; the logits where no head was found.</summary>
    public IReadOnlyDictionary<string, string> HiddenSeed =>
        _ends is { Hidden: { } hidden, HiddenGradient: { } gradient }
            ? new Dictionary<string, string> { [hidden] = gradient }
            : LogitsSeed;

    /// <summary>The product with the output head's weight, reading the hidden states at the loss positions; null where none was found.</summary>
    internal NodeProto? Head => _ends.Head;

    /// <summary>Size of the last axis of the logits; token ids lie in [0, this).</summary>
    public int VocabularySize { get; }

    /// <summary>Inputs of the original model that a batch has to fill.</summary>
    public IReadOnlyList<string> InputNames =>
        [.. Graph.Model.Graph.Input.Select(i => i.Name).Where(n => DecoderForm.TokenInputs.Contains(n))];

    /// <summary>Element type of a token input: 32 or 64 bits.</summary>
    public TensorType InputType(string name) => Graph.Facts[name].Type;

    /// <summary>Appends the loss to a decoder and learns its shapes.</summary>
    /// <param name="model">As read from its file; taken over and changed.</param>
    /// <param name="trainable">Weights that become inputs of the graph, so that they can change between runs.</param>
    /// <exception cref="PrismaticException">Not a causal language model, or one this tool cannot run.</exception>
    public static CausalModel Create(ModelProto model, IReadOnlyCollection<string>? trainable = null)
    {
        DecoderForm.Normalise(model);
        var builder = new GraphBuilder(model.Graph, "loss_");
        var ends = LossGraph.Append(model.Graph, builder);
        var probes = Probes.Select(p => Probe(model, p)).ToList();
        var facts = ShapeProbe.Run(model, probes.ConvertAll(p => p.Values));
        probes.ForEach(p => p.Dispose());
        var vocabulary =
            facts[ends.Logits].Static(1) ?? throw DecoderForm.NotCausal("the last axis of its logits varies");
        model.Graph.Output.Clear();
        builder.Output(Loss);
        // The backward pass starts from these, so they outlive the clean-up of what no output needs.
        GraphNormaliser.FoldShapes(model, facts, [ends.LogitsGradient, ends.HiddenGradient ?? ends.LogitsGradient]);
        MakeInputs(model.Graph, trainable ?? []);
        return new CausalModel(new ProbedModel(model, facts), ends, (int)vocabulary);
    }

    private static BatchInputs Probe(ModelProto model, (int Batch, int Time, int Losses) size)
    {
        var tokens = new int[size.Batch][];
        for (var row = 0; row < size.Batch; row++)
        {
            tokens[row] = [.. Enumerable.Range(0, size.Time).Select(t => (row + t) % 3)];
        }
        var targets = Enumerable
            .Range(0, size.Losses)
            .Select(i => new LossTarget(i % size.Batch, i / size.Batch, i % 3, 0.1f))
            .ToArray();
        var types = model.Graph.Input.ToDictionary(
            i => i.Name,
            i => (TensorType)(i.Type?.TensorType?.ElemType ?? (int)TensorType.Int64)
        );
        return new TokenBatch(tokens, targets, size.Time).Inputs(
            [.. types.Keys.Where(DecoderForm.TokenInputs.Contains)],
            name => types[name]
        );
    }

    private static void MakeInputs(GraphProto graph, IReadOnlyCollection<string> trainable)
    {
        foreach (var tensor in graph.Initializer.Where(t => trainable.Contains(t.Name)).ToList())
        {
            graph.Initializer.Remove(tensor);
            graph.Input.Add(GraphBuilder.ValueInfo(tensor.Name, TensorType.Float, [.. tensor.Dims.Cast<object>()]));
        }
    }
}
