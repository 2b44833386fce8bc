using Prismatic.Differentiation;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Differentiation;

/// <summary>Single operators against PyTorch's gradients of them.</summary>
public sealed class ReferenceOperatorTests
{
    // Forms of supported operators that are refused, each with what the message says about it.
    private static readonly Dictionary<string, string> _refused = new()
    {
        ["Gather along 1, an index twice"] = "neither one constant",
        ["Slice in steps"] = "step",
        ["Slice backwards"] = "step",
        ["MatMul by a vector"] = "vector",
        ["MatMul of a vector"] = "vector",
    };

    public static TheoryData<string> Supported =>
        [.. OperatorCase.All.Where(c => IsSupported(c) && !_refused.ContainsKey(c.Name)).Select(c => c.Name)];

    public static TheoryData<string> Unsupported =>
        [.. OperatorCase.All.Where(c => !IsSupported(c)).Select(c => c.Name)];

    public static TheoryData<string> Refused => [.. _refused.Keys];

    [Theory]
    [MemberData(nameof(Supported))]
    public void Gradients_are_those_of_PyTorch(string name)
    {
        var operatorCase = OperatorCase.Get(name);
        using var graph = Compile(operatorCase);
        TensorValue[] cotangents = [.. operatorCase.Cotangents.Select(c => new TensorValue(c.Shape, c.Data))];
        var gradients = graph.Gradients(Inputs(operatorCase), cotangents);
        Assert.NotEmpty(gradients);
        foreach (var index in operatorCase.Varying)
        {
            var expected = operatorCase.Inputs[index]!;
            var actual = gradients[OperatorCase.InputName(index)];
            Assert.Equal(expected.Shape, actual.Dims);
            Assert.InRange(TensorValue.Distance(expected.Gradient!, actual.Data), 0, 3e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void An_operator_without_a_rule_is_named_with_its_node(string name)
    {
        var operatorCase = OperatorCase.Get(name);
        var fault = Assert.Throws<PrismaticException>(() => Compile(operatorCase).Dispose());
        Assert.Contains($"{operatorCase.Op} 'node' has no gradient rule", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_form_that_is_refused_is_named_with_its_node_and_the_reason(string name)
    {
        var operatorCase = OperatorCase.Get(name);
        var fault = Assert.Throws<PrismaticException>(() => Compile(operatorCase).Dispose());
        Assert.Contains($"{operatorCase.Op} 'node'", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_refused[name], fault.Message, StringComparison.Ordinal);
    }

    private static bool IsSupported(OperatorCase c) => GradientRules.Find(c.Op, c.Domain) is not null;

    private static DifferentiatedGraph Compile(OperatorCase operatorCase) =>
        DifferentiatedGraph.Compile(
            operatorCase.ToModel(),
            [Inputs(operatorCase)],
            [.. operatorCase.Varying.Select(OperatorCase.InputName)]
        );

    private static Dictionary<string, TensorValue> Inputs(OperatorCase operatorCase) =>
        operatorCase.Varying.ToDictionary(
            OperatorCase.InputName,
            i => new TensorValue(
                operatorCase.Inputs[i]!.Shape,
                Array.ConvertAll(operatorCase.Inputs[i]!.ToFloats(), v => (double)v)
            )
        );
}
