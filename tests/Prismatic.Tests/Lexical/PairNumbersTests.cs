using CsCheck;
using Prismatic.Lexical;

namespace Prismatic.Tests.Lexical;

public sealed class PairNumbersTests
{
    [Fact]
    public void Pairs_are_numbered_in_the_order_in_which_they_first_occur() =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 5], Gen.Int[0, int.MaxValue]), Gen.Int[0, 5])
            .List[0, 200]
            .Sample(pairs =>
            {
                var expected = new Dictionary<(int, int), int>();
                var numbers = new PairNumbers(pairs.Count / 8);
                foreach (var (first, second) in pairs)
                {
                    expected.TryAdd((first, second), expected.Count);
                    Assert.Equal(expected[(first, second)], numbers.Of(first, second));
                }
                Assert.Equal(expected.Count, numbers.Count);
            });
}
