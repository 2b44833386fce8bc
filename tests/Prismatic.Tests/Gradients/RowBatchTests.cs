using CsCheck;
using Prismatic.Gradients;

namespace Prismatic.Tests.Gradients;

/// <summary>How a chunk is cut into batches.</summary>
public sealed class RowBatchTests
{
    [Fact]
    public void Every_row_is_in_one_batch_that_is_long_enough_and_within_the_budget() =>
        Gen.Select(Gen.Int[1, 700].List[0, 60], Gen.Int[1, 1500], Gen.Int[1, 32])
            .Sample(
                (lengths, budget, padTo) =>
                {
                    var options = new GradientOptions { BatchTokens = budget, PadTo = padTo };
                    var batches = RowBatch.Cut(lengths, options).ToList();
                    Assert.Equal(Enumerable.Range(0, lengths.Count), batches.SelectMany(b => b.Members).Order());
                    foreach (var (members, length) in batches)
                    {
                        Assert.Equal(0, length % padTo);
                        Assert.InRange(length - members.Max(i => lengths[i]), 0, padTo - 1);
                        Assert.True(members.Length == 1 || members.Length * length <= budget);
                    }
                }
            );
}
