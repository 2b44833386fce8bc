using CsCheck;
using Prismatic.Meaning;

namespace Prismatic.Tests.Meaning;

/// <summary>Labels of clusters: what sets a group apart, and nothing that all have.</summary>
public sealed class DistinguishingTermsTests
{
    private static readonly Gen<string> Texts = Gen.Char.Array[0, 60].Select(letters => new string(letters));

    [Fact]
    public void A_planted_pair_is_found_and_common_words_are_not()
    {
        List<string> texts =
        [
            .. Enumerable
                .Range(0, 200)
                .Select(i => $"please tell me about the {(i % 2 == 0 ? "sea" : "sky")} number {i}"),
            .. Enumerable
                .Range(0, 20)
                .Select(i => $"please tell me about the iron bridge, near {(i % 2 == 0 ? "Riga" : "Oslo")}"),
        ];
        int[] group = [.. Enumerable.Range(200, 20)];
        var terms = DistinguishingTerms.Of(texts, [group], [.. Enumerable.Range(0, 220)], 4)[0];
        Assert.Equal("iron bridge", terms[0]);
        Assert.Contains(terms, term => term.Contains("near", StringComparison.Ordinal));
        Assert.DoesNotContain(terms, term => term is "please" or "tell" or "tell me" or "about" or "iron" or "bridge");
    }

    [Fact]
    public void Terms_are_ordered_by_the_ratio_over_its_error()
    {
        List<string> texts =
        [
            .. Enumerable.Repeat("aa; bb", 12),
            .. Enumerable.Repeat("aa", 3),
            .. Enumerable.Repeat("cc", 3),
            .. Enumerable.Repeat("dd", 27),
            .. Enumerable.Repeat("aa", 3),
        ];
        int[] group = [.. Enumerable.Range(0, 18)];
        var terms = DistinguishingTerms.Of(texts, [group], [.. Enumerable.Range(18, 30)], 5)[0];
        Assert.True(Math.Min(Score(15, 18, 3, 30), Score(12, 18, 0, 30)) > 3);
        Assert.Equal(Score(15, 18, 3, 30) > Score(12, 18, 0, 30) ? ["aa", "bb"] : ["bb", "aa"], terms);
        Assert.True(Score(3, 18, 0, 30) < 3);

        // By hand: a prior of the term's share of all texts, worth two texts.
        static double Score(int own, int n, int rest, int m)
        {
            var share = (own + rest + 0.5) / (n + m + 1.0);
            var (a, b) = (own + (2 * share), n - own + (2 * (1 - share)));
            var (c, d) = (rest + (2 * share), m - rest + (2 * (1 - share)));
            return (Math.Log(a / b) - Math.Log(c / d)) / Math.Sqrt((1 / a) + (1 / b) + (1 / c) + (1 / d));
        }
    }

    [Theory]
    [InlineData("one text")]
    [InlineData("the same everywhere")]
    [InlineData("the whole set")]
    [InlineData("no words")]
    public void Groups_that_nothing_sets_apart_have_no_terms(string what)
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 40).Select(i => what == "no words" ? $"{i} ... {i * i}" : "the same again"),
        ];
        int[] group = what switch
        {
            "one text" => [3],
            "the whole set" => [.. Enumerable.Range(0, 40)],
            _ => [.. Enumerable.Range(0, 10)],
        };
        Assert.Empty(DistinguishingTerms.Of(texts, [group], [.. Enumerable.Range(0, 40)], 4)[0]);
    }

    [Fact]
    public void Scripts_without_spaces_are_labelled_by_pairs_of_signs()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? "今日は天気がいい" : "海は青い"),
            .. Enumerable.Range(0, 10).Select(_ => "銀行の口座を開く"),
        ];
        var terms = DistinguishingTerms.Of(
            texts,
            [
                [.. Enumerable.Range(30, 10)],
            ],
            [.. Enumerable.Range(0, 40)],
            3
        )[0];
        Assert.NotEmpty(terms);
        Assert.All(terms, term => Assert.Contains(term, "銀行の口座を開く", StringComparison.Ordinal));
    }

    [Fact]
    public void Terms_have_letters_are_short_and_share_no_word_whatever_the_text() =>
        Gen.Select(Texts.Array[2, 12], Gen.Int[1, 5])
            .Sample(
                (texts, count) =>
                {
                    texts = [.. texts, .. texts.Take(2)];
                    int[] group = [0, texts.Length - 2];
                    int[] all = [.. Enumerable.Range(0, texts.Length)];
                    var terms = DistinguishingTerms.Of(texts, [group], all, count)[0];
                    Assert.True(terms.Count <= count);
                    Assert.All(terms, term => Assert.Contains(term.EnumerateRunes(), System.Text.Rune.IsLetter));
                    Assert.All(terms, term => Assert.DoesNotContain(term, char.IsControl));
                    Assert.All(terms, term => Assert.True(term.Length <= 81));
                    var words = terms.SelectMany(term => term.Split(' ')).ToList();
                    Assert.Equal(words.Distinct().Count(), words.Count);
                },
                iter: 300
            );

    [Theory]
    [InlineData("The old boat", "the OLD boat!", 1)]
    [InlineData("the old boat", "a new ship", 0)]
    [InlineData("red cat", "red dog", 1.0 / 3)]
    [InlineData("", "...", 0)]
    [InlineData("don\u2019t go", "don't go", 1)]
    [InlineData("top-up now", "top\u2010up now", 1)]
    public void Overlap_is_shared_words_over_all_words(string first, string second, double overlap) =>
        Assert.Equal(overlap, DistinguishingTerms.WordOverlap(first, second), 1e-9);
}
