using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>Rows of one meaning on a terminal.</summary>
internal static class TerminalMeaning
{
    private const int FamiliesShown = 2;

    /// <summary>Sentences, and the largest groups with the row that shares the fewest words.</summary>
    public static void Write(MeaningSummary meaning, IAnsiConsole console)
    {
        console.Write(Plain(string.Join(' ', meaning.Sentences)));
        console.Write(
            Plain(
                $"Meaning by {meaning.Source}; {Numbers.Count(meaning.Rows)} of {Numbers.Count(meaning.ComparedRows)} rows, cosine "
                    + $"less the mean from {Numbers.Decimal(meaning.Threshold)} on"
            )
        );
        foreach (var family in meaning.Largest.Take(FamiliesShown))
        {
            var alike = meaning.View == "encoder" ? "of one meaning" : "alike to the proxy model";
            console.Write(Heading($"{Numbers.Count(family.Rows, "row")} {alike}"));
            WriteExcerpt($"row {Numbers.Count(family.First.Row)}", family.First.Excerpt, console);
            foreach (var row in family.Examples.Take(1))
            {
                WriteExcerpt($"row {Numbers.Count(row.Row)}", row.Excerpt, console);
            }
        }
        console.WriteLine();
    }
}
