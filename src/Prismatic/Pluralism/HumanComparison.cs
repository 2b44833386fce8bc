using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Pluralism;

/// <summary>How a comparison with people is made.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Of the draws behind chance levels.</summary>
    public ulong Seed { get; init; }

    /// <summary>What a pair classifier must say at least for an answer to mean an option.</summary>
    public double ClassifierThreshold { get; init; } = 0.5;

    /// <summary>Threads for chance levels; the result is the same for any number. -1 for as many as there are.</summary>
    public int Threads { get; init; } = -1;
}

/// <summary>Compares the answers of models with those of people, question by question and group by group.</summary>
public static class HumanComparison
{
    private const int UnmappedShown = 3;

    /// <summary>Every model of the responses against the reference.</summary>
    /// <param name="responses">Prompts are matched with questions by their words; see docs/pluralism.md.</param>
    /// <param name="reference">How people answered.</param>
    /// <param name="options">Null for defaults.</param>
    /// <param name="classifier">For answers that no rule maps to an option; null leaves them unmapped.</param>
    /// <param name="cancellationToken">Checked at every question.</param>
    /// <returns>One for each model, in their order.</returns>
    /// <exception cref="PrismaticException">No prompt is a question of the reference, or an answer has no usable weight.</exception>
    public static async Task<IReadOnlyList<ModelAgainstPeople>> MeasureAsync(
        ResponseSet responses,
        HumanReference reference,
        ComparisonOptions? options = null,
        PairScorer? classifier = null,
        CancellationToken cancellationToken = default
    )
    {
        CheckWeights(responses);
        options ??= new ComparisonOptions();
        classifier = classifier is null ? null : PairScores.Remembered(classifier);
        var matcher = new PromptMatcher([.. reference.Questions.Select(question => question.Prompt)]);
        int[] asked = [.. responses.Prompts.Select(matcher.Find)];
        if (asked.All(question => question < 0))
        {
            throw new PrismaticException(
                $"none of the {responses.Prompts.Count} prompts is one of the {reference.Questions.Count} questions of the "
                    + "human reference; prompts must be or contain a question's text"
            );
        }
        var prompts = Enumerable.Range(0, asked.Length).ToLookup(prompt => asked[prompt]);
        var models = new List<ModelAgainstPeople>();
        for (var model = 0; model < responses.Models.Count; model++)
        {
            var answers = new AnswersByOption[reference.Questions.Count];
            var (firsts, unmapped) = (new int?[answers.Length], new List<int>());
            for (var question = 0; question < answers.Length; question++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] places = [.. prompts[question].SelectMany(p => responses.Of(p, model))];
                firsts[question] = places.Length == 0 ? null : places[0];
                answers[question] = await AnswersByOption.MapAsync(
                    [.. places.Select(place => responses.Responses[place])],
                    reference.Questions[question].Options,
                    classifier,
                    options.ClassifierThreshold,
                    cancellationToken
                );
                var rules = answers[question].Rules;
                unmapped.AddRange(places.Where((_, i) => rules[i] == MappingRule.None).Take(UnmappedShown));
            }
            var others = prompts[-1].Sum(prompt => responses.Of(prompt, model).Count);
            var measured = Of(responses.Models[model], answers, others, reference, options, cancellationToken);
            models.Add(
                measured with
                {
                    Questions =
                    [
                        .. measured.Questions.Select(each => each with { FirstAnswer = firsts[each.Question] }),
                    ],
                    FirstUnmapped = [.. unmapped.Take(UnmappedShown)],
                }
            );
        }
        return models;
    }

    private static ModelAgainstPeople Of(
        string model,
        AnswersByOption[] answers,
        int others,
        HumanReference reference,
        ComparisonOptions options,
        CancellationToken cancellationToken
    )
    {
        int[] compared =
        [
            .. Enumerable
                .Range(0, answers.Length)
                .Where(i => answers[i].Size > 0 && reference.Questions[i].Options.Count > 1),
        ];
        var questions = new QuestionComparison[compared.Length];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads,
            CancellationToken = cancellationToken,
        };
        Parallel.For(
            0,
            compared.Length,
            parallel,
            i => questions[i] = Compare(compared[i], answers[compared[i]], reference, options.Seed)
        );
        return new ModelAgainstPeople
        {
            Model = model,
            Questions = questions,
            Groups = [.. Groups(reference).Select(group => Summary(group, questions)).OfType<GroupComparison>()],
            Coverage = QuestionMean.Of(answers.Select(answer => answer.Answers == 0 ? null : (double?)answer.Coverage)),
            Rules = Enum.GetValues<MappingRule>()
                .ToDictionary(rule => rule, rule => answers.Sum(answer => answer.Rules.Count(used => used == rule))),
            OtherAnswers = others,
            Unanswered = answers.Count(answer => answer.Answers == 0),
            Unmapped = answers.Count(answer => answer.Answers > 0 && answer.Size == 0),
            OneOption = Enumerable
                .Range(0, answers.Length)
                .Count(i => answers[i].Size > 0 && reference.Questions[i].Options.Count == 1),
        };
    }

    private static QuestionComparison Compare(
        int question,
        AnswersByOption answers,
        HumanReference reference,
        ulong seed
    )
    {
        var asked = reference.Questions[question];
        var model = Distribution.OfCounts(answers.Weights, answers.Size);
        GroupDistance[] groups =
        [
            .. asked.Groups.Select(
                (group, g) =>
                    new GroupDistance(
                        group.Name,
                        group.Answers.Shares,
                        group.Answers.Size,
                        DistributionComparison.Of(
                            model,
                            group.Answers,
                            asked.Order,
                            Pcg32.Hash(seed, Pcg32.Hash((ulong)question, (ulong)g))
                        )
                    )
            ),
        ];
        return new QuestionComparison(question, model.Shares, answers.Answers, answers.Size, answers.Coverage, groups);
    }

    private static IEnumerable<string?> Groups(HumanReference reference) =>
        reference.Questions.SelectMany(question => question.Groups).Select(group => group.Name).Distinct();

    private static GroupComparison? Summary(string? group, QuestionComparison[] questions)
    {
        DistributionComparison[] all =
        [
            .. questions
                .SelectMany(question => question.Groups)
                .Where(distance => distance.Group == group)
                .Select(distance => distance.Comparison),
        ];
        if (all.Length == 0)
        {
            return null;
        }
        return new GroupComparison
        {
            Group = group,
            Questions = all.Length,
            JensenShannon = Mean(c => c.JensenShannon)!,
            ByChance = Mean(c => c.Chance.JensenShannon)!,
            AboveChance = Mean(c => c.JensenShannon - c.Chance.JensenShannon)!,
            ShareBeyondChance = all.Average(c => c.IsBeyondChance ? 1.0 : 0.0),
            EntropyRatio = Mean(c => c.EntropyRatio),
            EntropyRatioByChance = Mean(c => c.EntropyRatio is null ? null : c.Chance.EntropyRatio),
            ModesMatch = all.Average(c => c.ModesMatch ? 1.0 : 0.0),
            EarthMovers = Mean(c => c.EarthMovers),
            EarthMoversByChance = Mean(c => c.EarthMovers is null ? null : c.Chance.EarthMovers),
        };

        QuestionMean? Mean(Func<DistributionComparison, double?> measure) => QuestionMean.Of(all.Select(measure));
    }

    private static void CheckWeights(ResponseSet responses)
    {
        for (var i = 0; i < responses.Responses.Count; i++)
        {
            if (!double.IsFinite(responses.Responses[i].Weight) || responses.Responses[i].Weight < 0)
            {
                throw new PrismaticException($"answer {i + 1} has a weight that is negative or not finite");
            }
        }
    }
}
