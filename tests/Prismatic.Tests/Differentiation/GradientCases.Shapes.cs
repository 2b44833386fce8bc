using Prismatic.Onnx;

namespace Prismatic.Tests.Differentiation;

internal static partial class GradientCases
{
    private static CaseInput Index(params object[] dims) => new(Draw.Index, dims);

    private static IEnumerable<GradientCase> Shapes() =>
        [.. Reshapes(), .. Joins(), .. Slices(), .. Gathers(), .. Triangles()];

    private static IEnumerable<GradientCase> Reshapes()
    {
        yield return new(
            "Reshape",
            "joins heads",
            [Real("b", "t", 2, 3)],
            g => g.Op("Reshape", "x0", g.Whole(0, 0, 6))
        );
        yield return new(
            "Reshape",
            "splits heads",
            [Real("b", "t", 6)],
            g => g.Op("Reshape", "x0", g.Whole(0, -1, 2, 3))
        );
        yield return new("Reshape", "flattens tokens", [Real("b", "t", 3)], g => g.Op("Reshape", "x0", g.Whole(-1, 3)));
        yield return new(
            "Reshape",
            "unflattens tokens by a run-time shape",
            [Real("b", "t", 3), Real("b", "t", 3)],
            g =>
            {
                var flat = g.Op("Exp", g.Op("Reshape", "x0", g.Whole(-1, 3)));
                return g.Op("Mul", "x1", g.Op("Reshape", flat, g.Op("Shape", "x1")));
            }
        );
        yield return new("Flatten", "at axis 2", [Real("b", "t", 3)], g => Flatten(g, 2));
        yield return new("Flatten", "at axis 1", [Real("b", "t", 3)], g => Flatten(g, 1));
        yield return new("Squeeze", "an axis of one", [Real("b", 1, "t")], g => g.Op("Squeeze", "x0", g.Whole(1)));
        yield return new("Squeeze", "a negative axis", [Real("b", "t", 1)], g => g.Op("Squeeze", "x0", g.Whole(-1)));
        yield return new("Unsqueeze", "two axes", [Real("b", "t")], g => g.Op("Unsqueeze", "x0", g.Whole(1, 3)));
        yield return new("Unsqueeze", "the last axis", [Real("b", "t")], g => g.Op("Unsqueeze", "x0", g.Whole(-1)));
        yield return new(
            "Transpose",
            "swaps time and heads",
            [Real("b", "t", 2, 3)],
            g => g.With("Transpose", ["x0"], GraphBuilder.List("perm", 0, 2, 1, 3))
        );
        yield return new(
            "Transpose",
            "turns in a circle",
            [Real("b", "t", 2)],
            g => g.With("Transpose", ["x0"], GraphBuilder.List("perm", 1, 2, 0))
        );
        yield return new("Transpose", "reverses by default", [Real("b", "t", 2)], g => g.Op("Transpose", "x0"));
        yield return new(
            "Expand",
            "repeats heads",
            [Real("b", 2, 1, "t")],
            g => g.Op("Expand", "x0", g.Whole(1, 1, 3, 1))
        );
        yield return new("Expand", "adds axes", [Real("t", 1)], g => g.Op("Expand", "x0", g.Whole(2, 1, 3)));
        yield return new(
            "Expand",
            "to a run-time shape",
            [Real(1, "t", 2), Real("b", "t", 2)],
            g => g.Op("Mul", "x1", g.Op("Expand", "x0", g.Op("Shape", "x1")))
        );
        yield return new("Expand", "changes nothing", [Real("b", "t")], g => g.Op("Expand", "x0", g.Whole(1, 1)));
    }

    private static string Flatten(CaseGraph g, long axis) =>
        g.With("Flatten", ["x0"], GraphBuilder.Attribute("axis", axis));

