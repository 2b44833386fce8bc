using CsCheck;
using Prismatic.Data;
using Prismatic.Lexical;
using Prismatic.Tests.Reports;

namespace Prismatic.Tests.Lexical;

/// <summary>Rows that are made from templates show them; rows that are not show none.</summary>
public sealed class TemplatesTests
{
    // A template is its pieces, each of some words that no other piece has.
    private static readonly Gen<int[][]> MadeOf = Gen.Int[3, 6].Array[2, 4].Array[1, 3];

    [Fact]
    public void Rows_made_from_templates_show_the_templates_and_which_row_is_whose() =>
        Gen.Select(MadeOf, Gen.Int[0, int.MaxValue])
            .Sample(
                (made, seed) =>
                {
                    var (texts, templates) = Make(made, seed);
                    var result = Find(texts);
                    Assert.Equal(
                        made.Select((pieces, t) => Expected(pieces, t)).Order(),
                        result.Templates.Select(t => t.Text).Order()
                    );
                    for (var i = 0; i < texts.Length; i++)
                    {
                        var found = result.TextTemplates[i].Template;
                        Assert.Equal(
                            templates[i] < 0 ? null : Expected(made[templates[i]], templates[i]),
                            found < 0 ? null : result.Templates[found].Text
                        );
                    }
                },
                iter: 60
            );

    [Fact]
    public void The_order_of_rows_changes_nothing() =>
        Gen.Select(MadeOf, Gen.Int[0, int.MaxValue])
            .SelectMany((made, seed) => Gen.Shuffle(Make(made, seed).Texts).Select(shuffled => (made, seed, shuffled)))
            .Sample(
                (made, seed, shuffled) =>
                {
                    var (texts, _) = Make(made, seed);
                    var (plain, other) = (Find(texts), Find(shuffled));
                    Assert.Equal(plain.Templates.Select(Told), other.Templates.Select(Told));
                    Assert.Equal(Told(plain, texts), Told(other, shuffled));
                },
                iter: 40
            );

    [Fact]
    public void The_order_of_the_sample_changes_nothing()
    {
        var texts = Sample().ToArray();
        var (plain, other) = (Find(texts), Find([.. texts.Reverse()]));
        Assert.Equal(plain.Templates.Select(Told), other.Templates.Select(Told));
        Assert.Equal(Told(plain, texts), Told(other, [.. texts.Reverse()]));
    }

