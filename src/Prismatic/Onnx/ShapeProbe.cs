using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// Learns every tensor's type, rank and varying axes by running the graph with all its tensors as outputs, at sizes
/// that are prime and differ. This stands in for symbolic shape inference, and sees through bounds that exporters
/// leave as run-time arithmetic.
/// </summary>
public static class ShapeProbe
{
    private const int LongestInteger = 64;

    /// <summary>Runs <paramref name="model"/> once for each set of inputs.</summary>
    /// <returns>A fact for each initializer, input and node output.</returns>
    /// <exception cref="PrismaticException">The runtime refuses the model or the inputs.</exception>
    public static Dictionary<string, TensorFact> Run(
        ModelProto model,
        IReadOnlyList<IReadOnlyDictionary<string, OrtValue>> probes
    )
    {
        // A widened or turned weight is not asked for: its shape is known, and a large model's weights are many.
        var facts = model.Graph.Initializer.ToDictionary(t => t.Name, t => Stored(t, probes.Count));
        foreach (var node in model.Graph.Node)
        {
            if (OfWeight(node, facts) is { } fact)
            {
                facts[node.Output[0]] = fact;
            }
        }
        var probed = model.Clone();
        probed.Graph.Output.Clear();
        probed.Graph.Output.Add(
            model
                .Graph.Node.SelectMany(n => n.Output)
                .Where(name => name.Length > 0 && !facts.ContainsKey(name))
                .Select(name => new ValueInfoProto { Name = name })
        );
        using var session = OnnxSession.Load(probed, new SessionSettings { Optimise = false, Prepack = false });
        var seen = new Dictionary<string, List<(TensorType Type, long[] Dims, long[]? Integers)>>();
        foreach (var probe in probes)
        {
            Record(session, probe, seen);
        }
        foreach (var (name, list) in seen)
        {
            facts[name] = Merge(name, list);
        }
        return facts;
    }

    private static TensorFact Stored(TensorProto tensor, int probes) =>
        new(
            (TensorType)tensor.DataType,
            [.. Enumerable.Repeat(tensor.Dims.ToArray(), probes)],
            TensorData.SmallIntegers(tensor)
        );

    private static TensorFact? OfWeight(NodeProto node, Dictionary<string, TensorFact> facts)
    {
        if (node.Input.Count == 0 || !facts.TryGetValue(node.Input[0], out var source) || source.Integers is not null)
        {
            return null;
        }
        return node.OpType switch
        {
            "Cast" => new TensorFact((TensorType)OnnxModel.Integer(node, "to", 0), source.Dims, null),
            "DequantizeLinear" when node.Domain is "" or "ai.onnx" => new TensorFact(
                TensorType.Float,
                source.Dims,
                null
            ),
            "Transpose" => source with { Dims = [.. source.Dims.Select(d => Turned(d, node))] },
            _ => null,
        };
    }

    private static long[] Turned(long[] dims, NodeProto node) =>
        OnnxModel.Attribute(node, "perm") is { } perm
            ? [.. perm.Ints.Select(axis => dims[(int)axis])]
            : [.. dims.Reverse()];

    private static void Record(
        OnnxSession session,
        IReadOnlyDictionary<string, OrtValue> inputs,
        Dictionary<string, List<(TensorType, long[], long[]?)>> seen
    )
    {
        try
        {
            var names = session.OutputNames.ToList();
            using var outputs = session.Run(inputs, names);
            for (var i = 0; i < names.Count; i++)
            {
                Add(names[i], outputs[i]);
            }
            foreach (var (name, value) in inputs)
            {
                Add(name, value);
            }
        }
        catch (OnnxRuntimeException fault)
        {
            throw new PrismaticException(
                $"the model cannot be run on a small batch: {fault.Message.ReplaceLineEndings(" ")}",
                ExitCode.Input,
                fault
            );
        }

        void Add(string name, OrtValue value)
        {
            if (!value.IsTensor)
            {
                return;
            }
            var info = value.GetTensorTypeAndShape();
            if (!seen.TryGetValue(name, out var list))
            {
                seen[name] = list = [];
            }
            list.Add(((TensorType)(int)info.ElementDataType, info.Shape, Integers(value, info)));
        }
    }

    private static long[]? Integers(OrtValue value, OrtTensorTypeAndShapeInfo info) =>
        info.ElementCount > LongestInteger
            ? null
            : info.ElementDataType switch
            {
                TensorElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
                TensorElementType.Int32 => Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), v => (long)v),
                _ => null,
            };

    private static TensorFact Merge(string name, List<(TensorType Type, long[] Dims, long[]? Integers)> seen)
    {
        var first = seen[0];
        if (seen.Exists(s => s.Dims.Length != first.Dims.Length))
        {
            throw new PrismaticException(
                $"the rank of the model's tensor '{name}' changes with the input; not supported"
            );
        }
        var same =
            first.Integers is not null
            && seen.TrueForAll(s => s.Integers is not null && s.Integers.AsSpan().SequenceEqual(first.Integers));
        return new TensorFact(first.Type, [.. seen.Select(s => s.Dims)], same ? first.Integers : null);
    }
}
