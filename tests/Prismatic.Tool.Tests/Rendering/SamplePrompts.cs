using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Answers prompt by prompt, made by hand.</summary>
internal static class SamplePrompts
{
    public static PromptsSummary Create(Func<string, string> text) =>
        new()
        {
            Answers = SampleCharts.Lengths(),
            Variety = SampleCharts.Similarities(),
            Compared = 11,
            Narrowest =
            [
                Prompt(text("Suggest a name for a small bakery."), 1.38, text("The Golden Crust"), text),
                Prompt(text("What would a tree say?"), 1.9, text("Stand tall and drink plenty of water."), text),
                Prompt(text("Describe the sea."), 2.25, text("A vast mirror of the sky."), text),
                Prompt(text("What is time?"), 3.1, text("Time is a river that carries us all."), text),
                Prompt(text("Name a colour."), 4.5, text("Blue"), text),
                Prompt(text("Tell a joke."), 6.61, text("Why did the chicken cross the road?"), text),
            ],
        };

    private static PromptDetail Prompt(string prompt, double effective, string answer, Func<string, string> text) =>
        new()
        {
            Prompt = prompt,
            Answers = 10,
            Models = 8,
            Different = 4,
            Effective = effective,
            Variety = Math.Round((effective - 1) / 9, 4),
            Classes =
            [
                new ClassDetail
                {
                    Example = answer,
                    Answers = 9,
                    Share = 0.9,
                    Models = [text("narrow"), text("wide")],
                    ModelCount = 8,
                },
                new ClassDetail
                {
                    Example = text("Something else"),
                    Answers = 1,
                    Share = 0.1,
                    Models = [text("wide")],
                    ModelCount = 1,
                },
            ],
        };
}
