using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Onnx;

/// <summary>A model's own functions written out where they are called compute what the runtime computes of the calls.</summary>
public sealed class FunctionInlinerTests
{
    private const string Own = "own";

    private static readonly TensorValue _input = new([2, 3], [0.5, -1, 2, 3, -0.25, 1]);

    [Fact]
    public void A_function_that_calls_functions_is_written_out()
    {
        var model = Model(Call("outer", ["x"], ["y"]));
        model.Functions.Add(
            Function("inner", ["a", "b"], ["c"], Node("Add", ["a", "b"], ["s"]), Node("Tanh", ["s"], ["c"]))
        );
        model.Functions.Add(
            Function(
                "outer",
                ["a"],
                ["c"],
                Call("inner", ["a", "a"], ["t"]),
                Node("Neg", ["t"], ["n"]),
                Call("inner", ["n", "a"], ["c"])
            )
        );
        AssertSame(model, "Add", "Tanh", "Neg", "Add", "Tanh");
    }

    [Fact]
    public void Attributes_come_from_the_call_from_the_default_or_not_at_all()
    {
        var scaled = Node("Elu", ["a"], ["t"]);
        scaled.Attribute.Add(Reference("alpha", "steepness", AttributeProto.Types.AttributeType.Float));
        var soft = Node("Softmax", ["t"], ["c"]);
        soft.Attribute.Add(Reference("axis", "along", AttributeProto.Types.AttributeType.Int));
        var function = Function("f", ["a"], ["c"], scaled, soft);
        function.AttributeProto.Add(GraphBuilder.Attribute("steepness", 3f));
        function.Attribute.Add("along");
        NodeProto given = Call("f", ["x"], ["p"]),
            fallback = Call("f", ["p"], ["q"]),
            absent = Call("f", ["q"], ["y"]);
        given.Attribute.Add([GraphBuilder.Attribute("steepness", 0.5f), GraphBuilder.Attribute("along", 0L)]);
        fallback.Attribute.Add(GraphBuilder.Attribute("along", 1L));
        var model = Model(given, fallback, absent);
        model.Functions.Add(function);
        FunctionInliner.Inline(model);
        Assert.Equal(
            [0.5f, 3, 3],
            model.Graph.Node.Where(n => n.OpType == "Elu").Select(n => OnnxModel.Float(n, "alpha", 1))
        );
        Assert.Equal(
            [0L, 1, -7],
            model.Graph.Node.Where(n => n.OpType == "Softmax").Select(n => OnnxModel.Integer(n, "axis", -7))
        );
        Assert.All(model.Graph.Node.SelectMany(n => n.Attribute), a => Assert.Equal("", a.RefAttrName));
    }

    [Fact]
    public void Names_inside_stay_apart_from_those_outside_and_of_other_calls()
    {
        // "t" and the node "work" exist outside too, and one input has the name of another's actual.
        var model = Model(
            Node("Exp", ["x"], ["t"], "work"),
            Call("f", ["t", "x"], ["u"]),
            Call("f", ["x", "u"], ["v"]),
            Node("Add", ["v", "t"], ["y"])
        );
        model.Functions.Add(
            Function("f", ["x", "t"], ["u"], Node("Sub", ["x", "t"], ["v"], "work"), Node("Tanh", ["v"], ["u"]))
        );
        AssertSame(model, "Exp", "Sub", "Tanh", "Sub", "Tanh", "Add");
        var named = model.Graph.Node.Select(n => n.Name).Where(n => n.Length > 0).ToList();
        Assert.Equal(named.Distinct(), named);
    }

    [Fact]
    public void Inputs_may_be_left_out_and_outputs_handed_on()
    {
        var model = Model(Call("f", ["x"], ["t", "y"]));
        var clip = Node("Clip", ["a", "low", "high"], ["c"]);
        model.Functions.Add(Function("f", ["a", "low", "high"], ["c", "a"], clip));
        FunctionInliner.Inline(model);
        Assert.Equal(["Clip", "Identity"], model.Graph.Node.Select(n => n.OpType));
        Assert.Equal(["x", "y"], [model.Graph.Node[1].Input[0], model.Graph.Node[1].Output[0]]);
        Assert.Equal(["x", "", ""], model.Graph.Node[0].Input);
    }

    [Fact]
    public void Outputs_may_be_left_out()
    {
        var model = Model(Call("f", ["x"], ["", "y"]));
        model.Functions.Add(Function("f", ["a"], ["c", "d"], Node("Exp", ["a"], ["c"]), Node("Neg", ["c"], ["d"])));
        FunctionInliner.Inline(model);
        Assert.Equal(["Exp", "Neg"], model.Graph.Node.Select(n => n.OpType));
        Assert.Equal(model.Graph.Node[0].Output, model.Graph.Node[1].Input);
        Assert.Equal(["y"], model.Graph.Node[1].Output);
    }

    [Fact]
    public void Overloads_are_told_apart()
    {
        var (plain, other) = (Call("f", ["x"], ["t"]), Call("f", ["t"], ["y"]));
        other.Overload = "other";
        var model = Model(plain, other);
        var second = Function("f", ["a"], ["c"], Node("Neg", ["a"], ["c"]));
        second.Overload = "other";
        model.Functions.Add([Function("f", ["a"], ["c"], Node("Exp", ["a"], ["c"])), second]);
        FunctionInliner.Inline(model);
        Assert.Equal(["Exp", "Neg"], model.Graph.Node.Select(n => n.OpType));
    }

