using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Differentiation;

/// <summary>The walk itself: what it reaches, what it leaves out, and what it refuses.</summary>
public sealed class BackwardGraphTests
{
    private static readonly TensorValue _x = new([2, 3], [1, -2, 0.5, 3, 0.25, -1]);
    private static readonly TensorValue _c = new([2, 3], [1, 2, -1, 0.5, 3, -2]);

    [Fact]
    public void Every_unsupported_node_is_named_at_once()
    {
        var model = Model(g =>
        {
            var a = Node(g, "Selu", "first", "x0");
            var b = Node(g, "FastGelu", "second", a, "com.microsoft");
            var c = g.Node("Tanh", [b]);
            var d = Node(g, "Selu", "third", c);
            return g.Node("Add", [d, Node(g, "Elu", "branch", b)]);
        });
        var fault = Assert.Throws<PrismaticException>(() => Compile(model, "x0"));
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.Contains("4 node(s)", fault.Message, StringComparison.Ordinal);
        foreach (var named in (string[])["Selu 'first'", "FastGelu 'second'", "Selu 'third'", "Elu 'branch'"])
        {
            Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("Tanh", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_branch_whose_body_reads_what_is_wanted_is_refused()
    {
        var model = Model(g =>
        {
            var flag = GraphBuilder.Tensor(TensorType.Bool, [1], []);
            flag.Name = "flag";
            g.Graph.Initializer.Add(flag);
            var body = new GraphProto { Name = "body", Output = { new ValueInfoProto { Name = "inside" } } };
            body.Node.Add(
                new NodeProto
                {
                    OpType = "Neg",
                    Input = { "x0" },
                    Output = { "inside" },
                }
            );
            var choice = new NodeProto
            {
                OpType = "If",
                Name = "choice",
                Input = { "flag" },
                Output = { "chosen" },
            };
            foreach (var branch in (string[])["then_branch", "else_branch"])
            {
                choice.Attribute.Add(
                    new AttributeProto
                    {
                        Name = branch,
                        G = body,
                        Type = AttributeProto.Types.AttributeType.Graph,
                    }
                );
            }
            g.Graph.Node.Add(choice);
            return g.Node("Add", ["chosen", "x0"]);
        });
        var fault = Assert.Throws<PrismaticException>(() => Compile(model, "x0"));
        Assert.Contains("If 'choice' has no gradient rule", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_carry_no_gradient()
    {
        var model = Model(g =>
        {
            var size = g.Node("Cast", [g.Node("Size", ["x0"])], GraphBuilder.Attribute("to", (long)TensorType.Float));
            return g.Node("Mul", ["x0", size]);
        });
        using var graph = Compile(model, "x0");
        Assert.Equal(_c.Data.Select(v => 6 * v), graph.Gradients(Inputs(), [_c])["x0"].Data);
    }

    [Fact]
    public void Refused_forms_and_unknown_operators_are_told_together()
    {
        var model = Model(g =>
        {
            var steps = g.Node(
                "Slice",
                [Node(g, "Selu", "unknown", "x0"), g.Integers([0]), g.Integers([3]), g.Integers([1]), g.Integers([2])]
            );
            return g.Node("Pow", [g.Node("Exp", [steps]), g.Node("Exp", [steps])]);
        });
        var fault = Assert.Throws<PrismaticException>(() => Compile(model, "x0"));
        Assert.Contains("3 node(s)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("step", fault.Message, StringComparison.Ordinal);
        Assert.Contains("exponent", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Selu 'unknown'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unsupported_operator_that_no_wanted_gradient_passes_is_no_fault()
    {
        var model = Model(g => g.Node("Mul", ["x0", Node(g, "Selu", "before", "x1")]));
        using var graph = Compile(model, "x0");
        var gradient = graph.Gradients(Inputs(), [_c])["x0"];
        Assert.Equal(_x.Data.Length, gradient.Data.Length);
        var fault = Assert.Throws<PrismaticException>(() => Compile(model, "x0", "x1"));
        Assert.Contains("Selu 'before'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unsupported_operator_behind_the_outputs_is_no_fault()
    {
        var model = Model(g =>
        {
            var y = g.Node("Exp", ["x0"]);
            Node(g, "Selu", "behind", y);
            return y;
        });
        using var graph = Compile(model, "x0");
        Assert.Single(graph.Gradients(Inputs(), [_c]));
    }

    [Fact]
    public void A_tensor_that_no_path_joins_with_the_outputs_has_no_gradient()
    {
        var model = Model(g =>
        {
            g.Node("Exp", ["x1"]);
            return g.Node("Exp", ["x0"]);
        });
        using var graph = Compile(model, "x0", "x1");
        Assert.Equal(["x0"], graph.Gradients(Inputs(), [_c]).Keys);
    }

    [Fact]
    public void Comparisons_and_shapes_pass_no_gradient_on()
    {
        var model = Model(g =>
        {
            var mask = g.Node("Greater", ["x0", g.Scalar(0)]);
            var flat = g.Node("Reshape", ["x1", g.Node("Shape", ["x0"])]);
            return g.Node("Where", [mask, "x0", flat]);
        });
        using var graph = Compile(model, "x0", "x1");
        var gradients = graph.Gradients(Inputs(), [_c]);
        Assert.Equal([1, 0, -1, 0.5, 3, 0], gradients["x0"].Data);
        Assert.Equal([0, 2, 0, 0, 0, -2], gradients["x1"].Data);
    }

    [Fact]
    public void Contributions_of_all_paths_are_added()
    {
        var model = Model(g =>
        {
            var y = "x0";
            for (var i = 0; i < 5; i++)
            {
                y = g.Node("Add", [y, y]);
            }
            return g.Node("Sub", [y, g.Node("Add", ["x0", g.Node("Mul", ["x0", "x1"])])]);
        });
        using var graph = Compile(model, "x0", "x1");
        var gradients = graph.Gradients(Inputs(), [_c]);
        Assert.Equal(_c.Data.Select((c, i) => c * (31 - _x.Data[i])), gradients["x0"].Data);
        Assert.Equal(_c.Data.Select((c, i) => -c * _x.Data[i]), gradients["x1"].Data);
    }

    [Fact]
    public void Several_outputs_are_differentiated_together_even_when_one_feeds_another()
    {
        var model = Model(g =>
        {
            var first = g.Node("Mul", ["x0", "x1"]);
            g.Output(first);
            return g.Node("Mul", [first, first]);
        });
        using var graph = Compile(model, "x0");
        var gradient = graph.Gradients(Inputs(), [_c, _c])["x0"];
        Assert.Equal(_c.Data.Select((c, i) => c * _x.Data[i] * (1 + (2 * _x.Data[i] * _x.Data[i]))), gradient.Data);
    }

    // Rules that look at a tensor's only user must know that an output is used outside, too.
    [Fact]
    public void A_softmax_that_is_mixed_and_an_output_as_well_counts_both_ways()
    {
        var model = Model(g =>
        {
            var soft = g.Node("Softmax", ["x0"]);
            g.Output(soft);
            return g.Node("MatMul", [soft, g.Constant([1, -2, 3, 0.5f, 1, 2, -1, 1, 0.25f], 3, 3)]);
        });
        using var graph = Compile(model, "x0");
        var differences = graph.Differences(Inputs(), [_c, _c], "x0", 1.0 / 64);
        var gradient = graph.Gradients(Inputs(), [_c, _c])["x0"];
        Assert.InRange(TensorValue.Distance(differences, gradient.Data), 0, 1e-4);
    }

    [Fact]
    public void A_tensor_inside_the_graph_gets_a_gradient_of_its_own_shape()
    {
        string power = "",
            gate = "";
        var model = Model(g =>
        {
            power = g.Node("Pow", ["x0", g.Scalar(2)]);
            gate = g.Node("Sigmoid", ["x1"]);
            var sum = g.Node("ReduceSum", [power, g.Integers([1])]);
            return g.Node("Mul", [sum, g.Node("Mul", [gate, "x1"])]);
        });
        using var graph = Compile(model, "x0", "x1", power, gate);
        var gradients = graph.Gradients(Inputs(), [_c]);
        Assert.Equal([2, 3], gradients[power].Dims);
        Assert.Equal([2, 3], gradients[gate].Dims);
        for (var i = 0; i < 2; i++)
        {
            var differences = graph.Differences(Inputs(), [_c], $"x{i}", 1.0 / 64);
            Assert.InRange(TensorValue.Distance(differences, gradients[$"x{i}"].Data), 0, 1e-4);
        }
    }

    private static Dictionary<string, TensorValue> Inputs() => new() { ["x0"] = _x, ["x1"] = _x };

    private static ModelProto Model(Func<GraphBuilder, string> build)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = new GraphProto { Name = "walk" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        var builder = new GraphBuilder(model.Graph);
        builder.Input("x0", TensorType.Float, "b", 3);
        builder.Input("x1", TensorType.Float, "b", 3);
        builder.Output(build(builder));
        return model;
    }

    private static string Node(GraphBuilder builder, string type, string name, string input, string domain = "")
    {
        var output = builder.Node(type, [input]);
        (builder.Graph.Node[^1].Name, builder.Graph.Node[^1].Domain) = (name, domain);
        return output;
    }

    private static DifferentiatedGraph Compile(ModelProto model, params string[] wanted)
    {
        var taller = new TensorValue([5, 3], [.. Enumerable.Range(0, 15).Select(i => i / 8.0)]);
        return DifferentiatedGraph.Compile(
            model,
            [Inputs(), new Dictionary<string, TensorValue> { ["x0"] = taller, ["x1"] = taller }],
            wanted
        );
    }
}
