using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>Templates and phrases on a terminal.</summary>
internal static class TemplatesTerminal
{
    private const int Shown = 3;

    /// <summary>How much of the rows is a template's.</summary>
    public static string Line(TemplatesSummary templates) =>
        $"{Numbers.Count(templates.MostlyRows, "row")} ({Numbers.Percent(templates.MostlyShare)}) mostly the words of a "
        + $"template; {Numbers.Count(templates.Count, "template")} shared by at least "
        + $"{Numbers.Count(templates.FewestRows, "row")}";

    /// <summary>The largest templates and the most repeated phrases, one line each.</summary>
    public static void Write(TemplatesSummary templates, IAnsiConsole console)
    {
        if (templates.Largest.Count > 0)
        {
            console.WriteLine();
            console.Write(Heading("Largest templates"));
            foreach (var template in templates.Largest.Take(Shown))
            {
                WriteExcerpt(Numbers.Count(template.Rows, "row"), template.Text, console);
            }
        }
        if (templates.Phrases.Count > 0)
        {
            console.Write(Heading("Most repeated phrases"));
            foreach (var phrase in templates.Phrases.Take(Shown))
            {
                WriteExcerpt(Numbers.Count(phrase.Rows, "row"), phrase.Phrase, console);
            }
        }
    }
}
