using CsCheck;
using Prismatic.Homogeneity;
using Prismatic.Numerics;

namespace Prismatic.Tests.Homogeneity;

public sealed class AlikeExamplesTests
{
    private const double Exact = 1e-6;

    [Fact]
    public async Task The_most_alike_prompt_of_a_model_comes_first_with_two_answers_that_show_it()
    {
        // Four answers each: one text, two texts, four texts.
        var set = AnswerCase.Full(3, 1, 4, (p, _, s) => $"{p} {s % (p == 0 ? 4 : p == 1 ? 1 : 2)}");
        var alike = (await AnswerCase.Run(set)).Models[0].MostAlike;

        Assert.Equal([1, 2, 0], alike.Select(prompt => prompt.Prompt));
        Assert.Equal([1, 1 / 3.0, 0], alike.Select(prompt => prompt.Similarity), (a, b) => Math.Abs(a - b) < Exact);
        Assert.Equal(set.Responses[alike[1].First].Text, set.Responses[alike[1].Second].Text);
        Assert.Equal((1.0, 0.0), (alike[1].Cosine, alike[2].Cosine));
        Assert.All(alike, prompt => Assert.NotEqual(prompt.First, prompt.Second));
        Assert.Single((await AnswerCase.Run(set, options: new HomogeneityOptions { Listed = 1 })).Models[0].MostAlike);
    }

    [Fact]
    public async Task Models_with_one_sample_have_an_example_a_pair_and_none_of_their_own()
    {
        // Models 0 and 1 agree on prompt 1 alone, 0 and 2 on prompt 2; 1 and 2 never.
        var set = AnswerCase.Full(
            3,
            3,
            1,
            (p, m, _) => (p, m) is (1, 0 or 1) or (2, 0 or 2) ? $"same {p}" : $"{p} {m}"
        );
        var result = await AnswerCase.Run(set);

        Assert.All(result.Models, model => Assert.Empty(model.MostAlike));
        Assert.Null(result.Between.Pair(0, 0).MostAlike);
        Assert.Equal(new AlikePrompt(1, 1, 3, 4, 1), result.Between.Pair(0, 1).MostAlike);
        Assert.Equal(new AlikePrompt(2, 1, 6, 8, 1), result.Between.Pair(2, 0).MostAlike);
        Assert.Equal(0, result.Between.Pair(1, 2).MostAlike!.Similarity, Exact);
        Assert.Equal([1, 2, 0], result.Between.MostAlike.Select(prompt => prompt.Prompt));
        Assert.Equal((3, 4), (result.Between.MostAlike[0].First, result.Between.MostAlike[0].Second));
        Assert.Equal(
            [0, 1 / 3.0, 1 / 3.0],
            result.Between.Prompts.Select(p => p.Inter),
            (a, b) => Math.Abs(a - b) < Exact
        );
        Assert.All(result.Between.Prompts, prompt => Assert.Equal((3, (double?)null), (prompt.Models, prompt.Intra)));
    }

    [Fact]
    public async Task Models_that_share_no_prompt_have_no_example()
    {
        var set = AnswerCase.Set(AnswerCase.Answer(0, 0, "a"), AnswerCase.Answer(1, 1, "a"));
        var between = (await AnswerCase.Run(set)).Between;

        Assert.Null(between.Pair(0, 1).MostAlike);
        Assert.Empty(between.MostAlike);
        Assert.Empty(between.Prompts);
    }

    [Fact]
    public void Examples_and_means_are_those_of_all_pairs() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 4], Gen.ULong)
            .Sample(
                (prompts, models, samples, seed) =>
                {
                    var set = AnswerCase.Full(prompts, models, samples, (p, m, s) => $"{p} {m} {s}");
                    var space = AnswerCase.Random(set, 6, seed);
                    double Cosine(int a, int b)
                    {
                        var sum = 0.0;
                        for (var i = 0; i < 6; i++)
                        {
                            sum += (double)space.Rows[a][i] * space.Rows[b][i];
                        }
                        return sum;
                    }
                    var result = AnswerCase.Run(set, space).GetAwaiter().GetResult();
                    foreach (var pair in result.Between.Pairs.Where(pair => pair.A != pair.B))
                    {
                        double[] means =
                        [
                            .. Enumerable
                                .Range(0, prompts)
                                .Select(p =>
                                    (
                                        from a in set.Of(p, pair.A)
                                        from b in set.Of(p, pair.B)
                                        select Cosine(a, b)
                                    ).Average()
                                ),
                        ];
                        Assert.Equal(means.Average(), pair.Similarity!.Value.Mean, Exact);
                        Assert.Equal(means.Max(), pair.MostAlike!.Similarity, Exact);
                        Assert.Equal(means[pair.MostAlike.Prompt], pair.MostAlike.Similarity, Exact);
                        var (first, second) = (pair.MostAlike.First, pair.MostAlike.Second);
                        Assert.Equal(
                            (pair.MostAlike.Prompt, pair.A, pair.B),
                            (set.Responses[first].Prompt, set.Responses[first].Model, set.Responses[second].Model)
                        );
                        Assert.Equal(Cosine(first, second), pair.MostAlike.Cosine, Exact);
                        // No other answer of the second model is nearer to the first.
                        Assert.Equal(
                            set.Of(pair.MostAlike.Prompt, pair.B).Max(b => Cosine(first, b)),
                            pair.MostAlike.Cosine,
                            Exact
                        );
                    }
                },
                iter: 60
            );
}
