using CsCheck;
using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Tests.Homogeneity;

public sealed class WithinModelTests
{
    private const double Exact = 1e-6;

    [Fact]
    public async Task Identical_answers_are_one_answer()
    {
        var result = await AnswerCase.Run(AnswerCase.Full(3, 1, 4, (p, _, _) => $"answer {p}"));
        var model = Assert.Single(result.Models);
        Assert.Equal(1, model.Similarity!.Value.Mean, Exact);
        Assert.Equal(0, model.Similarity.Value.StandardError!.Value, Exact);
        Assert.Equal(1, model.Distinct!.Value.Mean);
        Assert.Equal(1, model.EffectiveAnswers!.Value.Mean, Exact);
        Assert.Equal(1, model.EffectiveClasses!.Value.Mean, Exact);
        Assert.Equal(0.75, model.ExactRepeats!.Value.Mean, Exact);
        Assert.Equal((1, 1), (model.ShareAlike, model.CorrectedShareAlike));
        Assert.Equal(0, model.Floor!.Value, Exact);
        Assert.Equal(4, result.AnswersCompared);
    }

    [Fact]
    public async Task Answers_at_right_angles_are_as_many_as_there_are()
    {
        var result = await AnswerCase.Run(AnswerCase.Full(2, 1, 5, (p, _, s) => $"answer {p} {s}"));
        var model = Assert.Single(result.Models);
        Assert.Equal(0, model.Similarity!.Value.Mean, Exact);
        Assert.Equal(5, model.Distinct!.Value.Mean);
        Assert.Equal(5, model.DistinctCompared!.Value.Mean, Exact);
        Assert.Equal(5, model.EffectiveAnswers!.Value.Mean, Exact);
        Assert.Equal(Math.Log(5), model.ClassEntropy!.Value.Mean, Exact);
        Assert.Equal(0, model.ShareAlike);
    }

