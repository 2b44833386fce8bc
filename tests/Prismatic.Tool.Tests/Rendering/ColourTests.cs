using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed class ColourTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Colour_needs_a_terminal_and_no_objection(bool isTerminal, bool color, bool expected)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = writer,
            Error = TextWriter.Null,
            OutIsTerminal = isTerminal,
            Color = color,
        };
        TerminalRenderer.Write(SampleReport.Create(), terminal.Results());
        // Bold is allowed without colour; colours are parameters from 30 to 107, alone or after others.
        Assert.Equal(
            expected,
            System.Text.RegularExpressions.Regex.IsMatch(writer.ToString(), @"\u001b\[(\d;)*(3|4|9|10)\d")
        );
        Assert.Equal(isTerminal, writer.ToString().Contains('\u001b'));
    }
}
