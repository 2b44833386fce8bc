using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Reports;

/// <summary>Chooses prompts to look at and states what was answered; bounded, whatever the number of prompts.</summary>
internal static class PromptsBuilder
{
    private const int PromptsShown = 60;
    private const int ClassesShown = 5;
    private const int ModelsShown = 6;

    public static PromptsSummary Summarise(HomogeneityResult result, ResponseSet set, int letters)
    {
        var budget = new TextBudget(letters);
        PromptAnswers[] several = [.. result.PromptAnswers.Where(prompt => prompt.Answers > 1)];
        return new PromptsSummary
        {
            Answers = HistogramBuilder.OfCounts(result.PromptAnswers.Select(prompt => prompt.Answers)),
            Variety = HistogramBuilder.OfSimilarities([.. several.Select(prompt => (float)prompt.Variety!.Value)]),
            Compared = several.Length,
            Narrowest =
            [
                .. several
                    // Sums of logarithms differ in their last digits from machine to machine, and the order must not.
                    .OrderBy(prompt => Rounded.Share(prompt.Variety!.Value))
                    .ThenByDescending(prompt => prompt.Answers)
                    .ThenBy(prompt => prompt.Prompt)
                    .Take(PromptsShown)
                    .Select(prompt => Detail(prompt, set, budget)),
            ],
        };
    }

    private static PromptDetail Detail(PromptAnswers prompt, ResponseSet set, TextBudget budget) =>
        new()
        {
            Prompt = budget.Cut(set.Prompts[prompt.Prompt]),
            Answers = prompt.Answers,
            Models = prompt.Models,
            Different = prompt.Classes.Count,
            Effective = Rounded.Score(prompt.EffectiveClasses),
            Variety = Rounded.Share(prompt.Variety!.Value),
            Classes =
            [
                .. prompt
                    .Classes.Take(ClassesShown)
                    .Select(c => new ClassDetail
                    {
                        Example = budget.Cut(set.Responses[c.First].Text),
                        Answers = c.Answers,
                        Share = Rounded.Share(c.Answers, prompt.Answers),
                        Models = [.. c.Models.Take(ModelsShown).Select(model => set.Models[model])],
                        ModelCount = c.Models.Count,
                    }),
            ],
        };
}
