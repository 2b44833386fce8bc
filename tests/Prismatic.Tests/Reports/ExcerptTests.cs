using CsCheck;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("short", "short")]
    [InlineData("  two \n\n lines\t", "two lines")]
    [InlineData("exactly ten", "exactly t…")]
    [InlineData("0123456789", "012345678…")]
    [InlineData("", "")]
    [InlineData("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂🙂🙂🙂🙂🙂…")]
    public void Long_text_is_cut_between_code_points(string text, string expected) =>
        Assert.Equal(expected, Excerpt.Of(text, 10));

    [Fact]
    public void An_excerpt_is_one_line_of_at_most_its_length() =>
        Gen.String.Sample(text =>
        {
            var excerpt = Excerpt.Of(text, 20);
            return excerpt.EnumerateRunes().Count() <= 20 && !excerpt.AsSpan().ContainsAny('\n', '\r', '\t');
        });
}
