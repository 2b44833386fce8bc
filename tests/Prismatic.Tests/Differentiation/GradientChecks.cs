using Prismatic.Differentiation;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Tests.Differentiation;

/// <summary>
/// Every rule against central differences, at sizes no probe has seen. Where the runtime has double kernels, the graph
/// is also computed in double, which leaves no room for a small error.
/// </summary>
public sealed class GradientChecks
{
    private static readonly (int, int)[] _probed = [(2, 5), (3, 7), (5, 11)];
    private static readonly (int, int)[] _checked = [(4, 3), (1, 6)];

    public static TheoryData<string> Cases => [.. GradientCases.All.Select(c => c.Name)];

    [Fact]
    public void Every_rule_has_a_check_and_every_check_a_rule()
    {
        Assert.Equal(GradientRules.Operators.Order(), GradientCases.All.Select(c => c.Operator).Distinct().Order());
        Assert.All(GradientCases.All, c => Assert.Contains(c.ToModel(20).Graph.Node, n => n.OpType == c.Operator));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_central_differences(string name)
    {
        var gradientCase = GradientCases.Get(name);
        foreach (var opset in gradientCase.Opsets)
        {
            using var inFloat = Compile(gradientCase, opset, TensorType.Float);
            using var inDouble = gradientCase.InDouble ? Compile(gradientCase, opset, TensorType.Double) : null;
            foreach (var size in _checked)
            {
                Check(gradientCase, size, inFloat, inDouble);
            }
        }
    }

    private static void Check(
        GradientCase gradientCase,
        (int, int) size,
        DifferentiatedGraph inFloat,
        DifferentiatedGraph? inDouble
    )
    {
        var inputs = gradientCase.At(size, seed: 7);
        var random = new Pcg32(11);
        TensorValue[] cotangents =
        [
            .. inFloat
                .Outputs(inputs)
                .Select(y => y with { Data = Array.ConvertAll(y.Data, _ => random.NextGaussian()) }),
        ];
        var gradients = inFloat.Gradients(inputs, cotangents);
        var exact = inDouble?.Gradients(inputs, cotangents);
        double largest = 0;
        foreach (var input in Wanted(gradientCase))
        {
            // A step of 1/64 keeps the rounding of floats and the truncation of the formula both near 1e-5.
            var differences =
                inDouble?.Differences(inputs, cotangents, input, 1e-3)
                ?? inFloat.Differences(inputs, cotangents, input, 1.0 / 64);
            largest = Math.Max(largest, differences.Max(Math.Abs));
            Assert.Equal(inputs[input].Dims, gradients[input].Dims);
            if (gradientCase.Flat)
            {
                Assert.All(gradients[input].Data, v => Assert.InRange(v, -1e-6, 1e-6));
                continue;
            }
            Assert.InRange(TensorValue.Distance(differences, gradients[input].Data), 0, inDouble is null ? 3e-4 : 1e-5);
            if (exact is not null)
            {
                Assert.InRange(TensorValue.Distance(differences, exact[input].Data), 0, 1e-7);
            }
        }
        Assert.True(
            gradientCase.Flat || largest > 1e-3,
            "The output does not depend on any input; the check is empty."
        );
    }

    private static string[] Wanted(GradientCase c) =>
        [.. Enumerable.Range(0, c.Inputs.Length).Where(i => c.Inputs[i].Type == TensorType.Float).Select(i => $"x{i}")];

    private static DifferentiatedGraph Compile(GradientCase gradientCase, int opset, TensorType type) =>
        DifferentiatedGraph.Compile(
            gradientCase.ToModel(opset),
            [.. _probed.Select((size, i) => gradientCase.At(size, (ulong)i))],
            Wanted(gradientCase),
            type,
            gradientCase.Distinct
        );
}
