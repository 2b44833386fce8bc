using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;

namespace Prismatic.Gradients;

/// <summary>One term of the loss: the token that should follow a position.</summary>
/// <param name="Row">Row of the batch.</param>
/// <param name="Time">Position whose logits predict the label.</param>
/// <param name="Label">The token id at <paramref name="Time"/> + 1.</param>
/// <param name="Weight">Its share in the row's loss.</param>
public readonly record struct LossTarget(int Row, int Time, int Label, float Weight);

/// <summary>Rows of token ids, padded on the right to one length, with the terms of their loss.</summary>
/// <param name="rows">Token ids of each row.</param>
/// <param name="targets">Terms of the loss, at least one.</param>
/// <param name="length">Length to pad to; at least the longest row.</param>
public sealed class TokenBatch(IReadOnlyList<int[]> rows, IReadOnlyList<LossTarget> targets, int length)
{
    /// <summary>Number of rows.</summary>
    public int RowCount => rows.Count;

    /// <summary>Terms of the loss.</summary>
    public IReadOnlyList<LossTarget> Targets => targets;

    /// <summary>The batch as graph inputs; dispose them.</summary>
    /// <param name="names">Which of input_ids, attention_mask, position_ids the model has.</param>
    /// <param name="type">Element type of each.</param>
    public BatchInputs Inputs(IEnumerable<string> names, Func<string, TensorType> type)
    {
        var inputs = Tokens(names, type);
        var positions = new long[targets.Count * 2];
        var labels = new long[targets.Count * 2];
        var weights = new float[targets.Count];
        for (var i = 0; i < targets.Count; i++)
        {
            (positions[2 * i], positions[(2 * i) + 1]) = (targets[i].Row, targets[i].Time);
            (labels[2 * i], labels[(2 * i) + 1]) = (i, targets[i].Label);
            weights[i] = targets[i].Weight;
        }
        inputs[CausalModel.Positions] = OnnxSession.Tensor<long>(positions, targets.Count, 2);
        inputs[CausalModel.Labels] = OnnxSession.Tensor<long>(labels, targets.Count, 2);
        inputs[CausalModel.Weights] = OnnxSession.Tensor<float>(weights, targets.Count);
        return new BatchInputs(inputs);
    }

    /// <summary>The tokens alone, for graphs without a loss; dispose them.</summary>
    /// <param name="names">Which of input_ids, attention_mask, position_ids the model has.</param>
    /// <param name="type">Element type of each.</param>
    public BatchInputs TokenInputs(IEnumerable<string> names, Func<string, TensorType> type) =>
        new(Tokens(names, type));

    private Dictionary<string, OrtValue> Tokens(IEnumerable<string> names, Func<string, TensorType> type) =>
        names.ToDictionary(
            name => name,
            name =>
                type(name) switch
                {
                    TensorType.Int64 => Tokens(name, v => (long)v),
                    TensorType.Int32 => Tokens(name, v => v),
                    var other => throw new PrismaticException($"the model's input '{name}' has the type {other}"),
                }
        );

    // Padding reads as token 0 behind the row, where no token of the row looks; positions with weight 0 contribute exactly
    // nothing. The mask does not hide it: where a window or a mask leaves a padded position nothing to look at, exporters'
    // masks of minus infinity make its weights not-a-numbers, which would reach the row through products with zero.
    private OrtValue Tokens<T>(string name, Func<int, T> convert)
        where T : unmanaged
    {
        var values = new T[rows.Count * length];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var t = 0; t < length; t++)
            {
                var inside = t < rows[row].Length;
                values[(row * length) + t] = convert(
                    name switch
                    {
                        "input_ids" => inside ? rows[row][t] : 0,
                        "attention_mask" => 1,
                        _ => t,
                    }
                );
            }
        }
        return OnnxSession.Tensor<T>(values, rows.Count, length);
    }
}
