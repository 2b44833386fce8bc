using Spectre.Console;

namespace Prismatic.Tool.Rendering;

/// <summary>Pieces that all parts of a report on a terminal are made of; whatever is given is made harmless first.</summary>
internal static class TerminalText
{
    private const int Indent = 12;

    /// <summary>A cell of a table.</summary>
    public static Spectre.Console.Text Cell(string text) => new(VisibleText.Of(text));

    /// <summary>A line, folded where it is long.</summary>
    public static Paragraph Plain(string line, Style? style = null) =>
        new Paragraph { Overflow = Overflow.Fold }
            .Append(VisibleText.Of(line), style)
            .Append("\n");

    /// <summary>A heading of a few lines.</summary>
    public static Paragraph Heading(string line) => Plain(line, new Style(decoration: Decoration.Bold));

    /// <summary>One line: a size on the left, and as much of an excerpt as has room.</summary>
    public static void WriteExcerpt(string size, string excerpt, IAnsiConsole console)
    {
        var room = Math.Max(20, console.Profile.Width - Indent - 1);
        console.Write(Plain($"{size, Indent - 2}  {Fit(VisibleText.Of(excerpt), room)}"));
    }

    // Wide characters take two cells; cut by what the console will show.
    private static string Fit(string text, int cells)
    {
        if (text.GetCellWidth() <= cells)
        {
            return text;
        }
        var length = 0;
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.ToString().GetCellWidth();
            if (used > cells - 1)
            {
                break;
            }
            length += rune.Utf16SequenceLength;
        }
        return text[..length].TrimEnd() + "…";
    }
}