    [Fact]
    public void A_function_that_calls_itself_is_refused()
    {
        var direct = Model(Call("f", ["x"], ["y"]));
        direct.Functions.Add(Function("f", ["a"], ["c"], Call("f", ["a"], ["c"])));
        AssertFault("'f' calls itself", direct);
        var mutual = Model(Call("f", ["x"], ["y"]));
        mutual.Functions.Add(Function("f", ["a"], ["c"], Call("g", ["a"], ["c"])));
        mutual.Functions.Add(Function("g", ["a"], ["c"], Call("f", ["a"], ["c"])));
        AssertFault("calls itself", mutual);
    }

    [Fact]
    public void Calls_that_double_at_every_level_end()
    {
        var model = Model(Call("f0", ["x"], ["y"]));
        for (var level = 0; level < 30; level++)
        {
            var next = level == 29 ? Node("Neg", ["a"], ["t"]) : Call($"f{level + 1}", ["a"], ["t"]);
            var last = level == 29 ? Node("Neg", ["t"], ["c"]) : Call($"f{level + 1}", ["t"], ["c"]);
            model.Functions.Add(Function($"f{level}", ["a"], ["c"], next, last));
        }
        AssertFault("or too much", model);
    }

    [Fact]
    public void Operator_sets_of_functions_are_declared_and_must_agree()
    {
        var model = Model(Call("f", ["x"], ["y"]));
        var function = Function(
            "f",
            ["a"],
            ["c"],
            new NodeProto
            {
                OpType = "Gelu",
                Domain = "com.microsoft",
                Input = { "a" },
                Output = { "c" },
            }
        );
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        model.Functions.Add(function);
        AssertSame(model, "Gelu");
        Assert.Contains(model.OpsetImport, o => o is { Domain: "com.microsoft", Version: 1 });

        var older = Model(Call("f", ["x"], ["y"]));
        var old = Function("f", ["a"], ["c"], Node("Neg", ["a"], ["c"]));
        old.OpsetImport[0].Version = 12;
        older.Functions.Add(old);
        AssertFault("written for operator set 12 and the model for 17; export it again", older);
    }

    [Fact]
    public void Calls_inside_the_body_of_a_branch_are_refused()
    {
        var body = new GraphProto { Name = "body" };
        body.Node.Add(Call("f", ["x"], ["r"]));
        body.Output.Add(new ValueInfoProto { Name = "r" });
        var choice = new NodeProto
        {
            OpType = "If",
            Name = "choice",
            Input = { "c" },
            Output = { "y" },
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
        var model = Model(choice);
        model.Functions.Add(Function("f", ["a"], ["c"], Node("Neg", ["a"], ["c"])));
        AssertFault("If 'choice' calls the model's function 'f' inside its body", model);
    }

    private static ModelProto Model(params NodeProto[] nodes)
    {
        var model = new ModelProto
        {
            IrVersion = 10,
            Graph = new GraphProto { Name = "calls" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Own, Version = 1 });
        model.Graph.Input.Add(GraphBuilder.ValueInfo("x", TensorType.Float, ["n", "m"]));
        model.Graph.Node.Add(nodes);
        model.Graph.Output.Add(GraphBuilder.ValueInfo("y", TensorType.Float, ["n", "m"]));
        return model;
    }

    private static FunctionProto Function(string name, string[] inputs, string[] outputs, params NodeProto[] nodes)
    {
        var function = new FunctionProto { Name = name, Domain = Own };
        function.Input.Add(inputs);
        function.Output.Add(outputs);
        function.Node.Add(nodes);
        function.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = Own, Version = 1 });
        return function;
    }

    private static NodeProto Call(string function, string[] inputs, string[] outputs)
    {
        var node = Node(function, inputs, outputs);
        node.Domain = Own;
        return node;
    }

    private static NodeProto Node(string type, string[] inputs, string[] outputs, string name = "")
    {
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        return node;
    }

    private static AttributeProto Reference(string name, string outer, AttributeProto.Types.AttributeType type) =>
        new()
        {
            Name = name,
            RefAttrName = outer,
            Type = type,
        };

    // The runtime knows functions itself.
    private static void AssertSame(ModelProto model, params string[] operators)
    {
        var expected = Run(model.Clone());
        FunctionInliner.Inline(model);
        Assert.Empty(model.Functions);
        Assert.Equal(operators, model.Graph.Node.Select(n => n.OpType));
        Assert.Equal(expected, Run(model.Clone()));
    }

    private static double[] Run(ModelProto model)
    {
        using var session = OnnxSession.Load(model, new SessionSettings { Threads = 1, Optimise = false });
        using var x = _input.ToOrt(TensorType.Float);
        using var results = session.Run(new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue> { ["x"] = x }, ["y"]);
        return TensorValue.FromOrt(results[0]).Data;
    }

    private static void AssertFault(string part, ModelProto model) =>
        Assert.Contains(
            part,
            Assert.Throws<PrismaticException>(() => FunctionInliner.Inline(model)).Message,
            StringComparison.Ordinal
        );
}
