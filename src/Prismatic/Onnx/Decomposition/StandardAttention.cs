namespace Prismatic.Onnx.Decomposition;

/// <summary>The attention of operator set 23.</summary>
internal static class StandardAttention
{
    public static string?[] Attention(FusedNode n)
    {
        n.DropPast(4, 5);
        n.RefuseInput(6, "nonpad_kv_seqlen");
        n.RefuseOutput(3, "qk_matmul_output");
        var (q, k, v) = (n.Input(0), n.Input(1), n.Input(2));
        var flat = n.Rank(q) == 3;
        var (heads, shared) = flat ? Attributes(n) : (Known(n, q), Known(n, k));
        if (heads % shared != 0)
        {
            throw FusedNode.Refuse($"{heads} query heads are no multiple of {shared} key heads");
        }
        var added = Masks(n, flat, heads, shared);
        var headSize = flat ? n.Shapes.Size(q, 2) / heads : n.Shapes.Size(q, 3);
        if (flat)
        {
            (q, k, v) = (Split(q, heads), Split(k, shared), Split(v, shared));
        }
        var form = new AttentionForm
        {
            Scale = n.Float("scale", 0),
            Softcap = n.Float("softcap", 0),
            Added = added,
        };
        var mixed = Mixed(n, q, k, v, heads, shared, headSize, form);
        return [flat ? AttentionCore.Joined(n, mixed) : mixed, n.Wants(1) ? k : null, n.Wants(2) ? v : null, null];

        string Split(string tensor, long count) => n.Transpose(AttentionCore.Heads(n, tensor, count), 0, 2, 1, 3);
    }

    private static string Mixed(
        FusedNode n,
        string q,
        string k,
        string v,
        long heads,
        long shared,
        long? headSize,
        AttentionForm form
    )
    {
        if (heads == shared)
        {
            return AttentionCore.Mix(n, q, n.Transpose(k, 0, 1, 3, 2), v, headSize, form);
        }
        var second = n.Integers(2);
        q = n.Op("Reshape", q, Shape(q, shared, heads / shared));
        k = n.Op("Unsqueeze", n.Transpose(k, 0, 1, 3, 2), second);
        var mixed = AttentionCore.Mix(n, q, k, n.Op("Unsqueeze", v, second), headSize, form);
        var time = n.Op("Gather", n.Op("Shape", mixed), n.Integers(3));
        return n.Op("Reshape", mixed, n.Concat(0, n.Integers(0, heads), time, n.Integers(-1)));

        string Shape(string tensor, params long[] groups) =>
            n.Concat(
                0,
                n.Integers([0, .. groups]),
                n.Op("Gather", n.Op("Shape", tensor), n.Integers(2)),
                n.Integers(-1)
            );
    }

    private static List<string> Masks(FusedNode n, bool flat, long heads, long shared)
    {
        var added = new List<string>();
        if (n.Integer("is_causal", 0) != 0)
        {
            var axis = flat ? 1 : 2;
            added.Add(AttentionCore.Causal(n, (n.Input(0), axis), (n.Input(1), axis), window: -1));
        }
        if (n.Optional(3) is { } mask)
        {
            var type = n.Shapes.Type(mask) ?? throw FusedNode.Refuse($"the type of its mask '{mask}' is not known");
            var numbers = type == TensorType.Bool ? AttentionCore.Allowed(n, mask) : mask;
            added.Add(heads == shared ? numbers : Grouped(n, mask, numbers, shared));
        }
        return added;
    }

    // A mask of two or three axes broadcasts as it is, or with one axis for the groups put in.
    private static string Grouped(FusedNode n, string mask, string numbers, long shared) =>
        n.Rank(mask) switch
        {
            2 => numbers,
            3 => GroupedAttention.GroupedBias(n, n.Op("Unsqueeze", numbers, n.Integers(0)), shared),
            _ => GroupedAttention.GroupedBias(n, numbers, shared),
        };

    private static (long Heads, long Shared) Attributes(FusedNode n)
    {
        var (heads, shared) = (n.Integer("q_num_heads", 0), n.Integer("kv_num_heads", 0));
        return heads > 0 && shared > 0
            ? (heads, shared)
            : throw FusedNode.Refuse("its attributes q_num_heads and kv_num_heads are missing");
    }

    private static long Known(FusedNode n, string tensor) =>
        n.Shapes.Size(tensor, 1) ?? throw FusedNode.Refuse($"the number of heads of '{tensor}' is not known");
}
