using System.Runtime.InteropServices;
using Prismatic.Onnx;
using Prismatic.Onnx.Decomposition;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>
/// Brings the decoders of different exporters to one form: inputs <c>input_ids</c>, <c>attention_mask</c> and
/// <c>position_ids</c> (those that it has), output <c>logits</c>, standard operators of set 17 or later in 32 bits.
/// </summary>
/// <remarks>
/// What a decoder keeps between the tokens of one text (past keys and values) is fed empty: every row is read from its
/// start, in one go. Switches between such modes become constants, and the branch they choose is taken.
/// </remarks>
internal static class DecoderForm
{
    /// <summary>Inputs that a batch fills.</summary>
    public static readonly string[] TokenInputs = ["input_ids", "attention_mask", "position_ids"];

    /// <summary>Changes <paramref name="model"/> in place.</summary>
    /// <exception cref="PrismaticException">Not a causal language model, or inputs whose meaning is not known.</exception>
    public static void Normalise(ModelProto model)
    {
        CheckEnds(model.Graph);
        FunctionInliner.Inline(model);
        CloseInputs(model.Graph);
        BranchInliner.Inline(model);
        OperatorSets.Lift(model);
        KeepLogits(model.Graph);
        GraphNormaliser.Normalise(model);
        FloatWidening.Widen(model);
        FusedNodes.Decompose(model);
        CheckEveryToken(new KnownShapes(model.Graph));
    }

    /// <summary>The one fault of everything that is no decoder.</summary>
    public static PrismaticException NotCausal(string why) =>
        new($"this is not a causal language model that can be differentiated: {why}");

    private static void CheckEnds(GraphProto graph)
    {
        if (Inputs(graph).All(i => i.Name != "input_ids") || graph.Output.All(o => o.Name != "logits"))
        {
            throw NotCausal("it needs an input 'input_ids' and an output 'logits'");
        }
        var shape = graph.Output.First(o => o.Name == "logits").Type?.TensorType?.Shape;
        if (shape is { Dim.Count: 2 } || (shape is { Dim.Count: 3 } && shape.Dim[1].DimValue == 1))
        {
            throw OnlyLast();
        }
        if (shape is not null && shape.Dim.Count is not (0 or 3))
        {
            throw NotCausal($"its logits have {shape.Dim.Count} axes instead of batch, time and vocabulary");
        }
    }

    private static void CheckEveryToken(KnownShapes shapes)
    {
        if (shapes.Rank("logits") == 3 && shapes.Size("logits", 1) == 1)
        {
            throw OnlyLast();
        }
    }

    private static PrismaticException OnlyLast() =>
        NotCausal(
            "its output 'logits' is that of the last token alone, and a loss needs that of every token; "
                + "export it again with all logits (for onnxruntime-genai's builder: without prune_lm_head)"
        );

    private static void KeepLogits(GraphProto graph)
    {
        var logits = graph.Output.First(o => o.Name == "logits");
        graph.Output.Clear();
        graph.Output.Add(logits);
    }

    private static List<ValueInfoProto> Inputs(GraphProto graph)
    {
        // Before format version 4 weights were listed among the inputs too.
        var stored = graph.Initializer.Select(t => t.Name).ToHashSet();
        foreach (var input in graph.Input.Where(i => stored.Contains(i.Name)).ToList())
        {
            graph.Input.Remove(input);
        }
        return [.. graph.Input];
    }

    private static void CloseInputs(GraphProto graph)
    {
        var ids = Inputs(graph).First(i => i.Name == "input_ids");
        NodeProto[] nodes = [.. graph.Node];
        graph.Node.Clear();
        var builder = new GraphBuilder(graph, "input_");
        foreach (var input in Inputs(graph).Where(i => !TokenInputs.Contains(i.Name)))
        {
            Close(graph, builder, input, ids);
            graph.Input.Remove(input);
        }
        graph.Node.Add(nodes);
    }

    private static void Close(GraphProto graph, GraphBuilder builder, ValueInfoProto input, ValueInfoProto ids)
    {
        var type = (TensorType)(input.Type?.TensorType?.ElemType ?? 0);
        switch (input.Name)
        {
            case "use_cache_branch":
                Constant(graph, input, GraphBuilder.Tensor(TensorType.Bool, [0], [1]));
                break;
            // None: the logits of all positions are kept.
            case "num_logits_to_keep" or "logits_to_keep":
                long[] dims = input.Type?.TensorType?.Shape is { Dim.Count: > 0 } ? [1] : [];
                Constant(graph, input, GraphBuilder.Tensor(TensorType.Int64, new byte[8], dims));
                break;
            case var name when name.StartsWith("past", StringComparison.Ordinal) && EmptyShape(input, ids) is { } shape:
                Empty(builder, name, type, shape);
                break;
            default:
                throw NotCausal(
                    $"its input '{input.Name}' is not one of {string.Join(", ", TokenInputs)} or a past that can be left empty"
                );
        }
    }

    private static void Constant(GraphProto graph, ValueInfoProto input, TensorProto value)
    {
        value.Name = input.Name;
        graph.Initializer.Add(value);
    }

    // One number an axis: its size, 0 for the length of the past, -1 for the batch. Null where an axis is none of these.
    private static long[]? EmptyShape(ValueInfoProto input, ValueInfoProto ids)
    {
        var dims = input.Type?.TensorType?.Shape?.Dim;
        if (dims is null || dims.Count is not (3 or 4 or 5))
        {
            return null;
        }
        var batch = ids.Type?.TensorType?.Shape?.Dim.FirstOrDefault()?.DimParam ?? "";
        // Keys and values in one tensor have an axis of 2 in front.
        var batchAxis = dims.Count == 5 ? 1 : 0;
        var shape = new long[dims.Count];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var dim = dims[axis];
            shape[axis] =
                dim.HasDimValue && dim.DimValue > 0 ? dim.DimValue
                : axis == batchAxis || (dim.DimParam.Length > 0 && dim.DimParam == batch) ? -1
                : 0;
        }
        // Exactly one axis may be the past's length: else one was not told.
        return shape.Count(size => size == 0) == 1 ? shape : null;
    }

    private static void Empty(GraphBuilder builder, string name, TensorType type, long[] shape)
    {
        if (type is not (TensorType.Float or TensorType.Float16 or TensorType.BFloat16))
        {
            throw NotCausal($"its past '{name}' has the type {type}, not floats");
        }
        var size = shape.Contains(-1)
            ? builder.Node("Gather", [builder.Node("Shape", ["input_ids"]), builder.Integers([0])])
            : null;
        var parts = shape.Select(axis => axis == -1 ? size! : builder.Integers([axis])).ToArray();
        var dims = builder.Node("Concat", parts, GraphBuilder.Attribute("axis", 0L));
        var zero = GraphBuilder.Tensor(
            type,
            type == TensorType.Float ? MemoryMarshal.AsBytes<float>([0f]) : new byte[2],
            [1]
        );
        var value = new AttributeProto
        {
            Name = "value",
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = zero,
        };
        var node = new NodeProto { OpType = "ConstantOfShape", Name = name };
        node.Input.Add(dims);
        node.Output.Add(name);
        node.Attribute.Add(value);
        builder.Graph.Node.Add(node);
    }
}
