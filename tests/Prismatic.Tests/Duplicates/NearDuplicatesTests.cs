using CsCheck;
using Prismatic.Duplicates;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Duplicates;

/// <summary>Near-duplicates against all pairs compared one by one.</summary>
public sealed class NearDuplicatesTests
{
    [Fact]
    public void Pairs_and_clusters_are_those_of_exact_similarities()
    {
        var options = new NearDuplicateOptions { ShingleWords = 3, Threshold = 0.8 };
        var result = NearDuplicates.Of(PeerValues.Texts, options);
        var exact = PeerValues
            .Root.GetProperty("jaccard_3_words")
            .EnumerateArray()
            .Select(p => (A: p[0].GetInt32(), B: p[1].GetInt32(), Similarity: p[2].GetDouble()))
            .Where(p => p.Similarity >= 0.8)
            .ToList();
        foreach (var pair in result.Pairs)
        {
            var (low, high) = (Math.Min(pair.Row, pair.Of), Math.Max(pair.Row, pair.Of));
            var known = Assert.Single(exact, p => p.A == low && p.B == high);
            Assert.Equal(known.Similarity, pair.Similarity, 1e-12);
        }
        // Every pair at the threshold lies in one cluster; with this seed none is missed.
        Assert.All(exact, p => Assert.Equal(result.Representatives[p.A], result.Representatives[p.B]));
        Assert.Equal(
            PeerValues.Root.GetProperty("clusters_0.8").EnumerateArray().Select(c => c.GetInt32()),
            result.Representatives
        );
    }

    [Fact]
    public void Every_row_of_a_cluster_but_the_first_has_a_partner_in_it_and_no_pair_is_below_the_threshold()
    {
        var word = Gen.Int[0, 6].Select(i => $"w{i}");
        var text = word.List[0, 12].Select(w => string.Join(' ', w));
        Gen.Select(text.Array[0, 40], Gen.Double[0.3, 1])
            .Sample(
                (texts, threshold) =>
                {
                    var options = new NearDuplicateOptions { ShingleWords = 2, Threshold = threshold };
                    var result = NearDuplicates.Of(texts, options);
                    var repeats = Enumerable.Range(0, texts.Length).Where(i => result.Representatives[i] != i);
                    Assert.Equal(repeats, result.Pairs.Select(p => p.Row));
                    foreach (var (row, of, similarity) in result.Pairs)
                    {
                        Assert.Equal(result.Representatives[row], result.Representatives[of]);
                        Assert.Equal(Jaccard(texts[row], texts[of]), similarity, 1e-12);
                        Assert.True(similarity >= threshold);
                    }
                    Assert.All(result.Representatives, (r, i) => Assert.True(r <= i));
                },
                iter: 300
            );
    }

    [Fact]
    public void Equal_texts_are_always_found_whatever_the_threshold()
    {
        foreach (var threshold in (double[])[0.1, 0.5, 0.8, 1])
        {
            var result = NearDuplicates.Of(
                ["a b c d e f", "x", "a B c  d e f", "", " ", "x"],
                new NearDuplicateOptions { Threshold = threshold }
            );
            Assert.Equal([0, 1, 0, 3, 3, 1], result.Representatives);
        }
    }

    [Fact]
    public void A_pair_at_the_threshold_is_found_ninety_nine_times_in_a_hundred()
    {
        foreach (var threshold in (double[])[0.3, 0.5, 0.6, 0.7, 0.8, 0.9])
        {
            var bands = new MinHashBands(threshold, 1);
            Assert.InRange(bands.Found(threshold), 0.99, 1);
            Assert.InRange(bands.Bands * bands.Rows, 1, 128);
        }
    }

    [Fact]
    public void A_crowd_of_copies_is_compared_once_each()
    {
        var result = NearDuplicates.Of([.. Enumerable.Repeat("the same words again and again", 3000)]);
        Assert.Equal(2999, result.Pairs.Count);
        Assert.Equal(2999, result.Compared);
    }

    private static double Jaccard(string a, string b)
    {
        var (x, y) = (Shingles(a), Shingles(b));
        return (double)x.Intersect(y).Count() / x.Union(y).Count();
    }

    private static HashSet<string> Shingles(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2
            ? [string.Join(' ', words)]
            : [.. Enumerable.Range(0, words.Length - 1).Select(i => $"{words[i]} {words[i + 1]}")];
    }
}
