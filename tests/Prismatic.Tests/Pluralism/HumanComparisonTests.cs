using Prismatic.Pluralism;
using Prismatic.Responses;

namespace Prismatic.Tests.Pluralism;

public sealed class HumanComparisonTests
{
    private static readonly HumanReference Reference = new(
        [
            new ReferenceQuestion(
                "Is the tax fair?",
                ["Yes", "Unsure", "No"],
                [0, 1, 2],
                [
                    new ReferenceGroup(null, Distribution.OfCounts([50, 20, 30])),
                    new ReferenceGroup("young", Distribution.OfCounts([1, 0, 0])),
                ]
            ),
            new ReferenceQuestion(
                "Should it rise?",
                ["Yes", "No"],
                null,
                [new ReferenceGroup(null, Distribution.OfShares([0.5, 0.5]))]
            ),
            new ReferenceQuestion("Alone?", ["Only"], null, [new ReferenceGroup(null, Distribution.OfCounts([9]))]),
            new ReferenceQuestion(
                "Nobody asked?",
                ["Yes", "No"],
                null,
                [new ReferenceGroup(null, Distribution.OfCounts([1, 2]))]
            ),
        ],
        "",
        []
    );

    [Fact]
    public async Task Shares_coverage_and_distances_are_those_of_the_mapped_answers()
    {
        var result = Assert.Single(
            await Measure([
                .. Answers("Is the tax fair?", "Yes", "yes.", "Yes, it is", "(a)", "No", "banana"),
                .. Answers("Should it rise?", "No comment", "who knows"),
                .. Answers("Alone?", "only"),
                .. Answers("Another question?", "Yes"),
            ])
        );
        var fair = result.Questions[0];
        Assert.Equal([0.8, 0, 0.2], fair.Shares);
        Assert.Equal((6, 5.0, 5 / 6.0), (fair.Answers, fair.Size, fair.Coverage));
        Assert.Equal([null, "young"], fair.Groups.Select(group => group.Group));
        var everyone = fair.Groups[0].Comparison;
        Assert.Equal(Divergence.JensenShannon([0.8, 0, 0.2], [0.5, 0.2, 0.3]), everyone.JensenShannon, 12);
        Assert.Equal(
            Divergence.Entropy([0.8, 0.2]) / Divergence.Entropy([0.5, 0.2, 0.3]),
            everyone.EntropyRatio!.Value,
            12
        );
        Assert.Equal((0.3 + 0.1) / 2, everyone.EarthMovers!.Value, 12);
        Assert.True(everyone.ModesMatch);
        Assert.False(everyone.IsBeyondChance);
        Assert.Null(fair.Groups[1].Comparison.EntropyRatio);

        // "No comment" begins with the option No: leading words decide.
        Assert.Equal([0, 1], result.Questions[1].Shares);
        Assert.Equal(
            (9, 1, 1, 0, 1),
            (result.Answers, result.OtherAnswers, result.Unanswered, result.Unmapped, result.OneOption)
        );
        Assert.Equal(2, result.Rules[MappingRule.None]);
        Assert.Equal(2 / 9.0, result.UnmappedShare, 12);
        Assert.Equal((5 / 6.0 + 0.5 + 1) / 3, result.Coverage!.Mean, 12);
    }

    [Fact]
    public async Task Means_are_over_the_questions_a_group_answered()
    {
        var result = Assert.Single(
            await Measure([.. Answers("Is the tax fair?", "Yes", "No"), .. Answers("Should it rise?", "Yes", "No")])
        );
        Assert.Equal([null, "young"], result.Groups.Select(group => group.Group));
        var everyone = result.Groups[0];
        Assert.Equal(2, everyone.Questions);
        var first = Divergence.JensenShannon([0.5, 0, 0.5], [0.5, 0.2, 0.3]);
        Assert.Equal(first / 2, everyone.JensenShannon.Mean, 12);
        Assert.Equal(first / Math.Sqrt(2), everyone.JensenShannon.Deviation, 12);
        Assert.Equal(everyone.JensenShannon.Mean - everyone.ByChance.Mean, everyone.AboveChance.Mean, 12);
        Assert.Equal(1, everyone.EarthMovers!.Count);
        Assert.Equal(1, result.Groups[1].Questions);
        Assert.Null(result.Groups[1].EntropyRatio);
    }

