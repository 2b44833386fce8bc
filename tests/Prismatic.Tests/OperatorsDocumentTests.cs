using System.Text.RegularExpressions;
using Prismatic.Differentiation;
using Prismatic.Onnx.Decomposition;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests;

/// <summary>docs/operators.md names what the tables hold, no more and no less.</summary>
public sealed partial class OperatorsDocumentTests
{
    private static readonly string _text = File.ReadAllText(Path.Combine(TestFiles.Root, "docs", "operators.md"));

    [Fact]
    public void Every_gradient_rule_is_listed()
    {
        var start = _text.IndexOf("## With a gradient rule", StringComparison.Ordinal);
        var list = _text[start.._text.IndexOf("`Shape` and `Size` need", start, StringComparison.Ordinal)];
        Assert.Equal(GradientRules.Operators.Order(), Name().Matches(list).Select(m => m.Groups["name"].Value).Order());
    }

    [Theory]
    [InlineData("| Standard operator |", "")]
    [InlineData("| Operator of com.microsoft |", "com.microsoft")]
    public void Every_fused_operator_is_listed(string head, string domain)
    {
        var start = _text.IndexOf(head, StringComparison.Ordinal);
        var table = _text[start.._text.IndexOf("\n\n", start, StringComparison.Ordinal)];
        Assert.Equal(
            FusedNodes.Operators.Where(o => o.Domain == domain).Select(o => o.Operator).Order(),
            FirstColumn().Matches(table).Select(m => m.Groups["name"].Value).Order()
        );
    }

    [GeneratedRegex("`(?<name>[A-Za-z]+)`", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^\\| `(?<name>[A-Za-z]+)` \\|", RegexOptions.Multiline, 1000)]
    private static partial Regex FirstColumn();
}
