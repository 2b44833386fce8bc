using CsCheck;
using Prismatic.Reasoning;

namespace Prismatic.Tests.Reasoning;

/// <summary>What is taken from a reasoning because it holds the answer.</summary>
public sealed class LeakMaskTests
{
    [Theory]
    [InlineData("48/2 = 24 clips.\nIn all 48+24 = 72 clips.", "72", "48/2 = 24 clips.")]
    [InlineData("He has 5. She has 50. It costs 1.5 or 5,000.", "5", "She has 50. It costs 1.5 or 5,000.")]
    [InlineData("It costs 5000.\nThen 1.", "5,000", "Then 1.")]
    [InlineData("It costs $18!\nThen 1.", "$18", "Then 1.")]
    [InlineData("We see it is Paris.\nDone.", "paris.", "Done.")]
    [InlineData("Parisians.", "Paris", "Parisians.")]
    [InlineData("All is 7", "7", "")]
    [InlineData("", "7", "")]
    public void Sentences_with_the_answer_go(string reasoning, string answer, string expected) =>
        Assert.Equal(expected, LeakMask.Apply(reasoning, answer));

    [Fact]
    public void What_is_left_never_holds_the_answer_and_is_all_there_was_where_it_never_stood() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20].Array[0, 12])
            .Sample(
                (kind, numbers) =>
                {
                    var answer = new[] { "7", "12", "yes", "take 3" }[kind];
                    var reasoning = string.Join(". ", numbers.Select(n => $"take {n}"));
                    var masked = LeakMask.Apply(reasoning, answer);
                    Assert.False(LeakMask.Holds(masked, answer));
                    if (!LeakMask.Holds(reasoning, answer))
                    {
                        Assert.Equal(reasoning, masked);
                    }
                }
            );
}
