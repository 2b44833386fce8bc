using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Reports;

/// <summary>Picks answers to look at by their places in a set; those without a row number, from no file, are left out.</summary>
internal sealed class AnswerExamples(ResponseSet set, int letters)
{
    private const int Shown = 3;

    /// <summary>Of one model.</summary>
    public ModelRows OfModel(int model, HomogeneityResult result)
    {
        var prompts = result.Prompts.Where(prompt => prompt.Model == model && prompt.Answers > 1).ToList();
        return new ModelRows
        {
            FewestDifferent = Rows(
                prompts
                    .Where(prompt => prompt.Distinct < prompt.Answers)
                    .OrderBy(prompt => (double)(prompt.Distinct - 1) / (prompt.Answers - 1))
                    .ThenByDescending(prompt => prompt.Answers)
                    .ThenBy(prompt => prompt.Prompt)
                    .Select(prompt => prompt.LargestClass.Answer)
            ),
            Repeated = Rows(
                prompts
                    .Where(prompt => prompt.NormalisedRepeats > 0)
                    .OrderByDescending(prompt => prompt.NormalisedRepeats)
                    .ThenBy(prompt => prompt.Prompt)
                    .Take(Shown)
                    .Select(prompt => MostGiven(prompt.Prompt, model))
            ),
            Refusals = Rows(result.AcrossByModel.FirstOrDefault(across => across.Model == model)?.FirstRefusals ?? []),
        };
    }

    /// <summary>Of one feature space.</summary>
    public AlikeRows OfView(HomogeneityResult result) =>
        new()
        {
            Between = set.Models.Count > 1 ? Pairs(result.Between.MostAlike) : [],
            Within = Pairs(
                result.Models.SelectMany(model => model.MostAlike).OrderByDescending(alike => alike.Similarity)
            ),
        };

    /// <summary>Answers to several prompts.</summary>
    public IReadOnlyList<ExampleRow> OfMany(CrossPrompt across) =>
        Rows(across.NearRepeated.Concat(across.Repeated).Select(group => group.Answer));

    /// <summary>The first few of these answers, each row once.</summary>
    public IReadOnlyList<ExampleRow> Rows(IEnumerable<int> answers, int most = Shown) =>
        [
            .. answers
                .Where(answer => set.Responses[answer].Row is not null)
                .Select(Row)
                .DistinctBy(row => row.Row)
                .Take(most),
        ];

    private List<ExampleRow> Pairs(IEnumerable<AlikePrompt> alike) =>
        [.. Rows(alike.Take(Shown).SelectMany(pair => new[] { pair.First, pair.Second }), 2 * Shown)];

    // What was asked belongs to what was answered.
    private ExampleRow Row(int answer)
    {
        var response = set.Responses[answer];
        return new ExampleRow
        {
            Row = response.Row!.Value,
            Excerpt =
                $"{Excerpt.Of(set.Prompts[response.Prompt], letters / 2)} → {Excerpt.Of(response.Text, letters / 2)}",
        };
    }

    private int MostGiven(int prompt, int model) =>
        set.Of(prompt, model)
            .Where(answer => !string.IsNullOrWhiteSpace(set.Responses[answer].Text))
            .GroupBy(answer => AnswerText.Normalise(set.Responses[answer].Text), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .First()
            .First();
}
