using CsCheck;
using Prismatic.Reasoning;

namespace Prismatic.Tests.Reasoning;

/// <summary>Whose reasoning stands in for a row's own.</summary>
public sealed class ControlPairsTests
{
    [Fact]
    public void Every_row_gets_another_reasoning_where_there_is_one() =>
        Gen.Select(Gen.Int[0, 5].Array[0, 80], Gen.ULong)
            .Sample(
                (kinds, seed) =>
                {
                    var rows = Rows(kinds);
                    int[] lengths = [.. kinds];
                    var pairs = ControlPairs.Draw(rows, lengths, seed);
                    Assert.Equal(pairs, ControlPairs.Draw(rows, lengths, seed));
                    var different = kinds.Where(kind => kind > 0).Distinct().Count();
                    for (var i = 0; i < rows.Length; i++)
                    {
                        if (kinds[i] == 0 || different < 2)
                        {
                            Assert.Equal(-1, pairs[i]);
                            continue;
                        }
                        Assert.NotEqual(rows[i].Reasoning, rows[pairs[i]].Reasoning);
                        Assert.NotEqual("", rows[pairs[i]].Reasoning);
                    }
                }
            );

    [Fact]
    public void The_other_reasoning_is_of_like_length()
    {
        int[] lengths = [.. Enumerable.Range(1, 320).Select(i => i * 7 % 321)];
        var pairs = ControlPairs.Draw(Rows(lengths), lengths, 1);
        Assert.All(
            pairs.Select((other, row) => Math.Abs(lengths[row] - lengths[other])),
            d => Assert.InRange(d, 1, 31)
        );
        Assert.NotEqual(pairs, ControlPairs.Draw(Rows(lengths), lengths, 2));
    }

    // A row's kind is its reasoning; 0 for none.
    private static ReasonedRow[] Rows(int[] kinds) =>
        [.. kinds.Select((kind, i) => new ReasonedRow(i, "q", kind == 0 ? "" : $"reason {kind}", "a"))];
}
