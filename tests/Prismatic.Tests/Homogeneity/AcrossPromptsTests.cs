using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Tests.Homogeneity;

public sealed class AcrossPromptsTests
{
    [Fact]
    public async Task The_same_answer_to_different_prompts_is_found()
    {
        var set = AnswerCase.Full(
            4,
            2,
            1,
            (p, m, _) => m == 0 ? (p < 3 ? "It depends on what you want." : "Something else entirely.") : $"{m} {p}"
        );
        var result = await AnswerCase.Run(set);
        var first = Assert.Single(result.AcrossByModel[0].Repeated);
        Assert.Equal(new RepeatedAnswer(0, 3, 3), first);
        Assert.Equal(0.75, result.AcrossByModel[0].RepeatedShare);
        Assert.Equal(0.375, result.Across.RepeatedShare);
        Assert.Equal(0, result.AcrossByModel[1].RepeatedShare);
        // Six words and more: the three alike, of the three and no other.
        Assert.Equal(1, result.AcrossByModel[0].NearRepeatedShare);
        Assert.Null(result.AcrossByModel[1].NearRepeatedShare);
    }

    [Fact]
    public async Task A_prompt_counts_once_however_often_it_was_answered()
    {
        var set = AnswerCase.Full(
            3,
            1,
            5,
            (p, _, _) => p == 0 ? "Sure, here is one" : $"Sure, here is {p} of them all"
        );
        var across = (await AnswerCase.Run(set)).Across;
        var opening = across.Openings[0];
        Assert.Equal(("sure here is", 3, 1.0), (opening.Text, opening.Prompts, opening.Share));
        var closing = Assert.Single(across.Closings);
        Assert.Equal(("of them all", 2, 5), (closing.Text, closing.Prompts, closing.Example));
    }

    [Fact]
    public async Task A_stock_phrase_is_as_long_as_it_comes_back_and_is_not_in_the_prompt()
    {
        string[] tails = ["one two", "three four", "five six", "seven eight"];
        var answers = tails.Select((tail, p) => AnswerCase.Answer(p, 0, $"{tail} it is important to note that {tail}"));
        var plain = AnswerCase.Set([.. answers]);
        var phrase = Assert.Single((await AnswerCase.Run(plain)).Across.Phrases);
        Assert.Equal(("it is important to note that", 4, 1.0), (phrase.Text, phrase.Prompts, phrase.Share));
        var asked = new ResponseSet(
            [.. plain.Prompts.Select((text, p) => p < 2 ? "Say that it is important to note that." : text)],
            plain.Models,
            plain.Responses
        );
        // What two of the prompts say is left to two answers, which is too few.
        Assert.Empty((await AnswerCase.Run(asked)).Across.Phrases);
    }

    [Fact]
    public async Task Phrases_of_several_models_are_found_with_them()
    {
        var set = AnswerCase.Full(
            2,
            3,
            1,
            (p, m, _) => m < 2 ? $"m{m}{p} time is a river that flows x{m}{p}" : $"quite another thing {p} said here"
        );
        var phrases = (await AnswerCase.Run(set)).Between.Phrases;
        var phrase = Assert.Single(phrases);
        Assert.Equal("time is a river that flows", phrase.Text);
        Assert.Equal((6, 2, 0), (phrase.Words, phrase.Prompts, phrase.Example));
        Assert.Equal([0, 1], phrase.Models);
    }

    [Fact]
    public async Task Too_many_words_are_sampled_by_prompt()
    {
        var set = AnswerCase.Full(10, 2, 1, (p, _, _) => $"the very same words for all of these prompts {p}");
        var result = await AnswerCase.Run(set, options: new HomogeneityOptions { MostPhraseWords = 41 });
        Assert.Equal(3, result.PromptsSearched);
        Assert.Equal(3, result.Across.Phrases[0].Prompts);
        Assert.Equal(1, result.Across.Phrases[0].Share);
    }

    [Fact]
    public async Task Hostile_texts_are_answers_like_others()
    {
        string[] texts =
        [
            "\ud800",
            "\u0000\u001b[31m",
            "مرحبا بالعالم",
            "e\u0301e\u0301",
            "<script>alert(1)</script>",
            string.Concat(Enumerable.Repeat("word ", 20_000)),
            new string('x', 100_000),
        ];
        var set = AnswerCase.Full(texts.Length, 2, 2, (p, _, s) => s == 0 ? texts[p] : texts[(p + 1) % texts.Length]);
        var result = await AnswerCase.Run(set, equivalence: Equivalence.Lexical(set));
        Assert.Equal(2, result.Models[0].Distinct!.Value.Mean);
        Assert.Equal(1, result.Across.RepeatedShare);
        Assert.Equal(0, result.Across.RefusalShare);
    }
}
