namespace Prismatic.Onnx.Decomposition;

/// <summary>The two attentions of com.microsoft with as many key heads as query heads.</summary>
internal static class FusedAttention
{
    private const float DefaultFilter = -10000;

    /// <summary>With the projection inside: its weight becomes that of a plain product.</summary>
    public static string?[] Attention(FusedNode n)
    {
        if (n.Integer("do_rotary", 0) != 0)
        {
            throw FusedNode.Refuse("its attribute do_rotary is not supported");
        }
        n.DropPast(4);
        var (x, heads) = (n.Input(0), Heads(n));
        var projected = n.Op("MatMul", x, n.Input(1));
        if (n.Optional(2) is { } bias)
        {
            projected = n.Op("Add", projected, bias);
        }
        var sizes = OnnxModel.Attribute(n.Node, "qkv_hidden_sizes")?.Ints.ToArray();
        if (sizes is not null && sizes.Length != 3)
        {
            throw FusedNode.Refuse("qkv_hidden_sizes does not have three numbers");
        }
        var width = n.Shapes.Size(n.Input(1), 1) ?? (n.Optional(2) is { } b ? n.Shapes.Size(b, 0) : null);
        var parts = n.Split(projected, 2, 3, sizes);
        var (q, k, v) = (Split(n, parts[0]), Split(n, parts[1]), Split(n, parts[2]));
        var mixed = Mixed(
            n,
            q,
            k,
            v,
            sizes is not null ? sizes[0] / heads : width / 3 / heads,
            n.Optional(3),
            n.Optional(5)
        );
        return [mixed, n.Wants(1) ? Present(n, k, v) : null];

        string Split(FusedNode node, string part) => AttentionCore.Heads(node, part, heads);
    }

    /// <summary>With queries, keys and values apart, or packed in one or two tensors.</summary>
    public static string?[] MultiHeadAttention(FusedNode n)
    {
        n.DropPast(6, 7);
        n.RefuseInput(8, "past_sequence_length");
        n.RefuseInput(9, "cache_indirection");
        n.RefuseOutput(3, "qk");
        var (q, k, v, headSize) = Parts(n, Heads(n));
        var mixed = Mixed(n, q, k, v, headSize, n.Optional(4), n.Optional(5));
        return
        [
            mixed,
            n.Wants(1) ? n.Transpose(k, 0, 2, 1, 3) : null,
            n.Wants(2) ? n.Transpose(v, 0, 2, 1, 3) : null,
            null,
        ];
    }

    // Batch × time × heads × size each.
    private static (string Q, string K, string V, long? HeadSize) Parts(FusedNode n, long heads)
    {
        var query = n.Input(0);
        var biases = n.Optional(3) is { } bias ? Biases(n, bias) : null;
        if (n.Optional(1) is not { } key)
        {
            var all = Unpacked(n, query, 3);
            return (Biased(all[0], 0), Biased(all[1], 1), Biased(all[2], 2), n.Shapes.Size(query, 4));
        }
        var headSize = n.Shapes.Size(query, 2) / heads;
        var q = Biased(AttentionCore.Heads(n, query, heads), 0);
        if (n.Optional(2) is not { } value)
        {
            var both = Unpacked(n, key, 2);
            return (q, Biased(both[0], 1), Biased(both[1], 2), headSize);
        }
        return n.Rank(key) == 4
            ? (q, n.Transpose(key, 0, 2, 1, 3), n.Transpose(value, 0, 2, 1, 3), headSize)
            : (
                q,
                Biased(AttentionCore.Heads(n, key, heads), 1),
                Biased(AttentionCore.Heads(n, value, heads), 2),
                headSize
            );

        // The bias of each part, laid out by heads as the part is.
        string Biased(string part, int index) =>
            biases is null ? part : n.Op("Add", part, n.Reshape(biases[index], heads, -1));
    }

    private static string[] Unpacked(FusedNode n, string packed, int parts) =>
        [.. n.Split(packed, 3, parts).Select(part => n.Op("Squeeze", part, n.Integers(3)))];

    private static string[] Biases(FusedNode n, string bias)
    {
        var whole = n.Shapes.Size(bias, 0);
        var width = n.Optional(1) is null ? whole / 3 : n.Shapes.Size(n.Input(0), 2);
        var sizes = whole is { } all && width is { } own ? (long[])[own, own, all - (2 * own)] : null;
        return n.Split(bias, 0, 3, sizes);
    }

    private static string Mixed(FusedNode n, string q, string k, string v, long? headSize, string? mask, string? bias)
    {
        (q, k, v) = (n.Transpose(q, 0, 2, 1, 3), n.Transpose(k, 0, 2, 3, 1), n.Transpose(v, 0, 2, 1, 3));
        var query = (n.Input(0), 1);
        var key =
            n.Node.OpType == "Attention" || n.Optional(1) is not { } keys ? query
            : n.Rank(keys) == 4 ? (keys, 2)
            : (keys, 1);
        var added = new List<string>();
        if (n.Integer("unidirectional", 0) != 0)
        {
            added.Add(AttentionCore.Causal(n, query, key, window: -1));
        }
        if (mask is not null)
        {
            added.Add(AttentionCore.Padding(n, mask, key, n.Float("mask_filter_value", DefaultFilter)));
        }
        if (bias is not null)
        {
            added.Add(bias);
        }
        var form = new AttentionForm { Scale = n.Float("scale", 0), Added = added };
        return AttentionCore.Joined(n, AttentionCore.Mix(n, q, k, v, headSize, form));
    }

    private static string Present(FusedNode n, string k, string v)
    {
        var front = n.Integers(0);
        return n.Concat(
            0,
            n.Op("Unsqueeze", n.Transpose(k, 0, 2, 1, 3), front),
            n.Op("Unsqueeze", n.Transpose(v, 0, 2, 1, 3), front)
        );
    }

    private static long Heads(FusedNode n) =>
        n.Integer("num_heads", 0) is > 0 and var heads
            ? heads
            : throw FusedNode.Refuse("its attribute num_heads is missing");
}
