using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Onnx;

/// <summary>A graph of an old operator set and its lifted form give the same numbers.</summary>
public sealed class OperatorSetsTests
{
    private static readonly Dictionary<string, (long Opset, Func<GraphBuilder, string> Build)> _graphs = new()
    {
        ["Squeeze"] = (
            11,
            b =>
                b.Node(
                    "Squeeze",
                    [b.Node("Unsqueeze", ["x"], GraphBuilder.List("axes", 0, 3))],
                    GraphBuilder.List("axes", 3)
                )
        ),
        ["Squeeze all"] = (11, b => b.Node("Squeeze", [b.Node("Unsqueeze", ["x"], GraphBuilder.List("axes", 0))])),
        ["ReduceSum"] = (
            11,
            b => b.Node("ReduceSum", ["x"], GraphBuilder.List("axes", 1), GraphBuilder.Attribute("keepdims", 0L))
        ),
        ["ReduceSum all"] = (12, b => b.Node("ReduceSum", ["x"])),
        ["Split"] = (
            11,
            b =>
                Sum(b, b.Nodes("Split", ["x"], 2, GraphBuilder.List("split", 2, 2), GraphBuilder.Attribute("axis", 2L)))
        ),
        ["Split even"] = (11, b => Sum(b, b.Nodes("Split", ["x"], 2, GraphBuilder.Attribute("axis", 2L)))),
        ["Softmax last"] = (11, b => b.Node("Softmax", ["x"], GraphBuilder.Attribute("axis", -1L))),
        ["Softmax flattened"] = (11, b => b.Node("Softmax", ["x"])),
        ["Softmax from the front"] = (11, b => b.Node("Softmax", ["x"], GraphBuilder.Attribute("axis", 0L))),
        ["LogSoftmax"] = (12, b => b.Node("LogSoftmax", ["x"], GraphBuilder.Attribute("axis", 2L))),
        ["Slice"] = (
            9,
            b =>
                b.Node(
                    "Slice",
                    ["x"],
                    GraphBuilder.List("starts", 1, 0),
                    GraphBuilder.List("ends", 3, 1),
                    GraphBuilder.List("axes", 2, 1)
                )
        ),
        ["Slice without axes"] = (
            9,
            b => b.Node("Slice", ["x"], GraphBuilder.List("starts", 0, 1), GraphBuilder.List("ends", 1, 3))
        ),
        ["Pad"] = (
            10,
            b =>
                b.Node("Pad", ["x"], GraphBuilder.List("pads", 0, 1, 0, 0, 0, 2), GraphBuilder.Attribute("value", 1.5f))
        ),
        ["Clip"] = (
            10,
            b => b.Node("Clip", ["x"], GraphBuilder.Attribute("min", -0.5f), GraphBuilder.Attribute("max", 0.25f))
        ),
        ["Clip above"] = (10, b => b.Node("Clip", ["x"], GraphBuilder.Attribute("max", 0.25f))),
        ["Dropout"] = (10, b => b.Node("Dropout", ["x"], GraphBuilder.Attribute("ratio", 0.3f))),
    };

    public static TheoryData<string> Names => [.. _graphs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lifted_graph_gives_the_same_numbers(string name)
    {
        var (opset, build) = _graphs[name];
        var model = new ModelProto
        {
            IrVersion = 6,
            Graph = new GraphProto { Name = "old" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        var builder = new GraphBuilder(model.Graph);
        builder.Input("x", TensorType.Float, "b", "t", 4);
        var result = build(builder);
        builder.Output(result);
        var lifted = model.Clone();
        OperatorSets.Lift(lifted);
        Assert.Equal(17, OnnxModel.Opset(lifted));
        Assert.Equal(Run(model, result), Run(lifted, result));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    public void Later_graphs_keep_their_nodes(long opset)
    {
        var model = new ModelProto { Graph = new GraphProto() };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        new GraphBuilder(model.Graph).Node("Softmax", ["x"], GraphBuilder.Attribute("axis", 1L));
        var nodes = model.Graph.Clone();
        OperatorSets.Lift(model);
        Assert.Equal(nodes, model.Graph);
        Assert.Equal(Math.Max(17, opset), OnnxModel.Opset(model));
    }

    private static string Sum(GraphBuilder builder, string[] parts) => builder.Node("Sub", [parts[0], parts[1]]);

    private static (long[] Dims, float[] Values) RunOnce(ModelProto model, string output)
    {
        using var session = OnnxSession.Load(model);
        float[] values = [.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i * 1.7f))];
        using var x = OnnxSession.Tensor<float>(values, 2, 3, 4);
        using var results = session.Run(new Dictionary<string, OrtValue> { ["x"] = x }, [output]);
        return (results[0].GetTensorTypeAndShape().Shape, results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    private static string Run(ModelProto model, string output)
    {
        var (dims, values) = RunOnce(model, output);
        Assert.NotEmpty(values);
        return $"{string.Join('x', dims)}: {string.Join(' ', values.Select(v => v.ToString("F5", null)))}";
    }
}
