using System.Runtime.InteropServices;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Onnx;

/// <summary>Normal form and shape folding leave what a graph computes alone.</summary>
public sealed class GraphNormaliserTests
{
    private static readonly (int, int)[] _sizes = [(1, 1), (1, 2), (2, 5), (4, 3), (3, 64), (7, 33)];

    public static TheoryData<string> Names => [.. ReferenceFile.ModelNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_decoder_gives_the_same_logits_at_every_size(string name)
    {
        var path = ReferenceFile.Load(name).ModelPath;
        var (plain, normal) = (OnnxModel.Load(path), OnnxModel.Load(path));
        GraphNormaliser.Normalise(normal);
        var folded = normal.Clone();
        GraphNormaliser.FoldShapes(folded, Probe(folded));

        Assert.DoesNotContain(normal.Graph.Node, n => n.OpType is "Constant" or "Identity");
        Assert.True(normal.Graph.Node.Count < plain.Graph.Node.Count);
        Assert.True(
            folded.Graph.Node.Count(n => n.OpType == "Shape") < normal.Graph.Node.Count(n => n.OpType == "Shape")
        );

        using OnnxSession first = Load(plain),
            second = Load(normal),
            third = Load(folded);
        foreach (var (batch, time) in _sizes)
        {
            var expected = Logits(first, batch, time);
            Assert.Equal(batch * time * 97, expected.Length);
            Assert.InRange(TensorValue.Distance(expected, Logits(second, batch, time)), 0, 1e-6);
            Assert.InRange(TensorValue.Distance(expected, Logits(third, batch, time)), 0, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Folding_leaves_a_fact_for_every_input_of_every_node(string name)
    {
        var model = OnnxModel.Load(ReferenceFile.Load(name).ModelPath);
        GraphNormaliser.Normalise(model);
        var facts = Probe(model);
        GraphNormaliser.FoldShapes(model, facts);
        foreach (var input in model.Graph.Node.SelectMany(n => n.Input).Where(i => i.Length > 0))
        {
            Assert.True(facts.TryGetValue(input, out var fact), $"There is no fact of {input}.");
            Assert.All(fact.Dims, dims => Assert.Equal(fact.Rank, dims.Length));
        }
    }

    [Fact]
    public void Constants_of_every_form_become_initializers()
    {
        var model = new ModelProto { Graph = new GraphProto() };
        var builder = new GraphBuilder(model.Graph);
        string[] constants =
        [
            builder.Node("Constant", [], GraphBuilder.Attribute("value_int", 3L)),
            builder.Node("Constant", [], GraphBuilder.Attribute("value_float", 0.5f)),
            builder.Node("Constant", [], GraphBuilder.List("value_ints", 1, 2)),
        ];
        builder.Output(builder.Node("Anything", constants));
        GraphNormaliser.Normalise(model);
        Assert.Equal(["Anything"], model.Graph.Node.Select(n => n.OpType));
        Assert.Equal(constants, model.Graph.Initializer.Select(t => t.Name));
        Assert.Equal(
            [
                [],
                [],
                [2L],
            ],
            model.Graph.Initializer.Select(t => t.Dims.ToArray())
        );
        Assert.Equal([3L], MemoryMarshal.Cast<byte, long>(model.Graph.Initializer[0].RawData.Span).ToArray());
        Assert.Equal([0.5f], TensorData.Floats(model.Graph.Initializer[1]));
    }

    [Fact]
    public void Aliases_vanish_but_outputs_keep_their_names()
    {
        var model = new ModelProto { Graph = new GraphProto() };
        var builder = new GraphBuilder(model.Graph);
        builder.Input("x", TensorType.Float, "b");
        var twice = builder.Node("Identity", [builder.Node("Dropout", [builder.Node("Identity", ["x"])])]);
        builder.Output(builder.Named("y", "Identity", [builder.Node("Exp", [twice])]));
        builder.Node("Log", [twice]);
        GraphNormaliser.Normalise(model);
        Assert.Equal(["Exp", "Identity"], model.Graph.Node.Select(n => n.OpType));
        Assert.Equal("x", model.Graph.Node[0].Input[0]);
        Assert.Equal("y", model.Graph.Node[1].Output[0]);
    }

    [Fact]
    public void Weights_of_16_bits_that_are_cast_are_widened()
    {
        var model = new ModelProto { Graph = new GraphProto() };
        var builder = new GraphBuilder(model.Graph);
        Half[] halves = [(Half)1.5f, (Half)(-0.25f)];
        var tensor = GraphBuilder.Tensor(TensorType.Float16, MemoryMarshal.AsBytes<Half>(halves), [2]);
        tensor.Name = "half";
        model.Graph.Initializer.Add(tensor);
        var wide = builder.Node("Cast", ["half"], GraphBuilder.Attribute("to", (long)TensorType.Float));
        builder.Output(builder.Node("Exp", [wide]));
        GraphNormaliser.Normalise(model);
        Assert.Equal(["Exp"], model.Graph.Node.Select(n => n.OpType));
        Assert.Equal([1.5f, -0.25f], TensorData.Floats(Assert.Single(model.Graph.Initializer)));
    }

    [Fact]
    public void A_target_shape_copies_axes_in_place_and_leaves_one_free()
    {
        var from = Fact([2, 5, 6], [3, 7, 6]);
        Assert.Equal("0 0 2 3", Target(from, Fact([2, 5, 2, 3], [3, 7, 2, 3])));
        Assert.Equal("-1 6", Target(from, Fact([10, 6], [21, 6])));
        Assert.Equal("0 -1", Target(from, Fact([2, 30], [3, 42])));
        Assert.Empty(Target(from, Fact([5, 2, 6], [7, 3, 6])));
    }

    private static string Target(TensorFact from, TensorFact to) =>
        string.Join(' ', GraphNormaliser.ReshapeTarget(from, to) ?? []);

    private static TensorFact Fact(params long[][] dims) => new(TensorType.Float, dims, null);

    private static Dictionary<string, TensorFact> Probe(ModelProto model)
    {
        var probes = ((int, int)[])[(2, 5), (3, 7), (5, 19)];
        var fed = probes.Select(p => Inputs(model.Graph.Input.Select(i => i.Name), p.Item1, p.Item2)).ToList();
        var facts = ShapeProbe.Run(
            model,
            [.. fed.Select(f => f.ToDictionary(v => v.Key, v => v.Value.ToOrt(TensorType.Float)))]
        );
        return facts;
    }

    private static OnnxSession Load(ModelProto model) => OnnxSession.Load(model, new SessionSettings { Threads = 1 });

    private static double[] Logits(OnnxSession session, int batch, int time)
    {
        var inputs = Inputs(session.InputNames, batch, time)
            .ToDictionary(v => v.Key, v => v.Value.ToOrt(TensorType.Float));
        using var results = session.Run(inputs, ["logits"]);
        foreach (var value in inputs.Values)
        {
            value.Dispose();
        }
        return TensorValue.FromOrt(results[0]).Data;
    }

    private static Dictionary<string, TensorValue> Inputs(IEnumerable<string> names, int batch, int time)
    {
        var random = new Pcg32((ulong)(batch * time));
        return names.ToDictionary(
            name => name,
            name => new TensorValue(
                [batch, time],
                [
                    .. Enumerable
                        .Range(0, batch * time)
                        .Select(i =>
                            name switch
                            {
                                "input_ids" => random.Next(97),
                                "attention_mask" => 1.0,
                                _ => i % time,
                            }
                        ),
                ],
                TensorType.Int64
            )
        );
    }
}
