using Prismatic.Onnx;

namespace Prismatic.Differentiation.Rules;

/// <summary>Rules of matrix products.</summary>
internal static class MatMulRules
{
    public static string?[] MatMul(DifferentiatedNode n)
    {
        var (left, right) = (n.InputFact(0), n.InputFact(1));
        if (left.Rank < 2 || right.Rank < 2)
        {
            throw new NotDifferentiableException("an operand is a vector");
        }
        return right.Rank == 2 ? Linear(n, left, right) : Batched(n, left, right);
    }

    // Y = alpha op(A) op(B) + beta C, all of rank 2 (C broadcasts).
    public static string?[] Gemm(DifferentiatedNode n)
    {
        var transA = n.Attribute("transA", 0) != 0;
        var transB = n.Attribute("transB", 0) != 0;
        var alpha = OnnxModel.Float(n.Node, "alpha", 1);
        var beta = OnnxModel.Float(n.Node, "beta", 1);
        var (g, a, b) = (n.Gradient, n.Input(0), n.Input(1));
        var result = new string?[n.InputCount];
        if (n.Needs(0))
        {
            result[0] = transA ? Product(n, b, g, transB, true, alpha) : Product(n, g, b, false, !transB, alpha);
        }
        if (n.Needs(1))
        {
            result[1] = transB ? Product(n, g, a, true, transA, alpha) : Product(n, a, g, !transA, false, alpha);
        }
        if (n.Needs(2))
        {
            var scaled = beta == 1 ? g : n.Scale(g, beta);
            result[2] = n.ReduceTo(scaled, n.OutputFact(), n.InputFact(2));
        }
        return result;
    }

    // The right operand is a weight: both gradients are plain products of flattened matrices, and Gemm reads the weight
    // transposed where it lies instead of keeping a second copy.
    private static string?[] Linear(DifferentiatedNode n, TensorFact left, TensorFact right)
    {
        if (right.Static(0) is not { } rows || right.Static(1) is not { } columns)
        {
            throw new NotDifferentiableException("the size of its right operand varies");
        }
        var g = left.Rank == 2 ? n.Gradient : Flat(n, n.Gradient, n.OutputFact(), columns);
        var result = new string?[2];
        if (n.Needs(0))
        {
            var flat = Product(n, g, n.Input(1), false, true);
            result[0] = left.Rank == 2 ? flat : n.ReshapeTo(flat, Flat(left), n.Input(0), left);
        }
        if (n.Needs(1))
        {
            var x = left.Rank == 2 ? n.Input(0) : Flat(n, n.Input(0), left, rows);
            result[1] = Product(n, x, g, true, false);
        }
        return result;
    }

    private static string Flat(DifferentiatedNode n, string tensor, TensorFact fact, long columns) =>
        n.Model.Learn(n.Op("Reshape", tensor, n.Graph.Integers([-1, columns])), Flat(fact));

    // All axes but the last as one.
    private static TensorFact Flat(TensorFact fact) =>
        new(fact.Type, [.. fact.Dims.Select(d => (long[])[d[..^1].Aggregate(1L, (p, s) => p * s), d[^1]])], null);

    private static string?[] Batched(DifferentiatedNode n, TensorFact left, TensorFact right)
    {
        var result = new string?[2];
        if (n.Needs(0))
        {
            var product = n.Op("MatMul", n.Gradient, Transposed(n, n.Input(1), right.Rank));
            result[0] = n.ReduceTo(product, Unreduced(n.OutputFact(), left), left);
        }
        if (n.Needs(1))
        {
            result[1] = n.ReduceTo(RightGradient(n, left, right), Unreduced(n.OutputFact(), right), right);
        }
        return result;
    }

    // dB = A' G, or (G' A)' where A is time × time and B narrow: then only narrow matrices are turned.
    private static string RightGradient(DifferentiatedNode n, TensorFact left, TensorFact right)
    {
        var rank = n.OutputFact().Rank;
        if (left.Static(left.Rank - 2) is null && left.Static(left.Rank - 1) is null)
        {
            var turned = n.Op("MatMul", Transposed(n, n.Gradient, rank), n.Input(0));
            return Transposed(n, turned, rank);
        }
        return n.Op("MatMul", Transposed(n, n.Input(0), left.Rank), n.Gradient);
    }

    // Shape of an operand's gradient before its broadcast batch axes are summed.
    private static TensorFact Unreduced(TensorFact output, TensorFact operand) =>
        new(operand.Type, [.. output.Dims.Select((d, i) => (long[])[.. d[..^2], .. operand.Dims[i][^2..]])], null);

    private static string Product(
        DifferentiatedNode n,
        string a,
        string b,
        bool transA,
        bool transB,
        float alpha = 1
    ) =>
        n.Graph.Node(
            "Gemm",
            [a, b],
            GraphBuilder.Attribute("alpha", alpha),
            GraphBuilder.Attribute("transA", transA ? 1L : 0L),
            GraphBuilder.Attribute("transB", transB ? 1L : 0L)
        );

    private static string Transposed(DifferentiatedNode n, string tensor, int rank)
    {
        var order = Enumerable.Range(0, rank).Select(i => (long)i).ToArray();
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return n.Graph.Node("Transpose", [tensor], GraphBuilder.List("perm", order.AsSpan()));
    }
}
