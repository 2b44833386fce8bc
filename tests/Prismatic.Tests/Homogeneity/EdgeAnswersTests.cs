using System.Text;
using System.Text.Json;
using CsCheck;
using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Tests.Homogeneity;

/// <summary>Answers at the edge of what there is, as docs/homogeneity.md says of them.</summary>
public sealed class EdgeAnswersTests
{
    private const double Exact = 1e-9;

    private static readonly string[] Odd =
    [
        "\ud800",
        "\udc00 a lone half \ud800",
        "\u0000\u0001\u001b[31mred\u001b[0m\u0007",
        "\u202eמרחבא بالعالم\u202c שלום",
        "e\u0301\u0301\u0301 Z\u0351\u036b\u0343a\u0363\u0328lgo",
        "👩‍👩‍👧‍👦 🏳️‍🌈",
        "\ufeff\uffff\ufffd",
        "<script>alert('1')</script> {{ x }} [a](javascript:b)",
        "日本語の答え。もう一つ。",
        "-- ' \" \\ %s %n ${x}",
        "\u2028\u2029\u0085 line",
        "ß ﬁ İ ı K Å",
    ];

    [Fact]
    public void Odd_texts_go_through_every_rule_and_every_measure_is_a_number() =>
        Gen.Select(
                Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]),
                Gen.Char['\0', '\u0003'].Array[0, 3].Select(chars => new string(chars))
            )
            .Select(parts => parts.Item1 + parts.Item2)
            .Array[12]
            .Sample(
                texts =>
                {
                    var set = AnswerCase.Full(2, 2, 3, (p, m, s) => texts[(p * 6) + (m * 3) + s]);
                    var space = NGramFeatures.Of([.. set.Responses.Select(response => response.Text)]);
                    foreach (
                        var rule in new[]
                        {
                            Equivalence.Exact(set),
                            Equivalence.Normalised(set),
                            Equivalence.Lexical(set),
                            Equivalence.Labels(set),
                            Equivalence.Cosine(set, space, 0.8),
                        }
                    )
                    {
                        var result = AnswerCase.Run(set, space, rule).GetAwaiter().GetResult();
                        // JSON has no other numbers, so this fails where one is not finite.
                        Assert.NotEmpty(JsonSerializer.Serialize(result));
                        Assert.All(result.Prompts, prompt => Assert.InRange(prompt.Distinct, 1, 3));
                    }
                },
                iter: 20
            );

    [Fact]
    public async Task Blank_answers_are_no_answers_whatever_makes_them_blank()
    {
        string[] blank = ["", " ", "\n\t", "\u00a0\u2003", "\u2028"];
        var set = AnswerCase.Full(2, 1, 6, (p, _, s) => s < 5 ? blank[s] : $"{p}");
        var model = (await AnswerCase.Run(set)).Models[0];

        Assert.Equal((2, 10, 1, 1), (model.Answers, model.Blank, model.FewestAnswers, model.MostAnswers));
        Assert.Null(model.Similarity);
        Assert.Null(model.Distinct);
    }

    [Theory]
    [InlineData(1e308, 1e308, 1e308)]
    [InlineData(5e-324, 5e-324, 5e-324)]
    [InlineData(1e-200, 1e-200, 1e-200)]
    public async Task Weights_count_by_proportion_however_large_or_small(double a, double b, double c)
    {
        double[] weights = [a, b, c];
        var equal = AnswerCase.Full(2, 2, 3, (p, m, s) => $"{p} {m * s % 2}");
        var weighted = new ResponseSet(
            equal.Prompts,
            equal.Models,
            [.. equal.Responses.Select((response, i) => response with { Weight = weights[i % 3] })]
        );

        Assert.Equal(
            JsonSerializer.Serialize(await AnswerCase.Run(equal)),
            JsonSerializer.Serialize(await AnswerCase.Run(weighted))
        );
    }

    [Fact]
    public async Task A_weight_beside_which_others_are_nothing_leaves_the_cosine_of_what_it_stands_beside()
    {
        // Pairs are drawn by weight: nearly all are the heavy answer with one of the two light ones, half of which equals it.
        var set = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "a", 1e300),
            AnswerCase.Answer(0, 0, "a", 1e-300),
            AnswerCase.Answer(0, 0, "b", 1e-300),
            AnswerCase.Answer(1, 0, "c", 5e-324)
        );
        var result = await AnswerCase.Run(set);

        Assert.Equal(0.5, result.Prompts[0].Similarity!.Value, Exact);
        Assert.Equal(1, result.Prompts[0].EffectiveAnswers!.Value, Exact);
        Assert.Equal(0, result.Prompts[0].ClassEntropy, Exact);
        Assert.NotEmpty(JsonSerializer.Serialize(result));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_quality_that_is_no_number_is_none(double quality)
    {
        var set = AnswerCase.Full(1, 1, 2, (_, _, s) => $"{s}");
        var rated = new ResponseSet(
            set.Prompts,
            set.Models,
            [.. set.Responses.Select((response, i) => response with { Quality = i == 0 ? 1 : quality })]
        );

        Assert.Null((await AnswerCase.Run(rated)).Models[0].Utility);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_000)]
    public async Task Twenty_thousand_answers_to_one_prompt_are_all_one_or_all_different(int different)
    {
        var set = AnswerCase.Full(1, 1, 20_000, (_, _, s) => $"the answer is number {s % different} of them");
        var space = AnswerCase.Random(AnswerCase.Full(1, 1, 20_000, (_, _, _) => ""), 4, 1);
        var result = await AnswerCase.Run(set, space, Equivalence.Normalised(set));

        Assert.Equal(different, result.Prompts[0].Distinct);
        Assert.Equal(1 - (different / 20_000.0), result.Prompts[0].ExactRepeats, Exact);
        Assert.Equal(Math.Log(different), result.Prompts[0].ClassEntropy, 1e-6);
        Assert.Null(result.Across.RepeatedShare);
        Assert.Null(result.Between.Floor);
    }

    [Fact]
    public async Task Large_groups_have_the_classes_of_small_ones()
    {
        // Chains of overlapping texts, so that which answer opens a class matters.
        var random = new Pcg32(9);
        var set = AnswerCase.Full(
            1,
            1,
            900,
            (_, _, _) => string.Join(' ', Enumerable.Range(0, 8).Select(_ => $"w{random.Next(40)}"))
        );
        var space = AnswerCase.Random(set, 3, 2);
        int[] group = [.. Enumerable.Range(0, 900)];
        foreach (var rule in new[] { Equivalence.Lexical(set), Equivalence.Cosine(set, space, 0.9) })
        {
            var (firsts, expected) = (new List<int>(), new List<int>());
            foreach (var answer in group)
            {
                var found = firsts.FindIndex(first => rule.AreEquivalent(first, answer));
                expected.Add(found < 0 ? firsts.Count : found);
                if (found < 0)
                {
                    firsts.Add(answer);
                }
            }
            Assert.InRange(firsts.Count, 20, 800);
            foreach (var threads in new[] { 1, 3 })
            {
                var classes = await EquivalenceClasses.OfAsync(
                    [group],
                    rule,
                    threads,
                    TestContext.Current.CancellationToken
                );
                Assert.Equal(expected, classes[0]);
            }
        }
    }

    [Fact]
    public void Marks_of_words_never_hide_an_equivalent_answer() =>
        Gen.Select(Gen.Int[0, 60].Array[0, 40], Gen.Int[0, 60].Array[0, 40], Gen.Double[0, 1])
            .Sample(
                (a, b, threshold) =>
                {
                    string Text(int[] words) => string.Join(' ', words.Select(word => $"w{word}"));
                    var set = AnswerCase.Full(1, 1, 2, (_, _, s) => Text(s == 0 ? a : b));
                    var shared = a.CountBy(word => word).Sum(w => Math.Min(w.Value, b.Count(other => other == w.Key)));
                    var expected =
                        a.SequenceEqual(b)
                        || (
                            Math.Max(a.Length, b.Length) <= 5
                                ? Math.Max(a.Length, b.Length) > 0
                                    && 2 * a.Intersect(b).Count() >= Math.Max(a.Length, b.Length)
                                : 2.0 * shared > threshold * (a.Length + b.Length)
                        );
                    Assert.Equal(expected, Equivalence.Lexical(set, threshold).AreEquivalent(0, 1));
                }
            );

    [Fact]
    public async Task Very_long_answers_have_short_phrases_and_a_prompt_too_large_is_searched_in_part()
    {
        var shared = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"word{i}"));
        var set = AnswerCase.Full(1, 2, 10, (_, m, s) => $"{shared} {m} {s}");
        var options = new HomogeneityOptions { MostPhraseWords = 1000 };
        var whole = await AnswerCase.Run(set);
        var part = await AnswerCase.Run(set, options: options);

        Assert.Equal(40, whole.Between.Phrases[0].Words);
        Assert.StartsWith("word0 word1 ", whole.Between.Phrases[0].Text, StringComparison.Ordinal);
        Assert.Equal((1, 20), (whole.PromptsSearched, whole.AnswersSearched));
        Assert.Equal((1, 4), (part.PromptsSearched, part.AnswersSearched));
    }

    [Fact]
    public async Task Answers_of_ten_megabytes_are_answers_like_others()
    {
        const int Length = 10 << 20;
        string[] texts =
        [
            new StringBuilder().Insert(0, "yes ", Length / 4).ToString(),
            new string('a', Length),
            new string('\u0301', Length),
        ];
        var set = AnswerCase.Full(1, 2, 3, (_, _, s) => texts[s]);
        var result = await AnswerCase.Run(set, equivalence: Equivalence.Lexical(set));

        Assert.Equal([3, 3], result.Models.Select(model => (int)model.Distinct!.Value.Mean));
        Assert.Equal(1 / 3.0, result.Between.Inter!.Value, 1e-6);
        Assert.Equal(40, result.Between.Phrases[0].Words);
    }

    [Fact]
    public async Task Models_with_different_prompts_and_numbers_of_answers_are_compared_where_they_meet()
    {
        var set = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "a"),
            AnswerCase.Answer(0, 0, "b"),
            AnswerCase.Answer(0, 1, "a"),
            AnswerCase.Answer(1, 1, "c"),
            AnswerCase.Answer(1, 1, "c"),
            AnswerCase.Answer(1, 1, "c"),
            AnswerCase.Answer(2, 2, "")
        );
        var result = await AnswerCase.Run(set);

        Assert.Equal(0.5, result.Between.Pair(0, 1).Similarity!.Value.Mean, Exact);
        Assert.Equal(1, result.Between.Pair(0, 1).Similarity!.Value.Prompts);
        Assert.Null(result.Between.Pair(0, 2).Similarity);
        Assert.Equal((0, 1, 0), (result.Models[2].Answers, result.Models[2].Blank, result.Models[2].Prompts));
        Assert.Equal([0, 1], result.AcrossByModel.Select(across => across.Model!.Value));
        Assert.Equal(2, result.AnswersCompared);
    }
}
