using CsCheck;
using Prismatic.Gates;

namespace Prismatic.Tests.Gates;

/// <summary>Gates of a line are those of a file.</summary>
public class GateTextTests
{
    [Fact]
    public void A_line_says_what_a_file_says()
    {
        var line = GateText.Read(
            "exact-duplicates max 0.05; diversity of gradients min 60 maxDrop 5% ;templates max 0.3 warning;"
        );
        var file = GateFile.Read(
            """
            { "gates": [
              { "rule": "exact-duplicates", "max": 0.05 },
              { "rule": "diversity", "of": "gradients", "min": 60, "maxDrop": "5%" },
              { "rule": "templates", "max": 0.3, "severity": "warning" } ] }
            """
        );
        Assert.Equal(file, line);
    }

    [Fact]
    public void Names_may_be_of_several_words_and_rules_go_by_their_ids()
    {
        var gate = Assert.Single(GateText.Read("PRS101 of my best model min 1.5"));
        Assert.Equal(("different-answers", "my best model", 1.5), (gate.Rule.Name, gate.Of, gate.Min));
    }

    [Theory]
    [InlineData("", "no gate")]
    [InlineData(" ; ", "no gate")]
    [InlineData("rows", "rows")]
    [InlineData("nothing max 1", "nothing")]
    [InlineData("rows at least 5", "'at' where a limit")]
    [InlineData("rows min", "no number behind 'min'")]
    [InlineData("rows min 1 min 2", "'min' twice")]
    [InlineData("rows min 1 warning warning", "'warning' twice")]
    [InlineData("rows min many", "min")]
    [InlineData("diversity of min 5", "no name behind 'of'")]
    [InlineData("rows min 5 max 1", "min")]
    public void What_is_wrong_is_said(string line, string expected)
    {
        var fault = Assert.Throws<PrismaticException>(() => GateText.Read(line));
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.String.Sample(text =>
        {
            try
            {
                Assert.NotEmpty(GateText.Read(text));
            }
            catch (PrismaticException fault)
            {
                Assert.Equal(ExitCode.Usage, fault.ExitCode);
            }
        });
}
