using Prismatic.Onnx;

namespace Prismatic.Differentiation.Rules;

/// <summary>Rules of softmax, layer normalisation and reductions.</summary>
internal static class NormalizationRules
{
    // y = softmax x: y (g - sum(g y)). Where y is only mixed with values, o = y v, the sum equals sum(do o) over the
    // narrow axis of o (Dao et al. 2022), which saves two passes over time × time.
    public static string?[] Softmax(DifferentiatedNode n)
    {
        if (MixedOutput(n) is { } mixed)
        {
            var narrow = n.Op("Mul", n.GradientOf(mixed), mixed);
            var rowSum = n.Reduce("ReduceSum", narrow, [n.OutputFact().Rank - 1], keepDims: true);
            return [n.Op("Mul", n.Output(), n.Op("Sub", n.Gradient, rowSum))];
        }
        var product = n.Op("Mul", n.Gradient, n.Output());
        var sum = n.Reduce("ReduceSum", product, [SoftmaxAxis(n)], keepDims: true);
        return [n.Op("Sub", product, n.Op("Mul", n.Output(), sum))];
    }

    // y = log softmax x: g - exp(y) sum(g).
    public static string?[] LogSoftmax(DifferentiatedNode n)
    {
        var sum = n.Reduce("ReduceSum", n.Gradient, [SoftmaxAxis(n)], keepDims: true);
        return [n.Op("Sub", n.Gradient, n.Op("Mul", n.Op("Exp", n.Output()), sum))];
    }

    // With z = (x - mean) / sd and h = g scale: dx = (h - mean(h) - z mean(h z)) / sd. The statistics are computed again
    // since not every provider returns them.
    public static string?[] LayerNormalization(DifferentiatedNode n)
    {
        var fact = n.InputFact(0);
        var first = DifferentiatedNode.Axis(n.Attribute("axis", -1), fact.Rank);
        int[] over = [.. Enumerable.Range(first, fact.Rank - first)];
        var centred = n.Op("Sub", n.Input(0), n.Reduce("ReduceMean", n.Input(0), over, keepDims: true));
        var variance = n.Reduce("ReduceMean", n.Op("Mul", centred, centred), over, keepDims: true);
        var epsilon = n.Graph.Scalar(OnnxModel.Float(n.Node, "epsilon", 1e-5f));
        var deviation = n.Op("Sqrt", n.Op("Add", variance, epsilon));
        var z = n.Op("Div", centred, deviation);
        var result = new string?[n.InputCount];
        if (n.Needs(0))
        {
            var h = n.Op("Mul", n.Gradient, n.Input(1));
            var meanH = n.Reduce("ReduceMean", h, over, keepDims: true);
            var meanHz = n.Reduce("ReduceMean", n.Op("Mul", h, z), over, keepDims: true);
            result[0] = n.Op("Div", n.Op("Sub", n.Op("Sub", h, meanH), n.Op("Mul", z, meanHz)), deviation);
        }
        if (n.Needs(1))
        {
            result[1] = n.ReduceTo(n.Op("Mul", n.Gradient, z), fact, n.InputFact(1));
        }
        if (n.Needs(2))
        {
            result[2] = n.ReduceTo(n.Gradient, fact, n.InputFact(2));
        }
        return result;
    }

    public static string?[] ReduceSum(DifferentiatedNode n) => Spread(n, mean: false);

    public static string?[] ReduceMean(DifferentiatedNode n) => Spread(n, mean: true);

    private static string?[] Spread(DifferentiatedNode n, bool mean)
    {
        var fact = n.InputFact(0);
        var axes = n.Axes(fact.Rank);
        var gradient = n.Gradient;
        if (mean)
        {
            var count = 1L;
            foreach (var axis in axes)
            {
                count *=
                    fact.Static(axis) ?? throw new NotDifferentiableException("it averages over an axis that varies");
            }
            gradient = n.Scale(gradient, 1f / count);
        }
        if (n.Attribute("keepdims", 1) == 0)
        {
            gradient = n.Op("Unsqueeze", gradient, n.Graph.Integers(Array.ConvertAll(axes, a => (long)a)));
        }
        // The rule of a power multiplies by its input, which stretches the gradient without a pass of its own.
        if (n.Producer(n.Input(0))?.OpType == "Pow" && n.OnlyUser(n.Input(0)) is not null)
        {
            return [gradient, .. new string?[n.InputCount - 1]];
        }
        var spread = n.Model.Learn(n.Op("Expand", gradient, n.Model.ShapeOf(n.Input(0))), fact);
        return [spread, .. new string?[n.InputCount - 1]];
    }

    private static string? MixedOutput(DifferentiatedNode n)
    {
        var weights = n.OutputFact();
        var last = weights.Rank - 1;
        return
            SoftmaxAxis(n) == last
            && n.OnlyUser(n.Output()) is { OpType: "MatMul" } product
            && product.Input[0] == n.Output()
            && n.Model.Facts[product.Output[0]] is var mixed
            && mixed.Rank == weights.Rank
            && mixed.Static(last) is not null
            // One set of weights that serves several heads of values sums over them too: not this case.
            && Enumerable.Range(0, last).All(axis => mixed.SameAxis(axis, weights, axis))
            ? product.Output[0]
            : null;
    }

    private static int SoftmaxAxis(DifferentiatedNode n) =>
        DifferentiatedNode.Axis(n.Attribute("axis", -1), n.InputFact(0).Rank);
}
