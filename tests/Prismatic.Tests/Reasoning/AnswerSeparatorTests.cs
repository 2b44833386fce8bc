using Prismatic.Reasoning;

namespace Prismatic.Tests.Reasoning;

/// <summary>Where a response is cut into reasoning and answer.</summary>
public sealed class AnswerSeparatorTests
{
    [Theory]
    [InlineData("####", "2 + 3 = 5\n#### 5", "2 + 3 = 5", "5")]
    [InlineData("####", "#### a heading\nso\n####   5,000 \n", "#### a heading\nso", "5,000")]
    [InlineData("####", "#### 5", "", "5")]
    [InlineData("</think>", "<think>\nhm\n</think>\n\nFive.", "hm", "Five.")]
    [InlineData("</think>", "hm</think>Five.", "hm", "Five.")]
    [InlineData("</think>", "<think></think>Five.", "", "Five.")]
    [InlineData("So: ", "well. So: no. So: yes", "well. So: no.", "yes")]
    public void The_last_separator_cuts(string separator, string response, string reasoning, string answer) =>
        Assert.Equal((reasoning, answer), new AnswerSeparator(separator).Split(response));

    [Theory]
    [InlineData("####", "5")]
    [InlineData("####", "2 + 3 = 5\n####  \n")]
    [InlineData("</think>", "<think>and so on")]
    [InlineData("####", "")]
    public void Without_separator_or_answer_there_is_nothing(string separator, string response) =>
        Assert.Null(new AnswerSeparator(separator).Split(response));

    [Fact]
    public void A_separator_is_found_where_nine_of_ten_responses_have_it()
    {
        var marked = Enumerable.Range(0, 9).Select(i => $"{i} + 1 = {i + 1}\n#### {i + 1}").ToList();
        Assert.Equal("####", AnswerSeparator.Detect([.. marked, "none"])?.Text);
        Assert.Null(AnswerSeparator.Detect([.. marked, "none", "none"]));
        Assert.Equal("</think>", AnswerSeparator.Detect(["<think>a</think>b", "c</think>d\ne"])?.Text);
        Assert.Null(AnswerSeparator.Detect([]));
    }

    [Fact]
    public void Headings_and_answers_alone_are_no_separator()
    {
        Assert.Null(AnswerSeparator.Detect(["Intro\n#### Heading\nmore text", "More\n#### Another\nand text"]));
        Assert.Null(AnswerSeparator.Detect(["#### 5", "#### 6"]));
    }
}
