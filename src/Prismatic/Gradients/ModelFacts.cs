using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>What a model's file says of itself, before anything is changed or run.</summary>
public sealed record ModelFacts
{
    /// <summary>Who wrote the file, as it says; empty where it does not.</summary>
    public required string Producer { get; init; }

    /// <summary>Operator sets the file asks for: domain (empty for the standard one) and version.</summary>
    public required IReadOnlyList<(string Domain, long Version)> OperatorSets { get; init; }

    /// <summary>Nodes of each operator, most frequent first; a domain other than the standard one stands in front.</summary>
    public required IReadOnlyList<(string Operator, int Count)> Operators { get; init; }

    /// <summary>Stored weights by element type, largest first: how many numbers, and bytes where the type's size is known.</summary>
    public required IReadOnlyList<(TensorType Type, long Numbers, long Bytes)> Weights { get; init; }

    /// <summary>Files beside the model that hold weights.</summary>
    public required IReadOnlyList<string> WeightFiles { get; init; }

    /// <summary>Inputs that are neither tokens nor weights: they are fed empty or become constants.</summary>
    public required IReadOnlyList<string> OtherInputs { get; init; }

    /// <summary>Bytes of all weights as they are stored.</summary>
    public long StoredBytes => Weights.Sum(w => w.Bytes);

    /// <summary>Reads the facts; the model is not changed.</summary>
    public static ModelFacts Of(ModelProto model)
    {
        var stored = model.Graph.Initializer.Select(t => t.Name).ToHashSet();
        var known = stored.Concat(DecoderForm.TokenInputs).ToHashSet();
        return new ModelFacts
        {
            Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            OperatorSets = [.. model.OpsetImport.Select(o => (o.Domain, o.Version))],
            Operators =
            [
                .. model
                    .Graph.Node.GroupBy(n => n.Domain is "" or "ai.onnx" ? n.OpType : $"{n.Domain}.{n.OpType}")
                    .Select(g => (g.Key, g.Count()))
                    .OrderByDescending(g => g.Item2)
                    .ThenBy(g => g.Key, StringComparer.Ordinal),
            ],
            Weights =
            [
                .. model
                    .Graph.Initializer.GroupBy(t => (TensorType)t.DataType)
                    .Select(g => (g.Key, g.Sum(OnnxModel.ElementCount), g.Sum(t => TensorData.ByteCount(t) ?? 0)))
                    .OrderByDescending(g => g.Item3)
                    .ThenBy(g => g.Key),
            ],
            WeightFiles = ExternalData.Files(model),
            OtherInputs = [.. model.Graph.Input.Select(i => i.Name).Where(n => !known.Contains(n))],
        };
    }
}
