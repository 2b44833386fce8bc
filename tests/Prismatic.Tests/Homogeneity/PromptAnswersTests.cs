using CsCheck;
using Prismatic.Homogeneity;

namespace Prismatic.Tests.Homogeneity;

public sealed class PromptAnswersTests
{
    [Fact]
    public async Task Models_that_say_the_same_are_in_one_class_and_the_most_common_answer_is_first()
    {
        var set = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "blue"),
            AnswerCase.Answer(0, 0, "red"),
            AnswerCase.Answer(0, 1, "red"),
            AnswerCase.Answer(0, 2, "red"),
            AnswerCase.Answer(1, 1, "one"),
            AnswerCase.Answer(2, 2, " ")
        );
        var result = await AnswerCase.Run(set);
        Assert.Equal([0, 1], result.PromptAnswers.Select(prompt => prompt.Prompt));
        var prompt = result.PromptAnswers[0];
        Assert.Equal((4, 3), (prompt.Answers, prompt.Models));
        Assert.Equal([(1, 3), (0, 1)], prompt.Classes.Select(c => (c.First, c.Answers)));
        Assert.Equal([0, 1, 2], prompt.Classes[0].Models);
        Assert.Equal([0], prompt.Classes[1].Models);
        Assert.Equal(Math.Exp(-(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25))), prompt.EffectiveClasses, 1e-9);
        Assert.Equal((prompt.EffectiveClasses - 1) / 3, prompt.Variety!.Value, 1e-9);
        Assert.Null(result.PromptAnswers[1].Variety);
    }

    [Fact]
    public async Task Weights_count_in_the_effective_number()
    {
        var set = AnswerCase.Set(AnswerCase.Answer(0, 0, "blue", 1e-9), AnswerCase.Answer(0, 0, "red", 1));
        var prompt = Assert.Single((await AnswerCase.Run(set)).PromptAnswers);
        Assert.Equal(1, prompt.EffectiveClasses, 1e-6);
        Assert.Equal(2, prompt.Classes.Count);
    }

    [Fact]
    public void Classes_hold_every_answer_once_and_of_one_model_are_those_of_its_cell() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 5], Gen.Int[1, 4])
            .Sample(
                (prompts, models, samples, different) =>
                {
                    var set = AnswerCase.Full(prompts, models, samples, (p, m, s) => $"{p} {(m + s) % different}");
                    var result = AnswerCase.Run(set).GetAwaiter().GetResult();
                    Assert.All(
                        result.PromptAnswers,
                        prompt =>
                        {
                            Assert.Equal(models * samples, prompt.Answers);
                            Assert.Equal(prompt.Answers, prompt.Classes.Sum(c => c.Answers));
                            Assert.InRange(prompt.EffectiveClasses, 1 - 1e-9, prompt.Classes.Count + 1e-9);
                            Assert.All(prompt.Classes, c => Assert.Equal(prompt.Prompt, set.Responses[c.First].Prompt));
                        }
                    );
                    if (models == 1)
                    {
                        Assert.Equal(
                            result.Prompts.Select(cell => cell.Distinct),
                            result.PromptAnswers.Select(prompt => prompt.Classes.Count)
                        );
                    }
                }
            );
}
