namespace Prismatic.Onnx.Decomposition;

/// <summary>How scores become weights.</summary>
internal sealed record AttentionForm
{
    /// <summary>Factor of the scores; 0 stands for one over the root of the head size.</summary>
    public float Scale { get; init; }

    /// <summary>c in c tanh(score / c), or 0.</summary>
    public float Softcap { get; init; }

    /// <summary>What is added to the scores, each broadcast over them.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>A score for looking at nothing: heads × 1 × 1, or null.</summary>
    public string? Sink { get; init; }
}

/// <summary>Scaled dot-product attention in standard operators, and the masks that all layers share.</summary>
internal static class AttentionCore
{
    // Hidden scores end as exact zeros behind the softmax, yet sums of such terms stay finite.
    private const float Hidden = -1e30f;

    /// <summary>softmax(scale q k + masks) v.</summary>
    /// <param name="n">The node that is taken apart.</param>
    /// <param name="q">... × time × head size.</param>
    /// <param name="k">... × head size × time.</param>
    /// <param name="v">... × time × value size.</param>
    /// <param name="headSize">Where it is known.</param>
    /// <param name="form">Scale, masks and the like.</param>
    public static string Mix(FusedNode n, string q, string k, string v, long? headSize, AttentionForm form)
    {
        var scores = n.Op("MatMul", Scaled(n, q, headSize, form.Scale), k);
        if (form.Softcap > 0)
        {
            scores = n.Times(n.Op("Tanh", n.Times(scores, 1 / form.Softcap)), form.Softcap);
        }
        if (form.Added.Count > 0)
        {
            scores = n.Op("Add", scores, Sum(n, form.Added));
        }
        var weights = form.Sink is { } sink ? WithSink(n, scores, sink) : Softmax(n, scores);
        return n.Op("MatMul", weights, v);
    }

    /// <summary>Batch × time × (heads × size) as batch × time × heads × size.</summary>
    public static string Heads(FusedNode n, string tensor, long heads) => n.Reshape(tensor, 0, 0, heads, -1);

    /// <summary>The inverse of <see cref="Heads"/> for batch × heads × time × size.</summary>
    public static string Joined(FusedNode n, string mixed) => n.Reshape(n.Transpose(mixed, 0, 2, 1, 3), 0, 0, -1);

    /// <summary>
    /// Hides keys behind the query and, with a window, keys too far before it: query time × key time, of 0 and a large
    /// negative number. One for all layers.
    /// </summary>
    public static string Causal(
        FusedNode n,
        (string Tensor, int Axis) query,
        (string Tensor, int Axis) key,
        long window
    )
    {
        var name =
            $"causal {Rotary.TimeKey(n, query.Tensor, query.Axis)} {Rotary.TimeKey(n, key.Tensor, key.Axis)} {window}";
        return n.Graph.Shared(
            name,
            () =>
            {
                var rows = n.Op("Unsqueeze", Count(n, query), n.Integers(1));
                var columns = Count(n, key);
                var seen = n.Op("LessOrEqual", columns, rows);
                if (window > 0)
                {
                    var first = n.Op("Sub", rows, n.Integers(window));
                    seen = n.Op("And", seen, n.Op("Greater", columns, first));
                }
                return n.Op("Where", seen, n.Scalar(0), n.Scalar(Hidden));
            }
        );
    }

    /// <summary>A mask of truth values as numbers to add.</summary>
    public static string Allowed(FusedNode n, string mask) =>
        n.Graph.Shared($"allowed {mask}", () => n.Op("Where", mask, n.Scalar(0), n.Scalar(Hidden)));

    /// <summary>
    /// A mask of keys in one of the forms of com.microsoft: lengths (batch), or ones and zeros (batch × time, or batch ×
    /// query × key), as numbers to add that broadcast over batch × heads × query × key.
    /// </summary>
    public static string Padding(FusedNode n, string mask, (string Tensor, int Axis) key, float filter)
    {
        var rank = n.Rank(mask);
        return n.Graph.Shared(
            $"padding {mask} {filter} {Rotary.TimeKey(n, key.Tensor, key.Axis)}",
            () =>
            {
                if (rank == 1)
                {
                    // One length a row; other one-dimensional forms have more numbers and fail here.
                    var shape = n.Concat(0, n.Size(key.Tensor, 0), n.Integers(1, 1, 1));
                    var ends = n.Op("Reshape", n.Cast(mask, TensorType.Int64), shape);
                    return n.Op("Where", n.Op("Less", Count(n, key), ends), n.Scalar(0), n.Scalar(filter));
                }
                if (rank is not (2 or 3))
                {
                    throw FusedNode.Refuse($"its mask has {rank} axes instead of 1, 2 or 3");
                }
                var hidden = n.Op("Sub", n.Scalar(1), n.Cast(mask, TensorType.Float));
                return n.Times(n.Op("Unsqueeze", hidden, rank == 2 ? n.Integers(1, 2) : n.Integers(1)), filter);
            }
        );
    }

    private static string Sum(FusedNode n, IReadOnlyList<string> masks) =>
        masks.Count == 1
            ? masks[0]
            : n.Graph.Shared(
                $"sum {string.Join(' ', masks)}",
                () => masks.Skip(1).Aggregate(masks[0], (sum, mask) => n.Op("Add", sum, mask))
            );

    private static string Scaled(FusedNode n, string q, long? headSize, float scale)
    {
        if (scale != 0)
        {
            return n.Times(q, scale);
        }
        if (headSize is { } known)
        {
            return n.Times(q, (float)(1 / Math.Sqrt(known)));
        }
        var size = n.Cast(n.Op("Gather", n.Op("Shape", q), n.Integers(-1)), TensorType.Float);
        return n.Op("Div", q, n.Op("Sqrt", size));
    }

    private static string Softmax(FusedNode n, string scores) =>
        n.Builder.Node("Softmax", [scores], GraphBuilder.Attribute("axis", -1L));

    // The sink is one more score, whose weight nobody reads.
    private static string WithSink(FusedNode n, string scores, string sink)
    {
        var shape = n.Op("Shape", scores);
        var last = n.Op("Gather", shape, n.Integers(-1));
        var front = n.Op("Slice", shape, n.Integers(0), n.Integers(-1), n.Integers(0));
        var column = n.Op("Expand", sink, n.Concat(0, front, n.Integers(1)));
        var weights = Softmax(n, n.Concat(-1, scores, column));
        return n.Builder.Nodes(
            "Split",
            [weights, n.Concat(0, last, n.Integers(1))],
            2,
            GraphBuilder.Attribute("axis", -1L)
        )[0];
    }

    private static string Count(FusedNode n, (string Tensor, int Axis) time) =>
        n.Graph.Shared(
            $"count {Rotary.TimeKey(n, time.Tensor, time.Axis)}",
            () =>
            {
                var size = n.Op("Gather", n.Op("Shape", time.Tensor), n.Builder.Integers([time.Axis], scalar: true));
                return n.Op(
                    "Range",
                    n.Builder.Integers([0], scalar: true),
                    size,
                    n.Builder.Integers([1], scalar: true)
                );
            }
        );
}