    private static IEnumerable<GradientCase> Joins()
    {
        yield return new(
            "Concat",
            "three parts",
            [Real("b", "t", 1), Real("b", "t", 2), Real("b", "t", 3)],
            g => g.With("Concat", ["x0", "x1", "x2"], GraphBuilder.Attribute("axis", -1L))
        );
        yield return new(
            "Concat",
            "one tensor twice",
            [Real("b", 2, "t"), Real("b", 1, "t")],
            g => g.Op("Exp", g.With("Concat", ["x0", "x1", "x0"], GraphBuilder.Attribute("axis", 1L)))
        );
        yield return new(
            "Concat",
            "along an axis that varies",
            [Real("b", "t", 2), Real("b", 1, 2), Real("b", "t", 2)],
            g => g.Op("Exp", g.With("Concat", ["x0", "x1", "x2"], GraphBuilder.Attribute("axis", 1L)))
        );
        yield return new(
            "Gather",
            "32-bit rows",
            [Real(4, "t"), new(Draw.Index, "b", "t")],
            g => g.Op("Gather", "x0", g.With("Cast", ["x1"], GraphBuilder.Attribute("to", (long)TensorType.Int32)))
        );
        foreach (var axis in (long[])[1, -2])
        {
            yield return new(
                "Split",
                $"parts used in any order, axis {axis}",
                [Real("b", 6, "t")],
                g =>
                {
                    var parts = g.Many("Split", ["x0", g.Whole(2, 2, 2)], 3, GraphBuilder.Attribute("axis", axis));
                    return g.Op("Add", g.Op("Mul", parts[2], parts[0]), g.Op("Exp", parts[1]));
                }
            );
        }
        yield return new(
            "Split",
            "an unused part",
            [Real("b", "t", 6)],
            g =>
            {
                var parts = g.Many("Split", ["x0", g.Whole(2, 3, 1)], 3, GraphBuilder.Attribute("axis", -1L));
                return g.Op("Mul", parts[0], parts[2]);
            }
        );
        yield return new(
            "Split",
            "equal parts, an unused one",
            [Real("b", "t", 6)],
            g =>
            {
                var axis = GraphBuilder.Attribute("axis", 2L);
                var parts =
                    g.Opset >= 18
                        ? g.Many("Split", ["x0"], 3, axis, GraphBuilder.Attribute("num_outputs", 3L))
                        : g.Many("Split", ["x0"], 3, axis);
                return g.Op("Mul", parts[1], parts[2]);
            }
        );
    }

    private static IEnumerable<GradientCase> Slices()
    {
        yield return new(
            "Slice",
            "halves turned as in rotary embeddings",
            [Real("b", "t", 6), Real("t", 6)],
            g =>
            {
                var (first, second) = (g.Slice("x0", 0, 3, -1), g.Slice("x0", 3, long.MaxValue, -1));
                var turned = g.With("Concat", [g.Op("Neg", second), first], GraphBuilder.Attribute("axis", -1L));
                return g.Op("Add", g.Op("Mul", "x0", "x1"), g.Op("Mul", turned, g.Op("Cos", "x1")));
            }
        );
        yield return new(
            "Slice",
            "a part turned, the rest kept",
            [Real("b", 2, "t", 6)],
            g =>
            {
                var (turn, keep) = (g.Slice("x0", 0, 4, 3), g.Slice("x0", 4, long.MaxValue, 3));
                var (even, odd) = (g.Slice(turn, 0, 2, 3), g.Slice(turn, 2, 4, 3));
                var axis = GraphBuilder.Attribute("axis", -1L);
                return g.With("Concat", [g.Op("Neg", odd), g.Op("Exp", even), keep], axis);
            }
        );
        yield return new("Slice", "from the end", [Real("b", 5, "t")], g => g.Slice("x0", -3, -1, 1));
        yield return new("Slice", "beyond the end", [Real("b", 5, "t")], g => g.Slice("x0", -9, 99, 1));
        yield return new(
            "Slice",
            "overlapping parts",
            [Real("b", "t", 5)],
            g => g.Op("Mul", g.Slice("x0", 0, 4, 2), g.Slice("x0", 1, 5, 2))
        );
        yield return new(
            "Slice",
            "two axes at once",
            [Real(4, "t", 5)],
            g => g.Op("Slice", "x0", g.Whole(1, 2), g.Whole(3, 4), g.Whole(2, 0), g.Whole(1, 1))
        );
        yield return new("Slice", "without axes", [Real(4, "t")], g => g.Op("Slice", "x0", g.Whole(1), g.Whole(3)));
        yield return new(
            "Slice",
            "bounds that run-time arithmetic makes",
            [Real("b", "t", 6)],
            g =>
            {
                var half = g.Op("Div", g.Op("Gather", g.Op("Shape", "x0"), g.Whole(2)), g.Whole(2));
                return g.Op("Exp", g.Op("Slice", "x0", half, g.Whole(long.MaxValue), g.Whole(2)));
            }
        );
        yield return new(
            "Slice",
            "a whole axis that varies",
            [Real("b", "t", 4)],
            g => g.Op("Slice", "x0", g.Whole(0, 1), g.Whole(long.MaxValue, 3), g.Whole(1, 2))
        );
    }

