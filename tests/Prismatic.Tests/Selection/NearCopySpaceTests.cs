using CsCheck;
using Prismatic.Selection;

namespace Prismatic.Tests.Selection;

public sealed class NearCopySpaceTests
{
    [Theory]
    [InlineData("Betty has 12 apples and gives 3 to Sam.", "A has 0 apples and gives 0 to A.")]
    [InlineData(
        "In May, Mary Ann Smith paid the bill of $1,234.50 at 12:30 with money.",
        "A, A paid the bill of $0 at 0 with money."
    )]
    [InlineData("the book has 300 pages.", "the book has 0 pages.")]
    [InlineData("Paris", "Paris")]
    [InlineData("The Old Man and the Sea, 1952", "The Old Man and the Sea, 0")]
    [InlineData("iPhone x86 costs more than it should", "iPhone x0 costs more than it should")]
    [InlineData("Élodie's dog sleeps all day long.", "A's dog sleeps all day long.")]
    [InlineData("", "")]
    public void Numbers_and_names_are_masked(string text, string expected) =>
        // A text of which little but names is left keeps them.
        Assert.Equal(expected, NearCopySpace.Mask(text));

    [Fact]
    public void Masking_twice_changes_nothing_where_names_are_few() =>
        Gen.String[Gen.Char["abcdefgh  .,019"], 0, 60]
            .Sample(text => NearCopySpace.Mask(NearCopySpace.Mask(text)) == NearCopySpace.Mask(text));

    [Fact]
    public void Any_text_can_be_masked_and_does_not_grow() =>
        Gen.String.Sample(text => NearCopySpace.Mask(text).Length <= text.Length);

    [Fact]
    public void Other_numbers_and_names_are_near_copies_and_other_matters_are_not()
    {
        string[] texts =
        [
            "Bruno buys 6 boxes of stamps at 75 dollars each and has a coupon for 6 dollars. How much does he pay?",
            "Maria Luisa buys 12 boxes of stamps at 8 dollars each and has a coupon for 30 dollars. How much does he pay?",
            "Bruno walks 6 miles a day for 75 days and rests on the last one. How far has he walked in the end?",
            "Explain how tides come about and why there are two of them every day in most places.",
        ];
        var found = NearCopies.Find(NearCopySpace.Of(texts).Rows, NearCopySpace.Threshold);
        Assert.Equal([0, 0, 2, 3], found);
    }
}
