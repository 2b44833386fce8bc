using System.Numerics.Tensors;
using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Tests.Diversity;

public sealed class NearestSimilarityTests
{
    [Fact]
    public void Each_row_has_the_greatest_cosine_with_another()
    {
        var rows = new RowView(GoldenInputs.RandomUnitRows(120, 16, 3));
        var nearest = NearestSimilarity.Of(rows, seed: 0);
        for (var row = 0; row < 120; row++)
        {
            var others = Enumerable.Range(0, 120).Where(other => other != row);
            Assert.Equal(others.Max(other => TensorPrimitives.Dot(rows[row], rows[other])), nearest[row]);
        }
    }

    [Fact]
    public void A_copy_stands_at_one()
    {
        var rows = GoldenInputs.RandomUnitRows(20, 8, 3).Gather([.. Enumerable.Range(0, 20), 7]);
        var nearest = NearestSimilarity.Of(new RowView(rows), seed: 0);
        Assert.Equal([7, 20], Enumerable.Range(0, 21).Where(row => nearest[row] > 0.99999f));
        Assert.All(nearest, cosine => Assert.InRange(cosine, -1, 1));
    }

    [Fact]
    public void Of_many_rows_as_many_are_taken_and_the_same_for_any_number_of_threads()
    {
        var rows = new RowView(GoldenInputs.RandomUnitRows(NearestSimilarity.Most + 500, 4, 3));
        var one = NearestSimilarity.Of(rows, seed: 5, threads: 1);
        Assert.Equal(NearestSimilarity.Most, one.Length);
        Assert.Equal(one, NearestSimilarity.Of(rows, seed: 5, threads: 3));
        Assert.NotEqual(one, NearestSimilarity.Of(rows, seed: 6));
    }

    [Fact]
    public void A_single_row_has_none() =>
        Assert.Empty(NearestSimilarity.Of(new RowView(GoldenInputs.RandomUnitRows(1, 4, 3)), seed: 0));
}