    private static IEnumerable<GradientCase> Gathers()
    {
        Func<CaseGraph, string> rows = g => g.Op("Gather", "x0", "x1");
        yield return new("Gather", "rows by token ids, many twice", [Real(4, 3), Index("b", "t")], rows);
        yield return new("Gather", "rows by one list", [Real(4, 3), Index("t")], rows);
        yield return new("Gather", "rows of rank 1", [Real(4), Index("b", "t")], rows);
        yield return new("Gather", "rows that differ", [Real("t", 3), new(Draw.Count, "t")], rows)
        {
            Distinct = ["x1"],
        };
        yield return new("Gather", "constant rows", [Real(4, "t")], g => g.Op("Gather", "x0", g.Whole(3, -1, 0)));
        foreach (var index in (long[])[1, -1])
        {
            yield return new(
                "Gather",
                $"one place, {index}",
                [Real("b", "t", 3)],
                g => g.With("Gather", ["x0", g.Index(index)], GraphBuilder.Attribute("axis", -1L))
            );
        }
        yield return new("Gather", "the first row", [Real(3, "b", "t")], g => g.Op("Gather", "x0", g.Index(0)));
        yield return new(
            "Gather",
            "packed queries, keys and values",
            [Real("b", "t", 3, 2)],
            g =>
            {
                var axis = GraphBuilder.Attribute("axis", 2L);
                string[] parts = [.. Enumerable.Range(0, 3).Select(i => g.With("Gather", ["x0", g.Index(i)], axis))];
                return g.Op("Add", g.Op("Mul", parts[0], parts[1]), g.Op("Exp", parts[2]));
            }
        );
        yield return new(
            "GatherND",
            "places named twice",
            [Real(4, 4, "t"), Index("b", 2)],
            g => g.Op("GatherND", "x0", "x1")
        );
        yield return new(
            "GatherND",
            "single elements",
            [Real(4, 4), Index("b", "t", 2)],
            g => g.Op("GatherND", "x0", "x1")
        );
        yield return new(
            "GatherND",
            "places that differ",
            [Real("t", 3), new(Draw.Count, "t", 1)],
            g => g.Op("GatherND", "x0", "x1")
        )
        {
            Distinct = ["x1"],
        };
    }

    private static IEnumerable<GradientCase> Triangles()
    {
        yield return new("Trilu", "upper by default", [Real("b", "t", 4)], g => g.Op("Trilu", "x0"));
        foreach (var upper in (long[])[0, 1])
        {
            foreach (var k in (long[])[-1, 1])
            {
                yield return new(
                    "Trilu",
                    $"upper {upper}, diagonal {k}",
                    [Real("b", "t", 4)],
                    g => g.With("Trilu", ["x0", g.Index(k)], GraphBuilder.Attribute("upper", upper))
                );
            }
        }
    }
}
