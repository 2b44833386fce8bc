using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>Models beside people on a terminal.</summary>
internal static class PeopleTerminal
{
    private const int Shown = 3;

    public static void Write(PeopleSummary people, IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Heading("Beside people"));
        foreach (var sentence in people.Sentences)
        {
            console.Write(Plain(sentence));
        }
        foreach (var model in people.Models.Where(model => model.Groups.Count > 1))
        {
            console.Write(
                Plain(
                    $"{model.Model} by group, divergence above chance: "
                        + string.Join(
                            ", ",
                            model
                                .Groups.OrderBy(group => group.AboveChance.Mean)
                                .Select(group =>
                                    $"{group.Group ?? "everyone"} {Numbers.Decimal(group.AboveChance.Mean)}"
                                )
                        )
                )
            );
        }
        foreach (var question in people.Models.SelectMany(model => model.Furthest).Take(Shown))
        {
            WriteExcerpt(Numbers.Decimal(question.JensenShannon), question.Prompt, console);
        }
        foreach (var missed in people.Overton.SelectMany(overton => overton.Missed).Take(Shown))
        {
            WriteExcerpt("not said", $"{missed.Viewpoint} ({missed.Prompt})", console);
        }
    }
}
