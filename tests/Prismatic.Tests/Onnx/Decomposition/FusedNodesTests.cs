using CsCheck;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Decomposition;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Onnx.Decomposition;

/// <summary>
/// Every form of every fused operator: what it becomes computes the same on the runtime's processor kernels, and has
/// gradients that are central differences.
/// </summary>
public sealed class FusedNodesTests
{
    private static readonly (int, int)[] _probed = [(2, 5), (3, 7), (5, 11)];

    public static TheoryData<string> Names => [.. FusedCases.All.Select(c => c.Name)];

    public static TheoryData<string> DifferentiatedNames =>
        [.. FusedCases.All.Where(c => c.Differentiated).Select(c => c.Name)];

    [Fact]
    public void Every_operator_of_the_table_has_a_case_and_every_case_an_operator()
    {
        Assert.Equal(
            FusedNodes.Operators.Order(),
            FusedCases.All.Select(c => (c.Domain, c.Operator)).Distinct().Order()
        );
        Assert.All(
            FusedCases.All,
            c => Assert.Contains(c.ToModel().Graph.Node, n => n.OpType == c.Operator && n.Domain == c.Domain)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_it_becomes_computes_the_same(string name)
    {
        var fusedCase = FusedCases.Get(name);
        var apart = Decomposed(fusedCase);
        using OnnxSession fused = Load(fusedCase.ToModel(fusedCase.Reference)),
            parts = Load(apart);
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 9], Gen.ULong)
            .Sample(
                (batch, time, seed) =>
                {
                    var inputs = fusedCase.At((batch, time), seed);
                    var expected = Outputs(fused, inputs);
                    var actual = Outputs(parts, inputs);
                    for (var i = 0; i < expected.Length; i++)
                    {
                        Assert.Equal(expected[i].Dims, actual[i].Dims);
                        var distance = TensorValue.Distance(expected[i].Data, actual[i].Data);
                        Assert.InRange(distance, 0, fusedCase.Tolerance);
                    }
                },
                iter: 12,
                threads: 1
            );
    }

    [Theory]
    [MemberData(nameof(DifferentiatedNames))]
    public void Gradients_of_what_it_becomes_are_central_differences(string name)
    {
        var fusedCase = FusedCases.Get(name);
        string[] wanted =
        [
            .. Enumerable
                .Range(0, fusedCase.Inputs.Length)
                .Where(i => fusedCase.Inputs[i].Type == TensorType.Float)
                .Select(i => $"x{i}"),
        ];
        using var graph = DifferentiatedGraph.Compile(
            Decomposed(fusedCase),
            [.. _probed.Select((size, i) => fusedCase.At(size, (ulong)i))],
            wanted
        );
        var inputs = fusedCase.At((2, 3), seed: 7);
        var random = new Pcg32(11);
        TensorValue[] cotangents =
        [
            .. graph
                .Outputs(inputs)
                .Select(y => y with { Data = Array.ConvertAll(y.Data, _ => random.NextGaussian()) }),
        ];
        var gradients = graph.Gradients(inputs, cotangents);
        foreach (var input in wanted)
        {
            var differences = graph.Differences(inputs, cotangents, input, 1.0 / 64);
            Assert.InRange(TensorValue.Distance(differences, gradients[input].Data), 0, 5e-4);
        }
    }

    [Fact]
    public void Layers_share_one_mask_and_one_table_of_angles()
    {
        var model = FusedCases.Get("com.microsoft.GroupQueryAttention: rotary").ToModel();
        var attention = model.Graph.Node.First(n => n.OpType == "GroupQueryAttention");
        for (var i = 0; i < 8; i++)
        {
            var again = attention.Clone();
            again.Output[0] = $"again{i}";
            model.Graph.Node.Add(again);
            model.Graph.Output.Add(new ValueInfoProto { Name = again.Output[0] });
        }
        FusedNodes.Decompose(model);
        Assert.Single(model.Graph.Node, n => n.OpType == "LessOrEqual");
        Assert.Equal(2, model.Graph.Node.Count(n => n.OpType == "Slice"));
        Assert.Equal(9, model.Graph.Node.Count(n => n.OpType == "Softmax"));
    }

    private static ModelProto Decomposed(FusedCase fusedCase)
    {
        var model = fusedCase.ToModel();
        GraphNormaliser.Normalise(model);
        FusedNodes.Decompose(model);
        Assert.DoesNotContain(model.Graph.Node, n => n.Domain == "com.microsoft");
        return model;
    }

    private static OnnxSession Load(ModelProto model) =>
        OnnxSession.Load(model, new SessionSettings { Threads = 1, Optimise = false });

    private static TensorValue[] Outputs(OnnxSession session, Dictionary<string, TensorValue> inputs)
    {
        var fed = inputs
            .Where(i => session.InputNames.Contains(i.Key))
            .ToDictionary(i => i.Key, i => i.Value.ToOrt(TensorType.Float));
        using var results = session.Run(fed, [.. session.OutputNames]);
        foreach (var value in fed.Values)
        {
            value.Dispose();
        }
        return [.. results.Select(TensorValue.FromOrt)];
    }
}