    [Fact]
    public void The_sample_is_told_as_it_was_made()
    {
        var texts = Sample().ToArray();
        var result = Find(texts);
        Assert.StartsWith("… has … gives … to each of … friends.", result.Templates[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("… buys … boxes of … at … dollars", result.Templates[1].Text, StringComparison.Ordinal);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(
                texts[i].Contains(" to each of ", StringComparison.Ordinal),
                result.TextTemplates[i].Template == 0
            );
            Assert.Equal(
                texts[i].Contains(" boxes of ", StringComparison.Ordinal),
                result.TextTemplates[i].Template == 1
            );
        }
        Assert.Equal(20, result.Templates[0].Slots[0].Different);
        // 43 % from the two, and those questions that are longer than their answers.
        Assert.InRange((double)result.MostlyTemplate / texts.Length, 0.43, 0.50);
    }

    [Fact]
    public void Rows_of_words_of_their_own_have_no_template()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 300).Select(i => string.Join(' ', Enumerable.Range(0, 20).Select(j => $"w{i}x{j}"))),
        ];
        Assert.Empty(Find(texts).Templates);
    }

    [Fact]
    public void Rows_of_words_drawn_at_random_have_no_template() =>
        Gen.Select(Gen.Int[5, 400], Gen.Int[0, int.MaxValue])
            .Sample(
                (words, seed) =>
                {
                    string[] texts =
                    [
                        .. Enumerable.Range(0, 200).Select(i => string.Join(' ', Filler(seed + i, 30, words))),
                    ];
                    // By chance a few rows share some words in order; no large part of them does.
                    Assert.InRange(Find(texts).MostlyTemplate, 0, 20);
                },
                iter: 20
            );

    [Fact]
    public void A_text_that_follows_a_template_has_its_words_in_order() =>
        Gen.String[Gen.Char["abc   "], 0, 60]
            .Array[0, 60]
            .Sample(
                texts =>
                {
                    var result = Find(texts);
                    Assert.Equal(texts.Length, result.TextTemplates.Count);
                    foreach (var (text, told) in texts.Zip(result.TextTemplates).Where(t => t.Second.Template >= 0))
                    {
                        var template = result.Templates[told.Template];
                        string[] words = [.. Words(template.Text).Where(word => word != Template.Slot)];
                        Assert.Equal(template.Words, words.Length);
                        Assert.Equal(Words(text).Length, told.Words);
                        Assert.Equal(LongestCommon(words, Words(text)), told.Shared);
                        Assert.True(told.Shared >= TemplateOptions.FollowedShare * words.Length);
                    }
                    for (var t = 0; t < result.Templates.Count; t++)
                    {
                        var template = result.Templates[t];
                        Assert.Equal(result.TextTemplates.Count(told => told.Template == t), template.Texts);
                        Assert.Equal(Words(template.Text).Count(word => word == Template.Slot), template.Slots.Count);
                        Assert.All(
                            template.Examples,
                            example => Assert.Equal(t, result.TextTemplates[example].Template)
                        );
                    }
                },
                iter: 200
            );

    [Fact]
    public void Copies_are_one_template_without_slots()
    {
        var result = Find([.. Enumerable.Repeat("all of these rows are the same", 1000), "but not this one"]);
        var template = Assert.Single(result.Templates);
        Assert.Equal(("all of these rows are the same", 1000), (template.Text, template.Texts));
        Assert.Empty(template.Slots);
        Assert.Equal(1000, result.MostlyTemplate);
    }

    [Theory]
    [InlineData()]
    [InlineData("")]
    [InlineData("a single row of some words")]
    [InlineData(" ", "\t", "\u3000")]
    public void Too_few_rows_have_none(params string[] texts)
    {
        var result = Find(texts);
        Assert.Empty(result.Templates);
        Assert.Equal(texts.Length, result.TextTemplates.Count);
        Assert.Empty(RepeatedPhrases.Of(WordCorpus.OfWords(texts), TemplateOptions.For(texts.Length)));
    }

    [Theory]
    [InlineData("\ud800 broken \udc00 half \ud800 pairs {0} of them")]
    [InlineData(
        "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643 \u064a\u0627 {0} \u0643\u064a\u0641 \u062d\u0627\u0644\u0643 \u0627\u0644\u064a\u0648\u0645"
    )]
    [InlineData("e\u0301te\u0301 \u0301 a\u200db {0} o\u0308 \u0301\u0301 u\u0308")]
    [InlineData("\0 \u001b[2J \u0007 {0} \u202e \u0000\u0001 \u009b31m")]
    [InlineData("… … … {0} … … …")]
    public void Hostile_words_are_words(string template)
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => string.Format(template, $"n{i}"))];
        var result = Find(texts);
        Assert.Equal(40, Assert.Single(result.Templates).Texts);
        Assert.Equal(40, result.MostlyTemplate);
    }

    [Fact]
    public void A_text_of_many_megabytes_is_looked_at_as_far_as_any_other()
    {
        var large = string.Concat(Enumerable.Repeat("a row of ten megabytes has many words in it ", 10_000_000 / 44));
        var result = Find([large, large + "too", .. Enumerable.Repeat("short rows are the same here", 10)]);
        Assert.Equal(10, Assert.Single(result.Templates).Texts);
        Assert.Equal(TemplateOptions.WordsOfText, result.TextTemplates[0].Words);
    }

    [Fact]
    public void A_search_that_is_cancelled_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            Templates.Of(WordCorpus.OfWords(["a b c"]), TemplateOptions.For(1), source.Token)
        );
    }

    private static TemplateResult Find(string[] texts) =>
        Templates.Of(WordCorpus.OfWords(texts), TemplateOptions.For(texts.Length));

    private static IEnumerable<string> Sample() =>
        DatasetReader
            .Open([Path.Combine(ReportSchemaTests.Root(), "docs", "samples", "word-problems.parquet")])
            .ReadAsync()
            .ToBlockingEnumerable()
            .Where(row => row.State == TextState.Present)
            .Select(row => row.FullText);

    // Rows of each template, and some of none; the place of the template of each.
    private static (string[] Texts, int[] Templates) Make(int[][] made, int seed)
    {
        var rows = new List<(string, int)>();
        for (var t = 0; t < made.Length; t++)
        {
            for (var i = 0; i < 12 + (7 * t); i++)
            {
                var row = (seed % 1000) + (1000 * t) + i;
                var parts = made[t]
                    .SelectMany(
                        (length, p) => Filler(31 * row + p, 1 + ((row + p) % 3), 5000).Concat(Piece(t, p, length))
                    );
                rows.Add((string.Join(' ', parts), t));
            }
        }
        for (var i = 0; i < 20; i++)
        {
            rows.Add((string.Join(' ', Filler(seed % 1000 + 77 * i, 15, 100_000)), -1));
        }
        return ([.. rows.Select(row => row.Item1)], [.. rows.Select(row => row.Item2)]);
    }

    private static string Expected(int[] pieces, int template) =>
        string.Join(' ', pieces.SelectMany((length, p) => Piece(template, p, length).Prepend(Template.Slot)));

    private static IEnumerable<string> Piece(int template, int piece, int length) =>
        Enumerable.Range(0, length).Select(i => $"t{template}p{piece}w{i}");

    private static IEnumerable<string> Filler(int seed, int words, int vocabulary) =>
        Enumerable.Range(0, words).Select(i => $"f{Numerics.Pcg32.Hash((ulong)seed, (ulong)i) % (ulong)vocabulary}");

    private static string Told(Template template) =>
        $"{template.Texts} {template.Text}: "
        + string.Join("; ", template.Slots.Select(s => $"{s.Different} {string.Join(", ", s.Examples)}"));

    private static IEnumerable<string> Told(TemplateResult result, string[] texts) =>
        texts
            .Zip(result.TextTemplates)
            .Select(t =>
                $"{t.First} {(t.Second.Template < 0 ? "" : result.Templates[t.Second.Template].Text)} {t.Second.Shared}"
            )
            .Order(StringComparer.Ordinal);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int LongestCommon(string[] a, string[] b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                table[i, j] =
                    a[i - 1] == b[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }
        return table[a.Length, b.Length];
    }
}
