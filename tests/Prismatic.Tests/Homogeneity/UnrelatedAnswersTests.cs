using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Tests.Homogeneity;

public sealed class UnrelatedAnswersTests
{
    [Fact]
    public void Pairs_are_of_different_prompts_and_drawn_by_the_seed()
    {
        var table = new AnswerTable(Set(5, 4, (prompt, i) => $"{prompt} {i}"));
        var pairs = UnrelatedAnswers.Draw(table, 7);
        Assert.Equal(UnrelatedAnswers.MostPairs, pairs.Count);
        Assert.All(
            pairs,
            pair => Assert.NotEqual(table.Set.Responses[pair.A].Prompt, table.Set.Responses[pair.B].Prompt)
        );
        Assert.Equal(20, pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct().Count());
        Assert.Equal(pairs, UnrelatedAnswers.Draw(table, 7));
        Assert.NotEqual(pairs, UnrelatedAnswers.Draw(table, 8));
    }

    [Fact]
    public async Task The_floor_of_a_rule_is_the_share_that_it_takes_as_the_same()
    {
        var token = TestContext.Current.CancellationToken;
        // Half of the answers are "yes" whatever is asked: a quarter of the pairs are equal.
        var set = Set(40, 10, (prompt, i) => i < 5 ? "yes" : $"{prompt} and {i}");
        var floor = await UnrelatedAnswers.SameAsync(new AnswerTable(set), Equivalence.Exact(set), 0, token);
        Assert.InRange(floor!.Value, 0.2, 0.3);
        var one = Set(1, 10, (_, _) => "yes");
        Assert.Null(await UnrelatedAnswers.SameAsync(new AnswerTable(one), Equivalence.Exact(one), 0, token));
        Assert.Null(await UnrelatedAnswers.SameAsync(new AnswerTable(set), Equivalence.Labels(set), 0, token));
    }

    private static ResponseSet Set(int prompts, int answers, Func<int, int, string> text) =>
        new(
            [.. Enumerable.Range(0, prompts).Select(prompt => $"prompt {prompt}")],
            ["model"],
            [
                .. Enumerable
                    .Range(0, prompts)
                    .SelectMany(prompt =>
                        Enumerable
                            .Range(0, answers)
                            .Select(i => new Response
                            {
                                Prompt = prompt,
                                Model = 0,
                                Text = text(prompt, i),
                            })
                    ),
            ]
        );
}