    [Fact]
    public async Task A_model_that_gives_one_answer_is_beyond_chance_with_entropy_0()
    {
        var result = Assert.Single(await Measure([.. Answers("Is the tax fair?", [.. Enumerable.Repeat("Yes", 20)])]));
        var everyone = result.Groups[0];
        Assert.Equal((1, 0.0, 1.0), (everyone.ShareBeyondChance, everyone.EntropyRatio!.Mean, everyone.ModesMatch));
        Assert.InRange(everyone.EntropyRatioByChance!.Mean, 0.9, 1);
        Assert.True(everyone.AboveChance.Mean > 0.1);
    }

    [Fact]
    public async Task Prompts_match_by_words_and_by_containing_the_question()
    {
        var result = Assert.Single(
            await Measure([
                .. Answers("  is the TAX fair ", "Yes"),
                .. Answers("Answer with one letter.\nIs the tax fair?\nA) Yes\nB) Unsure\nC) No", "C"),
                .. Answers("Is the tax fair? Should it rise?", "Yes"),
            ])
        );
        Assert.Equal([0.5, 0, 0.5], Assert.Single(result.Questions).Shares);
        Assert.Equal(1, result.OtherAnswers);
    }

    [Fact]
    public async Task Weights_count_and_their_effective_number_is_the_size()
    {
        var result = Assert.Single(
            await Measure([
                ("Is the tax fair?", "m", "Yes", 0.6),
                ("Is the tax fair?", "m", "No", 0.2),
                ("Is the tax fair?", "m", "Unsure", 0),
                ("Is the tax fair?", "m", "what", 0.2),
            ])
        );
        Assert.Equal([0.75, 0, 0.25], result.Questions[0].Shares.Select(share => Math.Round(share, 12)));
        Assert.Equal(0.64 / 0.4, result.Questions[0].Size, 9);
        Assert.Equal(0.8, result.Questions[0].Coverage, 12);
    }

    [Fact]
    public async Task Answers_without_weight_compare_as_none()
    {
        var result = Assert.Single(await Measure([("Is the tax fair?", "m", "Yes", 0)]));
        Assert.Empty(result.Questions);
        Assert.Empty(result.Groups);
        Assert.Equal((1, 0.0), (result.Unmapped, result.Coverage!.Mean));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_weight_that_is_none_ends_in_one_line(double weight)
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            Measure([("Is the tax fair?", "m", "Yes", weight)])
        );
        Assert.StartsWith("answer 1 has a weight", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompts_without_any_question_end_in_one_line()
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => Measure([.. Answers("Something else", "Yes")]));
        Assert.Contains("none of the 1 prompts is one of the 4 questions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_answers_no_question_has_nothing_compared()
    {
        var results = await Measure([("Is the tax fair?", "a", "Yes", 1), ("Other?", "b", "Yes", 1)]);
        Assert.Equal(["a", "b"], results.Select(result => result.Model));
        Assert.Empty(results[1].Questions);
        Assert.Null(results[1].Coverage);
        Assert.Equal((4, 1), (results[1].Unanswered, results[1].OtherAnswers));
    }

    [Fact]
    public async Task The_result_is_the_same_for_any_number_of_threads()
    {
        (string, string, string, double)[] answers =
        [
            .. Answers("Is the tax fair?", "Yes", "No", "No"),
            .. Answers("Should it rise?", "Yes", "No", "No"),
        ];
        Assert.Equal(Numbers(await Measure(answers, 1)), Numbers(await Measure(answers, 7)));

        static string Numbers(IReadOnlyList<ModelAgainstPeople> results) =>
            string.Join(' ', results[0].Questions.SelectMany(q => q.Groups).Select(g => g.Comparison.Chance));
    }

    private static (string, string, string, double)[] Answers(string prompt, params string[] texts) =>
        [.. texts.Select(text => (prompt, "m", text, 1.0))];

    private static Task<IReadOnlyList<ModelAgainstPeople>> Measure(
        (string Prompt, string Model, string Text, double Weight)[] answers,
        int threads = -1
    ) =>
        HumanComparison.MeasureAsync(
            Set(answers),
            Reference,
            new ComparisonOptions { Threads = threads },
            cancellationToken: TestContext.Current.CancellationToken
        );

    internal static ResponseSet Set((string Prompt, string Model, string Text, double Weight)[] answers)
    {
        string[] prompts = [.. answers.Select(answer => answer.Prompt).Distinct()];
        string[] models = [.. answers.Select(answer => answer.Model).Distinct()];
        return new ResponseSet(
            prompts,
            models,
            [
                .. answers.Select(answer => new Response
                {
                    Prompt = Array.IndexOf(prompts, answer.Prompt),
                    Model = Array.IndexOf(models, answer.Model),
                    Text = answer.Text,
                    Weight = answer.Weight,
                }),
            ]
        );
    }
}
