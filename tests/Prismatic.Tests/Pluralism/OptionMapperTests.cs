using System.Text;
using CsCheck;
using Prismatic.Pluralism;
using Prismatic.Responses;

namespace Prismatic.Tests.Pluralism;

public sealed class OptionMapperTests
{
    private static readonly OptionMapper Likert = new([
        "Strongly agree",
        "Agree",
        "Neutral",
        "Disagree",
        "Strongly disagree",
    ]);

    [Theory]
    [InlineData("Agree", 1, MappingRule.Exact)]
    [InlineData(" strongly AGREE. ", 0, MappingRule.Exact)]
    [InlineData("**Neutral**", 2, MappingRule.Exact)]
    [InlineData("B", 1, MappingRule.Letter)]
    [InlineData("B)", 1, MappingRule.Letter)]
    [InlineData("(d)", 3, MappingRule.Letter)]
    [InlineData("[E]", 4, MappingRule.Letter)]
    [InlineData("c. It could go either way.", 2, MappingRule.Letter)]
    [InlineData("Option B", 1, MappingRule.Letter)]
    [InlineData("Answer: C", 2, MappingRule.Letter)]
    [InlineData("I weighed both sides.\nThe answer is (d).", 3, MappingRule.Letter)]
    [InlineData("The answer is E because of the cost.", 4, MappingRule.Letter)]
    [InlineData("Final answer: strongly disagree", 4, MappingRule.Leading)]
    [InlineData("A) Disagree", 3, MappingRule.Leading)]
    [InlineData("Agree, since it helps.", 1, MappingRule.Leading)]
    [InlineData("Strongly agree! No doubt.", 0, MappingRule.Leading)]
    [InlineData("I strongly disagree with that.", 4, MappingRule.Contained)]
    [InlineData("On balance I would say that I agree.", 1, MappingRule.Contained)]
    [InlineData("<think>Agree? Or neutral?</think>\nDisagree", 3, MappingRule.Exact)]
    public void An_answer_goes_to_the_option_it_names(string answer, int option, MappingRule rule) =>
        Assert.Equal(new MappedAnswer(option, rule), Likert.Map(answer));

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("***")]
    [InlineData("As a language model I have no opinion.")]
    [InlineData("I do not agree.")]
    [InlineData("Some agree and some disagree.")]
    [InlineData("The answer is a matter of taste.")]
    [InlineData("A good question.")]
    [InlineData("F)")]
    [InlineData("Agreement is rare.")]
    [InlineData("\ud800 \udfff")]
    public void An_answer_that_names_none_or_several_is_not_mapped(string answer) =>
        Assert.Equal(new MappedAnswer(-1, MappingRule.None), Likert.Map(answer));

    [Fact]
    public void Letters_of_the_options_themselves_count_before_their_places()
    {
        var mapper = new OptionMapper(["(C) Yes", "(A) No", "(B) Perhaps"]);
        Assert.Equal(new MappedAnswer(1, MappingRule.Letter), mapper.Map("A"));
        Assert.Equal(0, mapper.Map("yes").Option);
        Assert.Equal(2, mapper.Map("2", label: "(B) Perhaps").Option);
    }

    [Fact]
    public void Options_that_are_numbers_keep_their_signs()
    {
        var mapper = new OptionMapper(["-1", "0", "1"]);
        Assert.Equal([0, 1, 2], new[] { "-1", "0", "1" }.Select(text => mapper.Map(text).Option));
        Assert.Equal(0, mapper.Map("I vote -1 on this").Option);
        var ages = new OptionMapper(["18-29", "45-60", "> 60"]);
        Assert.Equal(2, ages.Map(">60").Option);
        Assert.Equal(-1, ages.Map("60").Option);
    }

    [Fact]
    public void Options_in_other_scripts_are_found()
    {
        var mapper = new OptionMapper(["\u8d5e\u6210", "\u53cd\u5bf9"]);
        Assert.Equal(1, mapper.Map("\u6211\u53cd\u5bf9\u8fd9\u4e2a\u3002").Option);
        var arabic = new OptionMapper(["\u0646\u0639\u0645", "\u0644\u0627"]);
        Assert.Equal(0, arabic.Map("\u0646\u0639\u0645\u060c \u0628\u0627\u0644\u062a\u0623\u0643\u064a\u062f").Option);
    }

    [Fact]
    public void A_label_that_is_an_option_decides_and_another_does_not()
    {
        Assert.Equal(new MappedAnswer(3, MappingRule.Label), Likert.Map("agree", "Disagree"));
        Assert.Equal(new MappedAnswer(1, MappingRule.Exact), Likert.Map("agree", "7"));
    }

    [Fact]
    public void Options_that_are_equal_but_for_signs_are_told_apart_by_their_text_alone()
    {
        var mapper = new OptionMapper(["Yes!", "Yes?"]);
        Assert.Equal(1, mapper.Map("Yes?").Option);
        Assert.Equal(-1, mapper.Map("yes").Option);
    }

    [Fact]
    public void Every_option_maps_to_itself_bare_and_behind_a_letter() =>
        Gen.Char["abcXYZ 019"]
            .Array[1, 9]
            .Select(letters => new string(letters).Trim())
            .Where(option => OptionWords.Of(option).Count > 0)
            .Array[1, 6]
            .Select(options => options.DistinctBy(option => OptionWords.Joined(OptionWords.Of(option))).ToArray())
            .Sample(options =>
            {
                var mapper = new OptionMapper(options);
                for (var i = 0; i < options.Length; i++)
                {
                    Assert.Equal(i, mapper.Map(options[i]).Option);
                    Assert.Equal(i, mapper.Map($"(A) {options[i]}").Option);
                }
            });

    [Fact]
    public void Any_text_is_mapped_to_an_option_or_to_none() =>
        Gen.String.Sample(text =>
        {
            var mapped = Likert.Map(text);
            Assert.InRange(mapped.Option, -1, 4);
            Assert.Equal(mapped.Option < 0, mapped.Rule == MappingRule.None);
        });

    [Fact]
    public void An_answer_of_ten_million_letters_takes_no_time()
    {
        var text = new StringBuilder().Insert(0, "answer is  ", 1_000_000).Append("\nAnswer: D").ToString();
        Assert.Equal(3, Likert.Map(text).Option);
    }

    [Fact]
    public async Task A_classifier_is_asked_only_where_no_rule_maps()
    {
        var asked = new List<(string A, string B)>();
        PairScorer classifier = (pairs, _) =>
        {
            asked.AddRange(pairs);
            return Task.FromResult<IReadOnlyList<float>>([
                .. pairs.Select(pair =>
                    pair.A.Contains("good", StringComparison.Ordinal) && pair.B == "Agree" ? 0.9f : 0.2f
                ),
            ]);
        };
        var mapped = await Likert.MapAsync(
            [("Agree", null), ("a good idea", null), ("who knows", null), ("", null)],
            classifier,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(
            [
                new(1, MappingRule.Exact),
                new(1, MappingRule.Classifier),
                new(-1, MappingRule.None),
                new MappedAnswer(-1, MappingRule.None),
            ],
            mapped
        );
        Assert.Equal(10, asked.Count);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task A_classifier_that_gives_no_number_ends_in_one_line(float score)
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            Likert.MapAsync(
                [("a good idea", null)],
                (pairs, _) => Task.FromResult<IReadOnlyList<float>>([.. pairs.Select(_ => score)]),
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        Assert.Contains("finite number", fault.Message, StringComparison.Ordinal);
    }
}
