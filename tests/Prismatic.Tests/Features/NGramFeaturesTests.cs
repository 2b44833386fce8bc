using System.Globalization;
using System.Numerics.Tensors;
using CsCheck;
using Prismatic.Features;
using Prismatic.Numerics;

namespace Prismatic.Tests.Features;

public sealed class NGramFeaturesTests
{
    private static readonly string[] Texts =
    [
        "The river carries a broken bridge before sunrise.",
        "the  RIVER carries\n a broken bridge before sunrise.",
        "The river carries a broken ladder before sunrise.",
        "Seven lanterns count the neighbours when nobody looks.",
    ];

    [Fact]
    public void Every_text_gets_a_unit_row_however_short() =>
        Gen
            .String.Array[1, 20]
            .Sample(
                texts =>
                {
                    string[] all = [.. texts, string.Empty, " ", "a", "é", "\uD800", "😀"];
                    var space = NGramFeatures.Of(all);
                    Assert.Equal(all.Length, space.Rows.RowCount);
                    new RowView(space.Rows).RequireUnitRows("rows");
                },
                iter: 50
            );

    [Fact]
    public void Case_and_white_space_do_not_count_and_words_do()
    {
        var rows = NGramFeatures.Of(Texts).Rows;
        Assert.Equal(1, Cosine(rows, 0, 1), 1e-6);
        Assert.InRange(Cosine(rows, 0, 2), 0.5, 0.95);
        Assert.InRange(Cosine(rows, 0, 3), -0.2, 0.2);
    }

    [Fact]
    public void Composed_and_decomposed_letters_are_the_same()
    {
        var rows = NGramFeatures.Of(["caf\u00e9 noir", "cafe\u0301 noir", "cafe noir"]).Rows;
        Assert.Equal(1, Cosine(rows, 0, 1), 1e-6);
        Assert.True(Cosine(rows, 0, 2) < 0.95);
    }

    [Fact]
    public void What_all_texts_share_weighs_less()
    {
        string[] Framed(string frame) =>
            [.. Enumerable.Range(0, 40).Select(i => $"{frame} {Pcg32.Hash(1, (ulong)i):x}{Pcg32.Hash(2, (ulong)i):x}")];
        var framed = NGramFeatures.Of(Framed("please answer the question")).Rows;
        // Counted against other texts the frame is rare, and dominates.
        var other = new NGramFeatures();
        Array.ForEach(Framed(""), other.Count);
        var rows = other.Rows(40);
        foreach (var (text, i) in Framed("please answer the question").Select((text, i) => (text, i)))
        {
            rows.Add(i, text);
        }
        Assert.True(Cosine(framed, 0, 1) < Cosine(rows.Complete().Rows, 0, 1) - 0.1);
    }

    [Fact]
    public void Cosines_are_those_of_the_unhashed_vectors_within_the_hashing_noise()
    {
        // Plain reference: dictionaries of n-grams, no hashing.
        string[] texts = [.. Enumerable.Range(0, 60).Select(Sentence)];
        var counts = Array.ConvertAll(texts, Grams);
        var frequency = counts.SelectMany(grams => grams.Keys).CountBy(gram => gram).ToDictionary();
        var rows = NGramFeatures.Of(texts).Rows;
        var (squares, pairs) = (0.0, 0);
        for (var i = 0; i < texts.Length; i++)
        {
            for (var j = 0; j < i; j++, pairs++)
            {
                squares += Math.Pow(Cosine(rows, i, j) - PlainCosine(counts[i], counts[j]), 2);
            }
        }
        Assert.InRange(Math.Sqrt(squares / pairs), 0.001, 0.05);

        double Weight(string gram, int count) =>
            (1 + Math.Log(count)) * (1 + Math.Log((1.0 + texts.Length) / (1.0 + frequency[gram])));

        double Product(Dictionary<string, int> a, Dictionary<string, int> b) =>
            a.Where(gram => b.ContainsKey(gram.Key))
                .Sum(gram => Weight(gram.Key, gram.Value) * Weight(gram.Key, b[gram.Key]));

        double PlainCosine(Dictionary<string, int> a, Dictionary<string, int> b) =>
            Product(a, b) / Math.Sqrt(Product(a, a) * Product(b, b));
    }

    [Fact]
    public void Batches_and_threads_change_nothing()
    {
        string[] texts = [.. Enumerable.Range(0, 1300).Select(Sentence)];
        var one = NGramFeatures.Of(texts, threads: 1);
        Assert.Equal(one.Rows.Values, NGramFeatures.Of(texts, threads: 3).Rows.Values);
        Assert.Equal(one.Rows.Values, NGramFeatures.Of(texts, threads: 3).Rows.Values);
    }

    [Fact]
    public void The_rows_of_a_text_are_frozen()
    {
        // A change here makes every stored score incomparable: raise the version in the fingerprint.
        var row = NGramFeatures.Of(["abc", "abd"], new NGramOptions { Dimension = 8 }).Rows[0].ToArray();
        Assert.Equal(Frozen, string.Join(' ', row.Select(value => value.ToString("F4", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Row_numbers_are_kept_and_changed_data_is_noticed()
    {
        var features = new NGramFeatures();
        features.Count("one");
        features.Count("two");
        var rows = features.Rows(2);
        rows.Add(4, "one");
        rows.Add(9, "two");
        Assert.Throws<InvalidOperationException>(() => rows.Add(10, "three"));
        Assert.Equal([4, 9], rows.Complete().RowIndices);
        Assert.Throws<InvalidOperationException>(() => features.Count("late"));
        var fewer = features.Rows(5);
        fewer.Add(0, "one");
        Assert.Equal(1, fewer.Complete().Rows.RowCount);
    }

    // Made apart, from the published formulas: FNV-1a over code points, the SplitMix64 finaliser, TF-IDF, signed buckets.
    private const string Frozen = "-0.3650 -0.3650 0.3650 0.0000 0.0000 -0.7300 0.0000 0.2597";

    private static string Sentence(int i)
    {
        string[] words =
        [
            "river",
            "teacher",
            "lantern",
            "bridge",
            "winter",
            "honest",
            "garden",
            "measures",
            "sells",
            "two",
        ];
        var random = new Pcg32((ulong)i, 3);
        return string.Join(' ', Enumerable.Range(0, 12).Select(_ => words[random.Next(words.Length)]));
    }

    private static Dictionary<string, int> Grams(string text)
    {
        var padded = $" {text} ";
        return Enumerable
            .Range(3, 3)
            .SelectMany(length =>
                Enumerable.Range(0, padded.Length - length + 1).Select(at => padded.Substring(at, length))
            )
            .CountBy(gram => gram)
            .ToDictionary();
    }

    private static double Cosine(Matrix rows, int a, int b) => TensorPrimitives.Dot<float>(rows[a], rows[b]);
}
