using CsCheck;
using Prismatic.Duplicates;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Duplicates;

/// <summary>Duplicates against all pairs compared one by one.</summary>
public sealed class DuplicateSearchTests
{
    [Fact]
    public void Pairs_and_clusters_are_those_of_exact_similarities()
    {
        var options = new DuplicateOptions { ShingleWords = 3, Threshold = 0.8 };
        var result = DuplicateSearch.Of(PeerValues.Texts, options);
        var exact = PeerValues
            .Root.GetProperty("jaccard_3_words")
            .EnumerateArray()
            .Select(p => (A: p[0].GetInt32(), B: p[1].GetInt32(), Similarity: p[2].GetDouble()))
            .Where(p => p.Similarity >= 0.8)
            .ToList();
        foreach (var pair in result.Rows)
        {
            var (low, high) = (Math.Min(pair.Row, pair.Of), Math.Max(pair.Row, pair.Of));
            var known = Assert.Single(exact, p => p.A == low && p.B == high);
            Assert.Equal(known.Similarity, pair.Similarity, 1e-12);
            Assert.Equal(
                PeerValues.Texts[low] == PeerValues.Texts[high] ? DuplicateKind.Exact : DuplicateKind.Near,
                pair.Kind
            );
        }
        // Every pair at the threshold lies in one cluster; with this seed none is missed.
        Assert.All(exact, p => Assert.Equal(result.Representatives[p.A], result.Representatives[p.B]));
        Assert.Equal(
            PeerValues.Root.GetProperty("clusters_0.8").EnumerateArray().Select(c => c.GetInt32()),
            result.Representatives
        );
    }

    [Fact]
    public void Kinds_do_not_overlap_and_each_is_what_it_says() =>
        Gen.Select(DuplicateGen.Texts, Gen.Double[0.3, 1])
            .Sample(
                (texts, threshold) =>
                {
                    var options = new DuplicateOptions { ShingleWords = 2, Threshold = threshold };
                    var result = DuplicateSearch.Of(texts, options, threads: 1);
                    var repeats = Enumerable.Range(0, texts.Length).Where(i => result.Representatives[i] != i);
                    Assert.Equal(repeats, result.Rows.Select(p => p.Row));
                    foreach (var (row, kind, of, representative, similarity) in result.Rows)
                    {
                        Assert.Equal(representative, result.Representatives[row]);
                        Assert.Equal(representative, result.Representatives[of]);
                        Assert.True(representative < row);
                        var normal = DuplicateText.Normalise(texts[row]);
                        Assert.Equal(kind == DuplicateKind.Exact, texts.Take(row).Contains(texts[row]));
                        Assert.Equal(
                            kind != DuplicateKind.Near,
                            texts.Take(row).Select(DuplicateText.Normalise).Contains(normal)
                        );
                        if (kind == DuplicateKind.Near)
                        {
                            Assert.Equal(DuplicateGen.Jaccard(texts[row], texts[of]), similarity, 1e-12);
                            Assert.True(similarity >= threshold);
                        }
                        else
                        {
                            Assert.Equal(1, similarity);
                            var first = Array.FindIndex(
                                texts,
                                text =>
                                    kind == DuplicateKind.Exact
                                        ? text == texts[row]
                                        : DuplicateText.Normalise(text) == normal
                            );
                            Assert.Equal(first, of);
                        }
                    }
                },
                iter: 500
            );

    [Fact]
    public void Equal_texts_are_always_found_whatever_the_threshold()
    {
        foreach (var threshold in (double[])[0.1, 0.5, 0.8, 1])
        {
            var result = DuplicateSearch.Of(
                ["a b c d e f", "x", "a B c  d e f", "", " ", "x"],
                new DuplicateOptions { Threshold = threshold }
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
        Assert.Equal((12, 5), (new MinHashBands(0.8, 0).Bands, new MinHashBands(0.8, 0).Rows));
    }

    [Fact]
    public void Sketches_of_parts_join_to_the_sketch_of_the_whole() =>
        Gen.Select(DuplicateGen.Texts, Gen.Int[0, 40], Gen.Int[0, 40])
            .Sample(
                (texts, a, b) =>
                {
                    var (low, high) = (Math.Min(Math.Min(a, b), texts.Length), Math.Min(Math.Max(a, b), texts.Length));
                    var whole = Sketch(texts);
                    // The last part joins the middle one before both join the first.
                    var rest = Sketch(texts[low..high]);
                    rest.Append(Sketch(texts[high..]));
                    var joined = Sketch(texts[..low]);
                    joined.Append(rest);
                    Assert.Equal(Json(Search(whole, texts)), Json(Search(joined, texts)));
                },
                iter: 200
            );

    [Fact]
    public void Any_number_of_threads_and_any_batches_give_one_result()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 3000).Select(i => $"row {i % 700} says {i % 3} words and {i % 5} more of them"),
        ];
        var one = DuplicateSearch.Of(texts, threads: 1);
        var sketch = new DuplicateSketch();
        foreach (var part in texts.Chunk(77))
        {
            sketch.Add(part, threads: 3);
        }
        var search = new DuplicateSearch(sketch, threads: 3);
        foreach (var rows in search.Candidates.Chunk(13))
        {
            search.Compare(rows, Array.ConvertAll(rows, row => texts[row]));
        }
        Assert.Equal(Json(one), Json(search.Complete()));
    }

    [Fact]
    public void Sketches_of_other_options_do_not_join() =>
        Assert.Throws<ArgumentException>(() =>
            new DuplicateSketch().Append(new DuplicateSketch(new DuplicateOptions { Seed = 1 }))
        );

    [Fact]
    public void A_text_left_out_or_out_of_order_is_refused()
    {
        string[] texts = ["one two three four five six", "one two three four five six seven", "x"];
        var sketch = Sketch(texts, new DuplicateOptions { Threshold = 0.3 });
        var search = new DuplicateSearch(sketch);
        Assert.Equal([0, 1], search.Candidates);
        Assert.Throws<InvalidOperationException>(() => search.Complete());
        Assert.Throws<ArgumentException>(() => search.Compare([1], [texts[1]]));
    }

    internal static string Json<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);

    private static DuplicateSketch Sketch(string[] texts, DuplicateOptions? options = null)
    {
        var sketch = new DuplicateSketch(options ?? new DuplicateOptions { ShingleWords = 2, Threshold = 0.5 });
        sketch.Add(texts, threads: 1);
        return sketch;
    }

    private static DuplicateResult Search(DuplicateSketch sketch, string[] texts)
    {
        var search = new DuplicateSearch(sketch, threads: 1);
        search.Compare(search.Candidates, [.. search.Candidates.Select(row => texts[row])]);
        return search.Complete();
    }
}