    [Fact]
    public void Similarity_is_the_mean_over_pairs_and_floor_that_over_pairs_of_different_prompts() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 3], Gen.Int[2, 4], Gen.ULong)
            .Sample(
                (prompts, models, samples, seed) =>
                {
                    var set = AnswerCase.Full(prompts, models, samples, (p, m, s) => $"{p} {m} {s}");
                    var space = AnswerCase.Random(set, 7, seed);
                    var result = AnswerCase.Run(set, space).GetAwaiter().GetResult();
                    double Mean(Func<Response, Response, bool> isPair) =>
                        (
                            from i in Enumerable.Range(0, set.Responses.Count)
                            from j in Enumerable.Range(0, set.Responses.Count)
                            where i != j && isPair(set.Responses[i], set.Responses[j])
                            select (double)
                                System.Numerics.Tensors.TensorPrimitives.Dot<float>(space.Rows[i], space.Rows[j])
                        ).Average();
                    for (var m = 0; m < models; m++)
                    {
                        Assert.Equal(
                            Mean((x, y) => x.Model == m && y.Model == m && x.Prompt == y.Prompt),
                            result.Models[m].Similarity!.Value.Mean,
                            Exact
                        );
                        Assert.Equal(
                            Mean((x, y) => x.Model == m && y.Model == m && x.Prompt != y.Prompt),
                            result.Models[m].Floor!.Value,
                            Exact
                        );
                        for (var other = m + 1; other < models; other++)
                        {
                            var pair = result.Between.Pair(other, m);
                            Assert.Equal((m, other), (pair.A, pair.B));
                            Assert.Equal(
                                Mean((x, y) => x.Model == m && y.Model == other && x.Prompt == y.Prompt),
                                pair.Similarity!.Value.Mean,
                                Exact
                            );
                            Assert.Equal(
                                Mean((x, y) => x.Model == m && y.Model == other && x.Prompt != y.Prompt),
                                pair.Floor!.Value,
                                Exact
                            );
                        }
                    }
                    Assert.Equal(Mean((x, y) => x.Prompt != y.Prompt), result.Between.Floor!.Value, Exact);
                },
                iter: 20
            );

    [Fact]
    public async Task An_answer_of_weight_two_is_one_given_twice()
    {
        var heavy = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "a", 2),
            AnswerCase.Answer(0, 0, "b"),
            AnswerCase.Answer(0, 0, "c", 0)
        );
        var twice = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "a"),
            AnswerCase.Answer(0, 0, "a"),
            AnswerCase.Answer(0, 0, "b")
        );
        var (weighted, plain) = ((await AnswerCase.Run(heavy)).Models[0], (await AnswerCase.Run(twice)).Models[0]);
        Assert.Equal(plain.EffectiveAnswers!.Value.Mean, weighted.EffectiveAnswers!.Value.Mean, Exact);
        Assert.Equal(plain.ClassEntropy!.Value.Mean, weighted.ClassEntropy!.Value.Mean, Exact);
        Assert.Equal((2, 1), (weighted.Answers, weighted.Weightless));
        // Two different answers are drawn, and there are only these two.
        Assert.Equal(0, weighted.Similarity!.Value.Mean, Exact);
    }

    [Fact]
    public async Task Blank_answers_are_left_out_and_counted()
    {
        var set = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "a"),
            AnswerCase.Answer(0, 0, ""),
            AnswerCase.Answer(0, 0, " \n"),
            AnswerCase.Answer(0, 0, "a")
        );
        var model = (await AnswerCase.Run(set)).Models[0];
        Assert.Equal((2, 2), (model.Answers, model.Blank));
        Assert.Equal(1, model.Similarity!.Value.Mean, Exact);
        Assert.Null(model.Floor);
        Assert.Null(model.CorrectedSimilarity);
    }

    [Fact]
    public async Task Answers_without_a_vector_are_counted_and_still_parted_into_classes()
    {
        var set = AnswerCase.Full(2, 1, 2, (p, _, s) => $"{p} {s}");
        var all = AnswerCase.ByText(set);
        var part = all with { Rows = all.Rows.Gather([0, 1]), RowIndices = [0, 1] };
        var result = await AnswerCase.Run(set, part);
        Assert.Equal(2, result.Models[0].WithoutVector);
        Assert.Equal(1, result.Models[0].Similarity!.Value.Prompts);
        Assert.Equal(2, result.Models[0].Distinct!.Value.Mean);
        Assert.Null(result.Prompts[1].EffectiveAnswers);
    }

    [Fact]
    public async Task Numbers_of_classes_are_compared_at_the_smallest_number_of_answers()
    {
        var set = AnswerCase.Set([
            .. Enumerable.Range(0, 3).Select(s => AnswerCase.Answer(0, 0, $"{s}")),
            .. Enumerable.Range(0, 6).Select(s => AnswerCase.Answer(0, 1, $"{s / 2}")),
            AnswerCase.Answer(1, 0, "alone"),
        ]);
        var result = await AnswerCase.Run(set);
        Assert.Equal(3, result.AnswersCompared);
        Assert.Equal(3, result.Models[1].Distinct!.Value.Mean);
        Assert.Equal(3, result.Models[0].DistinctCompared!.Value.Mean, Exact);
        // Three of the classes aabbcc: each is missed with (4 3 2) / (6 5 4).
        Assert.Equal(3 * (1 - (24 / 120.0)), result.Models[1].DistinctCompared!.Value.Mean, Exact);
        // A prompt with a single answer says nothing of repetition.
        Assert.Equal((2, 1), (result.Models[0].Prompts, result.Models[0].Distinct!.Value.Prompts));
    }

    [Fact]
    public async Task Utility_needs_the_quality_of_every_answer()
    {
        Response[] answers =
        [
            AnswerCase.Answer(0, 0, "a") with
            {
                Quality = 10,
            },
            AnswerCase.Answer(0, 0, "a") with
            {
                Quality = 10,
            },
            AnswerCase.Answer(0, 0, "b") with
            {
                Quality = 5,
            },
        ];
        Assert.Equal(5.4098, (await AnswerCase.Run(AnswerCase.Set(answers))).Models[0].Utility!.Value.Mean, 1e-4);
        answers[1] = answers[1] with { Quality = null };
        Assert.Null((await AnswerCase.Run(AnswerCase.Set(answers))).Models[0].Utility);
    }

    [Fact]
    public async Task Large_cells_are_worth_as_much_by_either_way()
    {
        // 300 answers on three axes, evenly: the kernel is not made, and there are three answers.
        var result = await AnswerCase.Run(AnswerCase.Full(1, 1, 300, (_, _, s) => $"{s % 3}"));
        Assert.Equal(3, result.Models[0].EffectiveAnswers!.Value.Mean, 1e-4);
    }

    [Fact]
    public async Task A_row_that_is_not_of_unit_length_is_named()
    {
        var set = AnswerCase.Full(1, 1, 2, (_, _, s) => $"{s}");
        var space = AnswerCase.ByText(set);
        space.Rows[1].Clear();
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => AnswerCase.Run(set, space));
        Assert.Contains("row 1 of the answers", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_blank_answers_is_said_in_one_line()
    {
        var set = AnswerCase.Full(2, 2, 2, (_, _, _) => " ");
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            AnswerCase.Run(set, AnswerCase.Random(set, 3, 1))
        );
        Assert.Contains("not blank", fault.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Input, fault.ExitCode);
    }

    [Fact]
    public async Task Weights_that_are_not_numbers_are_refused()
    {
        var set = AnswerCase.Set(AnswerCase.Answer(0, 0, "a", double.NaN));
        await Assert.ThrowsAsync<ArgumentException>(() => AnswerCase.Run(set));
    }
}
