using Prismatic.Pluralism;
using Prismatic.Responses;

namespace Prismatic.Reports;

/// <summary>Maps comparisons with people to the report.</summary>
public static class PeopleBuilder
{
    private const int QuestionsShown = 5;
    private const int OptionsShown = 8;
    private const int MissedShown = 5;

    /// <summary>Of a human reference, of viewpoints, or of both.</summary>
    /// <param name="people">The reference, and each model against it.</param>
    /// <param name="overton">The viewpoints, and what each model covers.</param>
    /// <param name="letters">Greatest length of a question, an option or a viewpoint shown.</param>
    /// <param name="set">The answers; null to name no rows.</param>
    public static PeopleSummary Summarise(
        (HumanReference Reference, IReadOnlyList<ModelAgainstPeople> Models)? people,
        (ViewpointReference Viewpoints, IReadOnlyList<OvertonResult> Models)? overton,
        int letters = Excerpt.Length,
        ResponseSet? set = null
    )
    {
        var summary = new PeopleSummary
        {
            Reference = people?.Reference.Description,
            Viewpoints = overton?.Viewpoints.Description,
            Notes =
            [
                .. people?.Reference.Notes ?? [],
                .. overton is { Viewpoints.LeftOut: > 0 and var left }
                    ?
                    [
                        $"{left} rows of the viewpoints lack a prompt or viewpoint or repeat another; they were left out.",
                    ]
                    : Array.Empty<string>(),
            ],
            Sentences = [],
            Models = people is { } known
                ?
                [
                    .. known.Models.Select(model =>
                        Model(model, known.Reference, letters) with
                        {
                            Rows = set is null ? null : Rows(model, new AnswerExamples(set, letters)),
                        }
                    ),
                ]
                : [],
            Overton = overton is { } seen
                ? [.. seen.Models.Select(model => Overton(model, seen.Viewpoints, letters))]
                : [],
        };
        return summary with { Sentences = PeopleRules.Sentences(summary) };
    }

    private static PeopleModel Model(ModelAgainstPeople model, HumanReference reference, int letters) =>
        new()
        {
            Model = model.Model,
            Answers = model.Answers,
            UnmappedShare = Rounded.Share(model.UnmappedShare),
            Rules = model
                .Rules.Where(rule => rule.Value > 0)
                .ToDictionary(
                    rule => rule.Key == MappingRule.None ? "unmapped" : rule.Key.ToString().ToLowerInvariant(),
                    rule => rule.Value
                ),
            OtherAnswers = model.OtherAnswers,
            Unanswered = model.Unanswered,
            Unmapped = model.Unmapped,
            Coverage = Figure(model.Coverage),
            Groups = [.. model.Groups.Select(Group)],
            Furthest =
            [
                .. Furthest(model)
                    .Select(pair =>
                        Question(pair.question, pair.group, reference.Questions[pair.question.Question], letters)
                    ),
            ],
        };

    private static IEnumerable<(QuestionComparison question, GroupDistance group)> Furthest(ModelAgainstPeople model) =>
        model
            .Questions.SelectMany(question => question.Groups.Select(group => (question, group)))
            .Where(pair => pair.group.Comparison.IsBeyondChance)
            .OrderByDescending(pair => pair.group.Comparison.JensenShannon - pair.group.Comparison.Chance.Limit)
            .ThenBy(pair => pair.question.Question)
            .Take(QuestionsShown);

    private static PeopleRows Rows(ModelAgainstPeople model, AnswerExamples examples) =>
        new()
        {
            Furthest = examples.Rows(Furthest(model).Select(pair => pair.question.FirstAnswer).OfType<int>()),
            Unmapped = examples.Rows(model.FirstUnmapped),
        };

    private static PeopleGroup Group(GroupComparison group) =>
        new()
        {
            Group = group.Group,
            JensenShannon = Figure(group.JensenShannon)!,
            ByChance = Figure(group.ByChance)!,
            AboveChance = Figure(group.AboveChance)!,
            ShareBeyondChance = Rounded.Share(group.ShareBeyondChance),
            EntropyRatio = Figure(group.EntropyRatio),
            EntropyRatioByChance = Figure(group.EntropyRatioByChance),
            ModesMatch = Rounded.Share(group.ModesMatch),
            EarthMovers = Figure(group.EarthMovers),
            EarthMoversByChance = Figure(group.EarthMoversByChance),
        };

    private static PeopleQuestion Question(
        QuestionComparison model,
        GroupDistance group,
        ReferenceQuestion asked,
        int letters
    ) =>
        new()
        {
            Prompt = Excerpt.Of(asked.Prompt, letters),
            Group = group.Group,
            JensenShannon = Rounded.Share(group.Comparison.JensenShannon),
            Limit = Rounded.Share(group.Comparison.Chance.Limit),
            Options =
            [
                .. Enumerable
                    .Range(0, asked.Options.Count)
                    .OrderByDescending(option => group.Shares[option])
                    .ThenByDescending(option => model.Shares[option])
                    .Take(OptionsShown)
                    .Select(option => new OptionShares
                    {
                        Option = Excerpt.Of(asked.Options[option], letters),
                        Model = Rounded.Share(model.Shares[option]),
                        People = Rounded.Share(group.Shares[option]),
                    }),
            ],
        };

    private static OvertonSummary Overton(OvertonResult result, ViewpointReference viewpoints, int letters) =>
        new()
        {
            Model = result.Model,
            Scorer = result.Scorer,
            Threshold = Rounded.Share(result.Threshold),
            WithinAnswer = Figure(result.WithinAnswer),
            OverAnswers = Figure(result.OverAnswers),
            Score = Figure(result.Score),
            Unanswered = result.Unanswered,
            Shortened = result.Shortened,
            Missed =
            [
                .. result
                    .Prompts.SelectMany(prompt => prompt.Viewpoints.Select(viewpoint => (prompt, viewpoint)))
                    .Where(pair => !pair.viewpoint.IsStated)
                    .OrderBy(pair => pair.viewpoint.Score)
                    .Take(MissedShown)
                    .Select(pair => new MissedViewpoint
                    {
                        Prompt = Excerpt.Of(viewpoints.Prompts[pair.prompt.Prompt].Prompt, letters),
                        Viewpoint = Excerpt.Of(pair.viewpoint.Viewpoint, letters),
                        Nearest = pair.viewpoint.Sentence is { } sentence ? Excerpt.Of(sentence, letters) : null,
                        Score = Rounded.Share(pair.viewpoint.Score),
                    }),
            ],
        };

    private static MeanFigure? Figure(QuestionMean? mean) =>
        mean is null
            ? null
            : new MeanFigure
            {
                Mean = Rounded.Share(mean.Mean),
                StandardError = mean.Count > 1 ? Rounded.Share(mean.Error) : null,
                Count = mean.Count,
            };
}
