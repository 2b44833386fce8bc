using System.Runtime.InteropServices;

namespace Prismatic.Onnx.Decomposition;

/// <summary>Rotary position embedding (Su et al. 2021): pairs of columns turned by an angle that grows with the position.</summary>
internal static class Rotary
{
    /// <summary>com.microsoft: input, positions, cosines, sines. The processor's kernel pays no heed to <c>scale</c>.</summary>
    public static string?[] Contributed(FusedNode n)
    {
        if (n.Integer("is_packed_batching", 0) != 0)
        {
            throw FusedNode.Refuse("its attribute is_packed_batching is not supported");
        }
        var x = n.Input(0);
        var width = n.Integer("rotary_embedding_dim", 0);
        var positions = n.Input(1);
        var four = n.Rank(x) == 4;
        var tables = Tables(n, n.Input(2), n.Input(3));
        // One number is the first position of all rows.
        var rows =
            n.Rank(positions) == 2
                ? Looked(n, tables, positions, four ? 1 : 2)
                : Counted(n, tables, x, four ? 2 : 1, positions, four ? null : 1);
        if (four)
        {
            return [Turn(n, x, 4, rows, width)];
        }
        var heads = n.Integer("num_heads", 0);
        var split = heads > 0 ? n.Reshape(x, 0, 0, heads, -1) : n.Reshape(x, 0, 0, -1, HeadSize(n, n.Input(2)));
        return [n.Reshape(Turn(n, split, 4, rows, width), 0, 0, -1)];
    }

    /// <summary>Operator set 23: input, cosines, sines, positions. Without positions the tables name a row for each token.</summary>
    public static string?[] Standard(FusedNode n)
    {
        var x = n.Input(0);
        var width = n.Integer("rotary_embedding_dim", 0);
        var heads = n.Integer("num_heads", 0);
        var four = n.Rank(x) == 4;
        var tables = Tables(n, n.Input(1), n.Input(2));
        var axis = n.Integers(four ? 1 : 2);
        var rows = n.Optional(3) is { } positions
            ? Looked(n, tables, positions, four ? 1 : 2)
            : (n.Op("Unsqueeze", tables.Cos, axis), n.Op("Unsqueeze", tables.Sin, axis));
        if (four)
        {
            return [Turn(n, x, 4, rows, width)];
        }
        if (heads <= 0)
        {
            throw FusedNode.Refuse("its attribute num_heads is missing, and its input has three axes");
        }
        return [n.Reshape(Turn(n, n.Reshape(x, 0, 0, heads, -1), 4, rows, width), 0, 0, -1)];
    }

    /// <summary>Cosines and sines as wide as what they turn; the sines carry the sign of the rotation.</summary>
    public static (string Cos, string Sin) Tables(
        FusedNode n,
        string cos,
        string sin,
        string interleaved = "interleaved"
    )
    {
        var pairs = n.Integer(interleaved, 0) != 0;
        return (
            n.Graph.Shared($"cos {cos} {pairs}", () => Doubled(n, cos, pairs, sign: 1)),
            n.Graph.Shared($"sin {sin} {pairs}", () => Doubled(n, sin, pairs, sign: -1))
        );
    }

    /// <summary>The rows of the tables at given positions (batch × time), with an axis of one for the heads.</summary>
    public static (string Cos, string Sin) Looked(
        FusedNode n,
        (string Cos, string Sin) tables,
        string positions,
        params long[] headAxes
    )
    {
        return (Look(tables.Cos), Look(tables.Sin));

        string Look(string table) =>
            n.Graph.Shared(
                $"look {table} {positions} {string.Join(',', headAxes)}",
                () => n.Op("Unsqueeze", n.Op("Gather", table, positions), n.Integers(headAxes))
            );
    }

