using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>The cross-entropy of chosen tokens under a proxy model: forward pass only, no backward graph.</summary>
/// <remarks>
/// The output head works at the chosen positions alone, so a batch holds at most <see cref="GradientOptions.BatchTokens"/> ×
/// vocabulary logits. The logarithm is taken of the logits (LogSoftmax): no loss is capped.
/// </remarks>
public sealed class ForwardLoss : IDisposable
{
    private readonly GradientOptions _options;
    private readonly OnnxSession _session;
    private readonly Dictionary<string, TensorType> _inputs;

    /// <summary>Compiles decoder and loss.</summary>
    /// <param name="model">A causal language model.</param>
    /// <param name="options">Batching; mask, window and projection play no part.</param>
    /// <param name="settings">Where to run.</param>
    /// <exception cref="PrismaticException">Not a causal language model, or not loaded here.</exception>
    public ForwardLoss(ProxyModel model, GradientOptions options, SessionSettings settings)
    {
        _options = options with { FewShapes = settings.HasFewShapes };
        var decoder = model.Decoder();
        VocabularySize = decoder.VocabularySize;
        _inputs = decoder.InputNames.ToDictionary(name => name, decoder.InputType);
        _session = OnnxSession.Load(Plain(decoder), settings);
    }

    /// <summary>Token ids lie in [0, this).</summary>
    public int VocabularySize { get; }

    /// <summary>The loss of every target of each row.</summary>
    /// <param name="rows">Token ids below <see cref="VocabularySize"/>; targets from <see cref="EncodedRow.FirstTarget"/> (at least 1) on.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <returns>For each row one number a target, in nats, at least 0.</returns>
    /// <exception cref="PrismaticException">A loss is not finite; the model fails.</exception>
    /// <remarks>Rows of like length run together; the numbers depend on the rows given, never on the number of threads.</remarks>
    public IReadOnlyList<float[]> Measure(IReadOnlyList<EncodedRow> rows, CancellationToken cancellationToken = default)
    {
        var losses = new float[rows.Count][];
        foreach (var batch in RowBatch.Cut([.. rows.Select(row => row.Ids.Length)], _options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(rows, batch, losses);
        }
        return losses;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static ModelProto Plain(CausalModel decoder)
    {
        var (graph, builder) = (decoder.Graph.Model.Graph, decoder.Graph.Builder);
        decoder.Graph.Producer(CausalModel.Loss)!.Output[0] = builder.Fresh("plain");
        var logs = builder.Node("LogSoftmax", [decoder.Logits], GraphBuilder.Attribute("axis", -1L));
        var loss = new NodeProto { OpType = "Neg", Name = CausalModel.Loss };
        loss.Input.Add(builder.Node("GatherND", [logs, CausalModel.Labels]));
        loss.Output.Add(CausalModel.Loss);
        graph.Node.Add(loss);
        GraphNormaliser.RemoveDead(graph);
        return decoder.Graph.Model;
    }

    private void Run(IReadOnlyList<EncodedRow> rows, RowBatch batch, float[][] losses)
    {
        int[][] ids = [.. batch.Members.Select(member => rows[member].Ids)];
        var targets = new List<LossTarget>();
        for (var b = 0; b < ids.Length; b++)
        {
            for (var t = rows[batch.Members[b]].FirstTarget; t < ids[b].Length; t++)
            {
                targets.Add(new LossTarget(b, t - 1, ids[b][t], 1));
            }
        }
        var values = Losses(ids, targets, batch.Length);
        var next = 0;
        foreach (var member in batch.Members)
        {
            losses[member] = values[next..(next += rows[member].TargetCount)];
        }
    }

    private float[] Losses(int[][] ids, List<LossTarget> targets, int length)
    {
        var count = targets.Count;
        if (count == 0)
        {
            return [];
        }
        if (count == 1)
        {
            // A product with one row has a kernel of its own, which rounds another way than that of many rows.
            (ids, targets) = (
                [ids[targets[0].Row], ids[targets[0].Row]],
                [targets[0] with { Row = 0 }, targets[0] with { Row = 1 }]
            );
        }
        using var inputs = BatchShapes
            .Batch(ids, targets, length, _options)
            .Inputs(_inputs.Keys, name => _inputs[name]);
        try
        {
            var fed = inputs.Values.Where(input => _session.InputNames.Contains(input.Key)).ToDictionary();
            using var outputs = _session.Run(fed, [CausalModel.Loss]);
            var values = outputs[0].GetTensorDataAsSpan<float>()[..count].ToArray();
            return Array.TrueForAll(values, float.IsFinite)
                ? Array.ConvertAll(values, value => Math.Max(value, 0))
                : throw _session.Unfit("the loss of a batch is not finite");
        }
        catch (OnnxRuntimeException fault)
        {
            throw new PrismaticException(
                $"the model failed on a batch: {fault.Message.ReplaceLineEndings(" ")}",
                ExitCode.Input,
                fault
            );
        }
    }
}
