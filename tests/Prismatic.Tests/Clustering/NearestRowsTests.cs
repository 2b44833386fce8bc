using Prismatic.Clustering;
using Prismatic.Numerics;

namespace Prismatic.Tests.Clustering;

public sealed class NearestRowsTests
{
    [Fact]
    public void More_targets_than_a_block_are_searched_like_a_plain_loop()
    {
        var rows = GoldenInputs.RandomUnitRows(1100, 12, 1);
        var targets = GoldenInputs.RandomUnitRows(2300, 12, 2);
        var (labels, similarities) = (new int[1100], new float[1100]);
        using var nearest = new NearestRows(12);
        nearest.Find(new RowView(rows), new RowView(targets), labels, similarities, default);
        for (var i = 0; i < rows.RowCount; i++)
        {
            var best = double.MinValue;
            for (var j = 0; j < targets.RowCount; j++)
            {
                best = Math.Max(best, Dot(rows[i], targets[j]));
            }
            Assert.Equal(best, similarities[i], 1e-5);
            Assert.Equal(best, Dot(rows[i], targets[labels[i]]), 1e-5);
        }
    }

    [Fact]
    public void Of_equal_targets_the_first_wins_across_blocks()
    {
        var rows = GoldenInputs.RandomUnitRows(40, 12, 1);
        var targets = rows.Gather([.. Enumerable.Range(0, 2080).Select(i => i % 40)]);
        var (labels, similarities) = (new int[40], new float[40]);
        using var nearest = new NearestRows(12);
        nearest.Find(new RowView(rows), new RowView(targets), labels, similarities, default);
        Assert.Equal(Enumerable.Range(0, 40), labels);
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }
        return sum;
    }
}
