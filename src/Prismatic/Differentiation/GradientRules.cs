using System.Collections.Frozen;
using Prismatic.Differentiation.Rules;

namespace Prismatic.Differentiation;

/// <summary>The table from operator to rule. A new operator is one method, one line here, and one gradient check.</summary>
internal static class GradientRules
{
    private static readonly FrozenDictionary<string, GradientRule> Table = new Dictionary<string, GradientRule>
    {
        ["Abs"] = ElementwiseRules.Abs,
        ["Add"] = ElementwiseRules.Add,
        ["Cast"] = ElementwiseRules.Cast,
        ["CastLike"] = ElementwiseRules.CastLike,
        ["Clip"] = ElementwiseRules.Clip,
        ["Concat"] = ShapeRules.Concat,
        ["Cos"] = ElementwiseRules.Cos,
        ["Div"] = ElementwiseRules.Div,
        ["Erf"] = ElementwiseRules.Erf,
        ["Exp"] = ElementwiseRules.Exp,
        ["Expand"] = ShapeRules.Expand,
        ["Flatten"] = ShapeRules.Reshape,
        ["Gather"] = ShapeRules.Gather,
        ["GatherND"] = ShapeRules.GatherNd,
        ["Gelu"] = ElementwiseRules.Gelu,
        ["Gemm"] = MatMulRules.Gemm,
        ["Identity"] = ElementwiseRules.Identity,
        ["LayerNormalization"] = NormalizationRules.LayerNormalization,
        ["Log"] = ElementwiseRules.Log,
        ["LogSoftmax"] = NormalizationRules.LogSoftmax,
        ["MatMul"] = MatMulRules.MatMul,
        ["Max"] = ElementwiseRules.Max,
        ["Min"] = ElementwiseRules.Min,
        ["Mul"] = ElementwiseRules.Mul,
        ["Neg"] = ElementwiseRules.Neg,
        ["Pow"] = ElementwiseRules.Pow,
        ["Reciprocal"] = ElementwiseRules.Reciprocal,
        ["ReduceMean"] = NormalizationRules.ReduceMean,
        ["ReduceSum"] = NormalizationRules.ReduceSum,
        ["Relu"] = ElementwiseRules.Relu,
        ["Reshape"] = ShapeRules.Reshape,
        ["Sigmoid"] = ElementwiseRules.Sigmoid,
        ["Sin"] = ElementwiseRules.Sin,
        ["Slice"] = ShapeRules.Slice,
        ["Softmax"] = NormalizationRules.Softmax,
        ["Softplus"] = ElementwiseRules.Softplus,
        ["Split"] = ShapeRules.Split,
        ["Sqrt"] = ElementwiseRules.Sqrt,
        ["Squeeze"] = ShapeRules.Reshape,
        ["Sub"] = ElementwiseRules.Sub,
        ["Tanh"] = ElementwiseRules.Tanh,
        ["Transpose"] = ShapeRules.Transpose,
        ["Trilu"] = ShapeRules.Trilu,
        ["Unsqueeze"] = ShapeRules.Reshape,
        ["Where"] = ElementwiseRules.Where,
    }.ToFrozenDictionary();

    /// <summary>Every operator that has a rule, by its ONNX name.</summary>
    public static IReadOnlyCollection<string> Operators => Table.Keys;

    /// <summary>The rule of an operator of the standard domain, or null.</summary>
    public static GradientRule? Find(string operatorType, string domain) =>
        domain is "" or "ai.onnx" ? Table.GetValueOrDefault(operatorType) : null;

    /// <summary>Whether an operator reads the sizes of its input and no value: nothing flows back through it.</summary>
    public static bool ReadsOnlyShape(string operatorType, string domain) =>
        domain is "" or "ai.onnx" && operatorType is ("Shape" or "Size");
}
