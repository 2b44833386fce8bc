using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed partial class ColourTests
{
    [Theory]
    [InlineData("always", true)]
    [InlineData("auto", false)]
    [InlineData("never", false)]
    public async Task An_option_decides_where_output_goes_to_a_file(string color, bool expected)
    {
        var run = await Run.PrismaticAsync("explain", "PRS001", "--color", color);
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Equal(expected, run.Out.Contains('\u001b'));
    }

    [Fact]
    public async Task Never_outdoes_a_terminal()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = writer,
            Error = TextWriter.Null,
            OutIsTerminal = true,
            Color = true,
        };
        var settings = Prismatic.Tool.Commands.ColorOption.Applied(terminal, Prismatic.Tool.Commands.ColorKind.Never);
        TerminalRenderer.Write(SampleReport.Create(), settings.Results());
        await writer.FlushAsync();
        Assert.DoesNotMatch(ColourPattern(), writer.ToString());
    }

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
        Assert.Equal(expected, ColourPattern().IsMatch(writer.ToString()));
        Assert.Equal(isTerminal, writer.ToString().Contains('\u001b'));
    }

    [System.Text.RegularExpressions.GeneratedRegex(
        @"\u001b\[(\d;)*(3|4|9|10)\d",
        System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial System.Text.RegularExpressions.Regex ColourPattern();
}
