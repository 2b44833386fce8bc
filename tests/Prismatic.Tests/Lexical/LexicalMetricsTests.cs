using CsCheck;
using Prismatic.Lexical;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Lexical;

/// <summary>The metrics of wording against other tools' values and against what their definitions say, done slowly.</summary>
public sealed class LexicalMetricsTests
{
    private static readonly Gen<string[]> Texts = Gen.String[Gen.Char["abc  "], 0, 30].Array[2, 6];

    [Fact]
    public void Distinct_n_is_that_of_nltk()
    {
        var values = LexicalMetrics.Distinct(WordCorpus.OfWords(PeerValues.Texts));
        Assert.Equal(PeerValues.Numbers("distinct"), values, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Self_bleu_of_each_text_is_that_of_nltk()
    {
        var values = SelfBleu.Each(WordCorpus.OfWords(PeerValues.Texts));
        Assert.Equal(PeerValues.Numbers("per_text"), values, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(PeerValues.Root.GetProperty("self_bleu").GetDouble(), values.Average(), 1e-9);
    }

    [Fact]
    public void N_gram_diversity_self_repetition_and_homogenization_are_those_of_the_diversity_package()
    {
        Assert.Equal(PeerValues.Diversity("ngram"), LexicalMetrics.NGramDiversity(PeerValues.Texts), 1e-12);
        Assert.Equal(
            PeerValues.Diversity("selfrep"),
            LexicalMetrics.SelfRepetition(WordCorpus.OfWords(PeerValues.Texts)),
            1e-12
        );
        Assert.Equal(
            PeerValues.Diversity("hom_rougel"),
            Homogenization.Of(WordCorpus.OfLetters(PeerValues.Texts)),
            1e-12
        );
    }

    [Fact]
    public void The_compression_ratio_is_the_packages_where_texts_are_compressed_twice_as_it_does()
    {
        var peer = PeerValues.Diversity("cr_gzip");
        Assert.InRange(Compression.Ratio(PeerValues.Texts, twice: true), peer * 0.98, peer * 1.02);
        var repeated = Enumerable.Repeat(PeerValues.Texts[0], 500).ToList();
        Assert.True(Compression.Ratio(repeated, twice: true) > 1.3 * Compression.Ratio(repeated));
    }

    [Fact]
    public void The_longest_common_subsequence_is_the_one_of_the_table()
    {
        var words = Gen.Int[0, 5].Array[0, 200];
        Gen.Select(words, words)
            .Sample(
                (a, b) =>
                {
                    var common = new CommonSubsequence(6);
                    common.Take(b);
                    common.Take(a);
                    Assert.Equal(Table(a, b), common.LengthWith(b));
                    Assert.Equal(a.Length, common.LengthWith(a));
                },
                iter: 200
            );
    }

    [Fact]
    public void An_alignment_is_a_longest_common_subsequence()
    {
        var words = Gen.Int[0, 5].Array[0, 200];
        Gen.Select(words, words)
            .Sample(
                (a, b) =>
                {
                    var common = new CommonSubsequence(6);
                    common.Take(b);
                    common.Take(a);
                    var matches = new int[a.Length];
                    Assert.Equal(Table(a, b), common.Align(b, matches));
                    var pairs = matches.Select((there, here) => (here, there)).Where(pair => pair.there >= 0).ToList();
                    Assert.Equal(Table(a, b), pairs.Count);
                    Assert.All(pairs, pair => Assert.Equal(a[pair.here], b[pair.there]));
                    Assert.All(pairs.Zip(pairs.Skip(1)), two => Assert.True(two.First.there < two.Second.there));
                },
                iter: 200
            );
    }

    [Fact]
    public void Distinct_and_self_repetition_are_what_sets_of_strings_say()
    {
        Texts.Sample(
            texts =>
            {
                var corpus = WordCorpus.OfWords(texts);
                var words = texts.Select(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToArray();
                for (var n = 1; n <= 4; n++)
                {
                    var grams = words.Select(w => Grams(w, n)).ToArray();
                    var all = grams.SelectMany(g => g).ToList();
                    var expected = all.Count == 0 ? 0 : (double)all.Distinct().Count() / all.Count;
                    Assert.Equal(expected, LexicalMetrics.Distinct(corpus, 4)[n - 1], 1e-12);
                    var sets = grams.Select(g => g.ToHashSet()).ToArray();
                    var repetition = sets.Average(s =>
                        Math.Log(1 + s.Sum(g => sets.Count(other => other.Contains(g)) - 1))
                    );
                    Assert.Equal(repetition, LexicalMetrics.SelfRepetition(corpus, n), 1e-9);
                }
            },
            iter: 300
        );
    }

    [Fact]
    public void Self_bleu_is_what_counting_against_each_reference_says()
    {
        Texts.Sample(
            texts =>
            {
                var words = texts.Select(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToArray();
                var values = SelfBleu.Each(WordCorpus.OfWords(texts));
                for (var i = 0; i < texts.Length; i++)
                {
                    string[][] others = [.. words.Where((_, j) => j != i)];
                    Assert.Equal(Bleu(words[i], others), values[i], 1e-9);
                }
            },
            iter: 300
        );
    }

    [Fact]
    public void Copies_are_fully_alike_and_texts_without_a_common_word_not_at_all()
    {
        var copies = WordCorpus.OfWords(["a b c d e", "a b c d e", "a b c d e"]);
        var others = WordCorpus.OfWords(["a b c d e", "f g h i j", "k l m n o"]);
        Assert.Equal((1.0, 1.0), (SelfBleu.Of(copies), Homogenization.Of(copies)));
        Assert.Equal((0.0, 0.0), (SelfBleu.Of(others), Homogenization.Of(others)));
        Assert.Equal(1, LexicalMetrics.Distinct(others)[0]);
        Assert.Equal(1.0 / 3, LexicalMetrics.Distinct(copies)[0], 1e-12);
    }

    [Fact]
    public void The_moving_ratio_is_that_of_every_window()
    {
        Gen.Select(Texts, Gen.Int[1, 6])
            .Sample(
                (texts, window) =>
                {
                    var windows = texts
                        .Select(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                        .SelectMany(w =>
                            w.Length == 0 ? []
                            : w.Length <= window ? [w]
                            : Enumerable.Range(0, w.Length - window + 1).Select(i => w[i..(i + window)])
                        )
                        .Select(w => (double)w.Distinct().Count() / w.Length)
                        .ToList();
                    var expected = windows.Count == 0 ? 0 : windows.Average();
                    Assert.Equal(
                        expected,
                        LexicalMetrics.MovingTypeTokenRatio(WordCorpus.OfWords(texts), window),
                        1e-9
                    );
                },
                iter: 300
            );
    }

    [Fact]
    public void Words_are_runs_of_letters_and_digits_of_any_script()
    {
        var corpus = WordCorpus.OfLetters(["Don't STOP, 42 caf\u00e9s! \u4f60\u597d", "  "]);
        Assert.Equal(["don", "t", "stop", "42", "caf\u00e9s", "\u4f60\u597d"], corpus.Vocabulary);
        Assert.Equal(0, corpus[1].Length);
    }

    [Fact]
    public void All_measures_together_are_those_of_each_alone() =>
        Gen.OneOf(Texts, Gen.String[Gen.Char["ab \n\t"], 0, 30].Array[1, 6])
            .Sample(
                texts =>
                {
                    var corpus = WordCorpus.OfWords(texts);
                    var all = WordMeasures.Of(texts, corpus, threads: texts.Length % 2);
                    Assert.Equal(LexicalMetrics.Distinct(corpus), all.Distinct);
                    Assert.Equal(LexicalMetrics.NGramDiversity(texts), all.NGramDiversity, 1e-12);
                    Assert.Equal(LexicalMetrics.SelfRepetition(corpus), all.SelfRepetition);
                    Assert.Equal(LexicalMetrics.MovingTypeTokenRatio(corpus), all.MovingTypeTokenRatio);
                    Assert.Equal(Compression.Ratio(texts), all.CompressionRatio);
                    Assert.Equal(corpus.Count > 1 ? SelfBleu.Of(corpus) : null, all.SelfBleu);
                },
                iter: 300
            );

    [Fact]
    public void Words_are_cut_where_Python_cuts_them()
    {
        // Every character for which Python 3's isspace() holds.
        const string Spaces =
            "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
            + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";
        for (var c = '\0'; c < char.MaxValue; c++)
        {
            Assert.Equal(Spaces.Contains(c) ? 2 : 1, WordCorpus.OfWords([$"a{c}b"]).WordCount);
        }
    }

    [Theory]
    [InlineData("\ud800 \udc00 \ud800")]
    [InlineData("\u0645\u0631\u062d\u0628\u0627 \u202eabc\u202c \u05e9\u05dc\u05d5\u05dd")]
    [InlineData("e\u0301e\u0301 \u0301\u0301\u0301 a\u200db")]
    [InlineData("\0\0 \u001b[2J \u0007")]
    [InlineData(" \u3000 ")]
    [InlineData("")]
    public void Hostile_texts_have_measures(string text)
    {
        foreach (
            var texts in (string[][])
                [
                    [text],
                    [text, text],
                    [text, "plain words"],
                ]
        )
        {
            var all = WordMeasures.Of(texts, WordCorpus.OfWords(texts));
            Assert.All(all.Distinct, value => Assert.InRange(value, 0, 1));
            Assert.InRange(all.NGramDiversity, 0, 4);
            Assert.True(all.CompressionRatio > 0 && all.SelfRepetition >= 0);
            Assert.InRange(all.SelfBleu ?? 0, 0, 1);
        }
    }

    private static List<string> Grams(string[] words, int n) =>
        [.. Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => string.Join(' ', words[i..(i + n)]))];

    private static double Bleu(string[] text, string[][] references)
    {
        var log = 0.0;
        for (var n = 1; n <= 4; n++)
        {
            var grams = Grams(text, n).GroupBy(g => g).ToList();
            var matches = grams.Sum(g => Math.Min(g.Count(), references.Max(r => Grams(r, n).Count(x => x == g.Key))));
            if (n == 1 && matches == 0)
            {
                return 0;
            }
            log += Math.Log((matches == 0 ? 0.1 : matches) / Math.Max(1, Grams(text, n).Count)) / 4;
        }
        var closest = references.MinBy(r => (Math.Abs(r.Length - text.Length), r.Length))!.Length;
        return Math.Exp(log) * (text.Length > closest ? 1 : Math.Exp(1 - ((double)closest / text.Length)));
    }

    private static int Table(int[] a, int[] b)
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
