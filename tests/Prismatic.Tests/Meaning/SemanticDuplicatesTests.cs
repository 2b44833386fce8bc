using System.Numerics.Tensors;
using CsCheck;
using Prismatic.Meaning;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Tests.Meaning;

/// <summary>Rows of one meaning: what a plain loop finds, and nothing that words tell already.</summary>
public sealed class SemanticDuplicatesTests
{
    private static readonly Gen<(int Count, double Threshold, ulong Seed)> Sets =
        from count in Gen.Int[1, 90]
        from threshold in Gen.Double[0.3, 0.95]
        from seed in Gen.ULong
        select (count, threshold, seed);

    [Fact]
    public void Every_pair_is_over_the_threshold_and_no_row_left_over_has_one() =>
        Sets.Sample(
            set =>
            {
                var rows = GoldenInputs.RandomUnitRows(set.Count, 4, set.Seed);
                var first = Representatives(set.Count, set.Seed);
                var found = SemanticDuplicates.Find(rows, first, Options(set.Threshold));
                Assert.Equal(first.Where((of, row) => of == row).Count(), found.Candidates);
                Assert.Equal(found.Candidates, found.Compared);
                Assert.All(
                    found.Pairs,
                    pair =>
                    {
                        Assert.True(pair.Of < pair.Row);
                        Assert.Equal((pair.Row, pair.Of), (first[pair.Row], first[pair.Of]));
                        Assert.Equal(TensorPrimitives.Dot(rows[pair.Row], rows[pair.Of]), pair.Similarity, 1e-5f);
                        Assert.True(pair.Similarity >= set.Threshold - 1e-4);
                    }
                );
                var repeats = found.Pairs.Select(pair => pair.Row).ToHashSet();
                int[] standing =
                [
                    .. Enumerable.Range(0, set.Count).Where(row => first[row] == row && !repeats.Contains(row)),
                ];
                for (var i = 0; i < standing.Length; i++)
                {
                    for (var j = 0; j < i; j++)
                    {
                        var cosine = TensorPrimitives.Dot(rows[standing[i]], rows[standing[j]]);
                        Assert.True(cosine < set.Threshold + 1e-4);
                    }
                }
            },
            iter: 60
        );

    [Fact]
    public void A_row_that_words_tell_is_no_pair_and_lends_itself_to_none()
    {
        var rows = GoldenInputs.RandomUnitRows(2, 8, 1).Gather([0, 0, 0, 1]);
        var apart = SemanticDuplicates.Find(rows, [0, 1, 2, 3], Options(0.9));
        Assert.Equal([(1, 0), (2, 0)], apart.Pairs.Select(pair => (pair.Row, pair.Of)));
        var told = SemanticDuplicates.Find(rows, [0, 0, 2, 3], Options(0.9));
        Assert.Equal([(2, 0)], told.Pairs.Select(pair => (pair.Row, pair.Of)));
        Assert.Empty(SemanticDuplicates.Find(rows, [0, 0, 0, 3], Options(0.9)).Pairs);
    }

    [Fact]
    public void Of_many_rows_a_seeded_part_is_compared_which_a_larger_limit_only_adds_to()
    {
        var rows = GoldenInputs.RandomUnitRows(400, 3, 5);
        int[] first = [.. Enumerable.Range(0, 400)];
        var options = Options(0.999) with { MostRows = 100, Seed = 3 };
        var few = SemanticDuplicates.Find(rows, first, options);
        Assert.Equal((400, 100), (few.Candidates, few.Compared));
        var threads = SemanticDuplicates.Find(rows, first, options, new SessionSettings { Threads = 3 });
        Assert.Equal(few.Pairs, threads.Pairs);
        var all = SemanticDuplicates.Find(rows, first, options with { MostRows = 400 });
        Assert.True(all.Pairs.Count > few.Pairs.Count);
        Assert.Equal((400, 400), (all.Candidates, all.Compared));
    }

    [Fact]
    public void One_row_has_no_other_and_sizes_must_agree()
    {
        var rows = GoldenInputs.RandomUnitRows(1, 4, 1);
        Assert.Empty(SemanticDuplicates.Find(rows, [0], Options(0.5)).Pairs);
        Assert.Throws<ArgumentException>(() => SemanticDuplicates.Find(rows, [0, 1], Options(0.5)));
    }

    private static SemanticOptions Options(double threshold) => new() { Threshold = threshold };

    // A third of the rows repeat an earlier one that repeats none.
    private static int[] Representatives(int count, ulong seed)
    {
        var random = new Pcg32(seed);
        var first = new int[count];
        for (var row = 0; row < count; row++)
        {
            first[row] = row > 0 && random.Next(3) == 0 ? first[random.Next(row)] : row;
        }
        return first;
    }
}
