using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Trainer.Evaluation;

/// <summary>Forward pass and loss of a decoder, for evaluation.</summary>
internal sealed class LossSession(CausalModel model, SessionSettings settings) : IDisposable
{
    private const int BatchTokens = 4096;
    private readonly OnnxSession _session = OnnxSession.Load(model.Graph.Model, settings);

    /// <summary>For each sequence the sum of the cross-entropy of its tokens after the first, in nats.</summary>
    public IReadOnlyList<double> Nats(IReadOnlyList<int[]> sequences)
    {
        var result = new double[sequences.Count];
        int[] order = [.. Enumerable.Range(0, sequences.Count).OrderByDescending(i => sequences[i].Length)];
        for (var next = 0; next < order.Length; )
        {
            var length = sequences[order[next]].Length;
            var count = Math.Clamp(BatchTokens / length, 1, order.Length - next);
            Run(sequences, order.AsSpan(next, count), length, result);
            next += count;
        }
        return result;
    }

    public void Dispose() => _session.Dispose();

    private void Run(IReadOnlyList<int[]> sequences, ReadOnlySpan<int> members, int length, double[] result)
    {
        var rows = new int[members.Length][];
        var targets = new List<LossTarget>();
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = sequences[members[row]];
            for (var t = 1; t < rows[row].Length; t++)
            {
                targets.Add(new LossTarget(row, t - 1, rows[row][t], 1));
            }
        }
        if (targets.Count == 0)
        {
            return;
        }
        using var inputs = new TokenBatch(rows, targets, length).Inputs(model.InputNames, model.InputType);
        using var outputs = _session.Run(inputs.Values, [CausalModel.Loss]);
        var losses = outputs[0].GetTensorDataAsSpan<float>();
        for (var i = 0; i < losses.Length; i++)
        {
            result[members[targets[i].Row]] += losses[i];
        }
    }
}