    /// <summary>The first rows of the tables, or those from a first position on: one for each token.</summary>
    /// <param name="n">The node that needs them.</param>
    /// <param name="tables">Cosines and sines.</param>
    /// <param name="like">A tensor with a time axis.</param>
    /// <param name="timeAxis">Where that axis is.</param>
    /// <param name="start">A tensor of one number, or null for 0.</param>
    /// <param name="headAxis">Where the heads' axis of one goes, if behind the time.</param>
    public static (string Cos, string Sin) Counted(
        FusedNode n,
        (string Cos, string Sin) tables,
        string like,
        int timeAxis,
        string? start,
        int? headAxis
    )
    {
        return (Cut(tables.Cos), Cut(tables.Sin));

        string Cut(string table) =>
            n.Graph.Shared(
                $"cut {table} {TimeKey(n, like, timeAxis)} {start} {headAxis}",
                () =>
                {
                    var time = n.Size(like, timeAxis);
                    var first = start is null ? n.Integers(0) : n.Reshape(start, 1);
                    var end = start is null ? time : n.Op("Add", first, time);
                    var rows = n.Op("Slice", table, first, end, n.Integers(0));
                    return headAxis is { } axis ? n.Op("Unsqueeze", rows, n.Integers(axis)) : rows;
                }
            );
    }

    /// <summary>What parts that depend on a time axis alone are shared by: its name, or the tensor where it has none.</summary>
    public static string TimeKey(FusedNode n, string tensor, int axis) =>
        n.Shapes.Name(tensor, axis) ?? $"{tensor}/{axis}";

    /// <summary>x cos + x' sin, where x' is x with the two of each pair exchanged.</summary>
    /// <param name="n">The node that is taken apart.</param>
    /// <param name="x">Last axis: the columns of one head.</param>
    /// <param name="rank">Number of its axes.</param>
    /// <param name="rows">Cosines and sines, broadcast over x.</param>
    /// <param name="width">How many columns are turned, 0 for all.</param>
    /// <param name="interleaved">The attribute that says whether pairs are neighbours.</param>
    public static string Turn(
        FusedNode n,
        string x,
        int rank,
        (string Cos, string Sin) rows,
        long width,
        string interleaved = "interleaved"
    )
    {
        var rest = (string?)null;
        if (width > 0)
        {
            var last = n.Integers(-1);
            rest = n.Op("Slice", x, n.Integers(width), n.Integers(long.MaxValue), last);
            x = n.Op("Slice", x, n.Integers(0), n.Integers(width), last);
        }
        var exchanged = Exchanged(n, x, rank, n.Integer(interleaved, 0) != 0);
        var turned = n.Op("Add", n.Op("Mul", x, rows.Cos), n.Op("Mul", exchanged, rows.Sin));
        return rest is null ? turned : n.Concat(-1, turned, rest);
    }

    private static string Exchanged(FusedNode n, string x, int rank, bool pairs)
    {
        if (!pairs)
        {
            var halves = n.Split(x, -1, 2);
            return n.Concat(-1, halves[1], halves[0]);
        }
        long[] copied = new long[rank - 1];
        var split = n.Split(n.Reshape(x, [.. copied, -1, 2]), -1, 2);
        return n.Reshape(n.Concat(-1, split[1], split[0]), [.. copied, -1]);
    }

    private static string Doubled(FusedNode n, string table, bool pairs, int sign)
    {
        if (n.Graph.Stored(table) is { } stored && !ExternalData.IsExternal(stored) && stored.Dims.Count == 2)
        {
            return Doubled(n, TensorData.Floats(stored), (int)stored.Dims[1], pairs, sign);
        }
        var first = sign < 0 ? n.Op("Neg", table) : table;
        if (!pairs)
        {
            return n.Concat(-1, first, table);
        }
        var (left, right) = (n.Op("Unsqueeze", first, n.Integers(-1)), n.Op("Unsqueeze", table, n.Integers(-1)));
        long[] copied = new long[n.Rank(table) - 1];
        return n.Reshape(n.Concat(-1, left, right), [.. copied, -1]);
    }

    private static string Doubled(FusedNode n, float[] values, int half, bool pairs, int sign)
    {
        var wide = new float[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = (i / half * 2 * half, i % half);
            wide[row + (pairs ? 2 * column : column)] = sign * values[i];
            wide[row + (pairs ? (2 * column) + 1 : half + column)] = values[i];
        }
        return n.Builder.Constant(wide, values.Length / Math.Max(half, 1), 2 * half);
    }

    private static long HeadSize(FusedNode n, string cos) =>
        2 * (n.Shapes.Size(cos, 1) ?? throw FusedNode.Refuse("the width of its cosines is not known"));
}
