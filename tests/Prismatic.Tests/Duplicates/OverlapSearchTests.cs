using CsCheck;
using Prismatic.Duplicates;
using Prismatic.Numerics;

namespace Prismatic.Tests.Duplicates;

/// <summary>What two sets share, against all pairs compared one by one.</summary>
public sealed class OverlapSearchTests
{
    [Fact]
    public void Every_finding_is_true_and_every_copy_is_found() =>
        Gen.Select(DuplicateGen.Texts, DuplicateGen.Texts, Gen.Double[0.3, 1])
            .Sample(
                (texts, others, threshold) =>
                {
                    var options = new DuplicateOptions { ShingleWords = 2, Threshold = threshold };
                    var result = OverlapSearch.Of(texts, others, options, threads: 1);
                    Check(texts, others, result.Rows, threshold);
                    Check(others, texts, result.OtherRows, threshold);
                },
                iter: 500
            );

    [Fact]
    public void Near_duplicates_are_found_as_often_as_the_bands_promise()
    {
        const int Rows = 2000;
        const int Words = 30;
        var options = new DuplicateOptions { ShingleWords = 2, Threshold = 0.6 };
        var random = new Pcg32(7);
        var (texts, others) = (new string[Rows], new string[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            string[] words = [.. Enumerable.Range(0, Words).Select(_ => $"w{random.Next(5000)}")];
            texts[i] = string.Join(' ', words);
            for (var changes = 0; changes < 3; changes++)
            {
                words[random.Next(Words)] = "changed";
            }
            others[i] = string.Join(' ', words);
        }
        var rows = OverlapSearch.Of(texts, others, options).Rows.ToDictionary(row => row.Row);
        int[] near =
        [
            .. Enumerable.Range(0, Rows).Where(i => DuplicateGen.Jaccard(texts[i], others[i]) >= options.Threshold),
        ];
        Assert.InRange(near.Length, Rows / 2, Rows);
        Assert.InRange(near.Count(rows.ContainsKey), near.Length * 0.985, near.Length);
        Assert.All(rows.Values, row => Assert.Equal(row.Row, row.Of));
        Assert.Equal(rows.Keys.Order(), near.Where(rows.ContainsKey));
    }

    [Fact]
    public void A_row_near_one_that_has_a_copy_is_found_too()
    {
        const string Item = "Natalia sold clips to 48 of her friends in April and then half as many in May";
        var result = OverlapSearch.Of([Item, Item + " again"], ["something else", Item]);
        Assert.Equal(
            [new Overlap(0, DuplicateKind.Exact, 1, 1), new Overlap(1, DuplicateKind.Near, 1, 13 / 14.0)],
            result.Rows
        );
        Assert.Equal([new Overlap(1, DuplicateKind.Exact, 0, 1)], result.OtherRows);
    }

    [Fact]
    public void A_set_against_itself_is_found_whole_and_compares_nothing()
    {
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => $"row {i} of a set in which all rows are alike")];
        var result = OverlapSearch.Of(texts, texts);
        Assert.Equal(500, result.Rows.Count(row => row.Kind == DuplicateKind.Exact && row.Of == row.Row));
        Assert.Equal(500, result.OtherRows.Count);
        Assert.Equal(0, result.Compared);
    }

    [Fact]
    public void Crowds_on_both_sides_are_compared_in_linear_many_pairs()
    {
        const int Rows = 2000;
        string[] Crowd(string word) =>
            [
                .. Enumerable
                    .Range(0, Rows)
                    .Select(i => $"these words are the same in every row of the crowd but {word} {i}"),
            ];
        var options = new DuplicateOptions { ShingleWords = 2, MostHeld = 64 };
        var result = OverlapSearch.Of(Crowd("left"), Crowd("right"), options);
        var bands = new DuplicateSketch(options).Bands;
        Assert.InRange(result.Compared, Rows, 64L * 2 * Rows * bands);
        Assert.True(result.Compared < (long)Rows * Rows);
    }

    [Fact]
    public void Nothing_against_nothing_is_nothing()
    {
        Assert.Empty(OverlapSearch.Of([], []).Rows);
        Assert.Empty(OverlapSearch.Of(["a"], []).Rows);
        Assert.Empty(OverlapSearch.Of([], ["a"]).OtherRows);
    }

    private static void Check(string[] texts, string[] others, IReadOnlyList<Overlap> found, double threshold)
    {
        var (normal, otherNormal) = (
            Array.ConvertAll(texts, DuplicateText.Normalise),
            Array.ConvertAll(others, DuplicateText.Normalise)
        );
        Assert.Equal(found.Select(row => row.Row).Order().Distinct(), found.Select(row => row.Row));
        var kinds = found.ToDictionary(row => row.Row, row => row.Kind);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(
                others.Contains(texts[i]),
                kinds.GetValueOrDefault(i, DuplicateKind.Near) == DuplicateKind.Exact
            );
            Assert.Equal(
                otherNormal.Contains(normal[i]),
                kinds.TryGetValue(i, out var kind) && kind != DuplicateKind.Near
            );
        }
        foreach (var (row, kind, of, similarity) in found)
        {
            // Copies within a set share what was found for the first of them.
            var first = Array.IndexOf(normal, normal[row]);
            Assert.Equal(
                kind == DuplicateKind.Near ? DuplicateGen.Jaccard(texts[first], others[of]) : 1,
                similarity,
                1e-12
            );
            Assert.True(similarity >= threshold);
        }
    }
}
