namespace Prismatic.Onnx.Decomposition;

/// <summary>
/// Causal attention whose query heads share keys and values in groups, on texts read from their start: any past is
/// empty, and padding stands on the right, where no real token looks.
/// </summary>
internal static class GroupedAttention
{
    private static readonly (string Name, long Value)[] _only =
    [
        ("causal", 1),
        ("sliding_window_cache", 0),
        ("qk_output", 0),
    ];

    public static string?[] GroupQueryAttention(FusedNode n)
    {
        foreach (var (name, value) in _only)
        {
            if (n.Integer(name, value) != value)
            {
                throw FusedNode.Refuse($"its attribute {name} = {n.Integer(name, value)} is not supported");
            }
        }
        n.RefuseInput(12, "k_scale");
        n.RefuseInput(13, "v_scale");
        n.RefuseOutput(3, "output_qk");
        n.DropPast(3, 4);
        var (heads, shared) = (n.Integer("num_heads", 0), n.Integer("kv_num_heads", 0));
        if (heads <= 0 || shared <= 0 || heads % shared != 0)
        {
            throw FusedNode.Refuse($"num_heads = {heads} is no multiple of kv_num_heads = {shared}");
        }
        var (q, k, v) = Projected(n, heads, shared);
        (q, k) = Normed(n, q, k);
        if (n.Integer("do_rotary", 0) != 0)
        {
            (q, k) = Turned(n, q, k);
        }
        var mixed = Mixed(n, q, k, v, heads, shared);
        return
        [
            mixed,
            n.Wants(1) ? n.Transpose(k, 0, 2, 1, 3) : null,
            n.Wants(2) ? n.Transpose(v, 0, 2, 1, 3) : null,
            null,
        ];
    }

    // Each batch × time × heads × size.
    private static (string Q, string K, string V) Projected(FusedNode n, long heads, long shared)
    {
        if (n.Optional(1) is { } key)
        {
            return (
                AttentionCore.Heads(n, n.Input(0), heads),
                AttentionCore.Heads(n, key, shared),
                AttentionCore.Heads(n, n.Input(2), shared)
            );
        }
        var all = AttentionCore.Heads(n, n.Input(0), heads + (2 * shared));
        var parts = n.Split(all, 2, 3, [heads, shared, shared]);
        return (parts[0], parts[1], parts[2]);
    }

    // Root mean square over each head, before any turn. The processor's kernel does not know it; its documentation does.
    private static (string Q, string K) Normed(FusedNode n, string q, string k)
    {
        return (n.Optional(14), n.Optional(15)) switch
        {
            (null, null) => (q, k),
            ({ } ofQueries, { } ofKeys) => (Norm(q, ofQueries), Norm(k, ofKeys)),
            _ => throw FusedNode.Refuse("it has one of q_norm_weight and k_norm_weight without the other"),
        };

        string Norm(string heads, string weight) =>
            Norms.Rms(n, heads, weight, [-1], n.Float("qk_norm_epsilon", 1e-6f), wantsInverse: false).Output;
    }

    private static (string Q, string K) Turned(FusedNode n, string q, string k)
    {
        const string interleaved = "rotary_interleaved";
        var tables = Rotary.Tables(n, n.Input(7), n.Input(8), interleaved);
        // On a first prompt the operator reads the first position of all alone, and counts on from it in every row.
        var start = n.Optional(9) is { } positions
            ? n.Graph.Shared($"first {positions}", () => n.Op("Gather", n.Reshape(positions, -1), n.Integers(0)))
            : null;
        var rows = Rotary.Counted(n, tables, n.Input(0), 1, start, headAxis: 1);
        // Tables narrower than a head turn its first columns only.
        var width = 2 * (n.Shapes.Size(n.Input(7), 1) ?? throw FusedNode.Refuse("the width of cos_cache is not known"));
        var turned = HeadSize(n) is { } size && size > width ? width : 0;
        return (Rotary.Turn(n, q, 4, rows, turned, interleaved), Rotary.Turn(n, k, 4, rows, turned, interleaved));
    }

    private static string Mixed(FusedNode n, string q, string k, string v, long heads, long shared)
    {
        var grouped = heads != shared;
        if (grouped)
        {
            // Batch × shared heads × group × time × size; a group's queries meet the same keys by broadcasting.
            q = n.Transpose(n.Reshape(q, 0, 0, shared, heads / shared, -1), 0, 2, 3, 1, 4);
            k = n.Op("Unsqueeze", n.Transpose(k, 0, 2, 3, 1), n.Integers(2));
            v = n.Op("Unsqueeze", n.Transpose(v, 0, 2, 1, 3), n.Integers(2));
        }
        else
        {
            (q, k, v) = (n.Transpose(q, 0, 2, 1, 3), n.Transpose(k, 0, 2, 3, 1), n.Transpose(v, 0, 2, 1, 3));
        }
        var time = (n.Input(0), 1);
        var added = new List<string> { AttentionCore.Causal(n, time, time, n.Integer("local_window_size", -1)) };
        if (n.Optional(10) is { } bias)
        {
            added.Add(grouped ? GroupedBias(n, bias, shared) : bias);
        }
        var form = new AttentionForm
        {
            Scale = n.Float("scale", 0),
            Softcap = n.Float("softcap", 0),
            Added = added,
            Sink = Sink(n, heads, shared),
        };
        var mixed = AttentionCore.Mix(n, q, k, v, HeadSize(n), form);
        return grouped ? n.Reshape(n.Transpose(mixed, 0, 3, 1, 2, 4), 0, 0, -1) : AttentionCore.Joined(n, mixed);
    }

    private static string? Sink(FusedNode n, long heads, long shared)
    {
        var sink = n.Optional(11) ?? (n.Integer("smooth_softmax", -1) == 1 ? n.Scalar(0) : null);
        return n.Optional(11) is null ? sink
            : heads == shared ? n.Reshape(sink!, heads, 1, 1)
            : n.Reshape(sink!, shared, heads / shared, 1, 1);
    }

    /// <summary>A bias for all heads, or one for each, with its heads in groups.</summary>
    public static string GroupedBias(FusedNode n, string bias, long shared) =>
        n.Graph.Shared(
            $"grouped {bias} {shared}",
            () =>
            {
                var heads = n.Size(bias, 1);
                var outer = n.Op("Min", heads, n.Integers(shared));
                var inner = n.Op("Div", heads, outer);
                var shape = n.Concat(0, n.Size(bias, 0), outer, inner, n.Size(bias, 2), n.Size(bias, 3));
                return n.Op("Reshape", bias, shape);
            }
        );

    private static long? HeadSize(FusedNode n)
    {
        var (heads, shared) = (n.Integer("num_heads", 1), n.Integer("kv_num_heads", 1));
        var all = n.Optional(1) is null ? heads + (2 * shared) : heads;
        return n.Shapes.Size(n.Input(0), -1) / all ?? (n.Optional(3) is { } past ? n.Shapes.Size(past, 3) : null);
    }
}
