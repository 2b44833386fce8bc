using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Benchmarks.Models;

/// <summary>A decoder as it was published, with its fused nodes and its past, which is fed empty.</summary>
internal sealed class RawDecoder : IDisposable
{
    private readonly ModelProto _model;
    private readonly OnnxSession _session;
    private readonly Dictionary<string, TensorType> _types;
    private readonly List<string> _tokens;

    private RawDecoder(ModelProto model, OnnxSession session)
    {
        (_model, _session) = (model, session);
        var stored = model.Graph.Initializer.Select(t => t.Name).ToHashSet();
        _types = model
            .Graph.Input.Where(i => !stored.Contains(i.Name))
            .ToDictionary(i => i.Name, i => (TensorType)i.Type.TensorType.ElemType);
        _tokens = [.. _types.Keys.Where(DecoderForm.TokenInputs.Contains)];
    }

    /// <summary>Null where the runtime has no kernel for it on this processor.</summary>
    public static RawDecoder? TryLoad(ModelProto model)
    {
        try
        {
            return new RawDecoder(model, OnnxSession.Load(model.Clone()));
        }
        catch (PrismaticException)
        {
            return null;
        }
    }

    public void Run(TokenBatch batch)
    {
        using var inputs = batch.TokenInputs(_tokens, name => _types[name]);
        var fed = new Dictionary<string, OrtValue>(inputs.Values);
        foreach (var past in _model.Graph.Input.Where(i => _types.ContainsKey(i.Name) && !fed.ContainsKey(i.Name)))
        {
            fed[past.Name] = Empty(past, batch.RowCount);
        }
        _session.Run(fed, ["logits"]).Dispose();
        foreach (var (_, value) in fed.Where(f => !inputs.Values.ContainsKey(f.Key)))
        {
            value.Dispose();
        }
    }

    private static OrtValue Empty(ValueInfoProto past, int rows)
    {
        var type = past.Type.TensorType;
        if ((TensorType)type.ElemType == TensorType.Bool)
        {
            return OnnxSession.Tensor<bool>(new bool[1], 1);
        }
        // Keys and values in one tensor have an axis of 2 in front of the batch's.
        var batchAxis = type.Shape.Dim.Count == 5 ? 1 : 0;
        long[] dims =
        [
            .. type.Shape.Dim.Select(
                (d, axis) =>
                    d.DimValue > 0 ? d.DimValue
                    : axis == batchAxis ? rows
                    : 0
            ),
        ];
        return (TensorType)type.ElemType switch
        {
            TensorType.Float16 => OnnxSession.Tensor<Float16>(Array.Empty<Float16>(), dims),
            TensorType.BFloat16 => OnnxSession.Tensor<BFloat16>(Array.Empty<BFloat16>(), dims),
            _ => OnnxSession.Tensor<float>(Array.Empty<float>(), dims),
        };
    }

    public void Dispose() => _session.Dispose();
}
