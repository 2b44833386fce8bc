using CsCheck;
using Prismatic.Duplicates;
using Prismatic.Features;
using Prismatic.Text;

namespace Prismatic.Tests.Duplicates;

/// <summary>Texts and sets that nobody writes by hand.</summary>
public sealed class HostileTextTests
{
    [Fact]
    public void A_crowd_of_copies_makes_no_pairs()
    {
        var result = DuplicateSearch.Of([.. Enumerable.Repeat("the same words again and again", 50_000)]);
        Assert.Equal(49_999, result.Rows.Count);
        Assert.All(
            result.Rows,
            row => Assert.Equal((DuplicateKind.Exact, 0, 0), (row.Kind, row.Of, row.Representative))
        );
        Assert.Equal((0, 0), (result.Compared, result.CutShort));
    }

    [Fact]
    public void A_crowd_of_rows_all_alike_is_compared_with_a_few_each()
    {
        var options = new DuplicateOptions { ShingleWords = 2 };
        var result = DuplicateSearch.Of(
            [
                .. Enumerable
                    .Range(0, 5000)
                    .Select(i => $"all of these rows have the very same words in them but for number {i}"),
            ],
            options
        );
        Assert.Equal(4999, result.Rows.Count(row => row.Kind == DuplicateKind.Near && row.Representative == 0));
        Assert.InRange(result.Compared, 4999, 5000L * 8 * new DuplicateSketch(options).Bands);
    }

    [Fact]
    public void Where_no_memory_is_left_rows_are_cut_short_and_counted()
    {
        string[] texts = [.. Enumerable.Range(0, 200).SelectMany(i => (string[])[Row(i, "a"), Row(i, "b")])];
        var whole = DuplicateSearch.Of(texts);
        Assert.Equal((200, 0), (whole.Rows.Count, whole.CutShort));
        var narrow = DuplicateSearch.Of(texts, new DuplicateOptions { HeldBytes = 0 });
        Assert.Empty(narrow.Rows);
        Assert.Equal(200, narrow.CutShort);
        // A pair side by side needs room for one row only: a set goes when nobody needs it any more.
        var one = DuplicateSearch.Of(texts, new DuplicateOptions { HeldBytes = 1000 });
        Assert.Equal((200, 0), (one.Rows.Count, one.CutShort));

        static string Row(int i, string end) =>
            string.Join(' ', Enumerable.Range(0, 40).Select(w => $"{i}x{w}")) + " " + end;
    }

    [Fact]
    public void Rows_that_share_much_and_not_enough_are_compared_with_so_many_each()
    {
        // Two thirds of the words are the same in all rows: many share a band, none is alike.
        string[] texts =
        [
            .. Enumerable
                .Range(0, 1500)
                .Select(i =>
                    string.Join(' ', Enumerable.Range(0, 60).Select(w => w < 44 ? $"same{w}" : $"{i}other{w}"))
                ),
        ];
        var whole = DuplicateSearch.Of(texts);
        Assert.Equal((0, 0), (whole.Rows.Count, whole.CutShort));
        var limited = DuplicateSearch.Of(texts, new DuplicateOptions { MostHeld = 16 });
        Assert.InRange(limited.CutShort, 1, texts.Length);
        Assert.InRange(limited.Compared, 1, 16L * 12 * texts.Length);
        Assert.True(limited.Compared < whole.Compared);
    }

    [Fact]
    public void A_search_allocates_no_more_than_was_said_before_it()
    {
        string[] texts =
        [
            .. Enumerable
                .Range(0, 10_000)
                .SelectMany(i =>
                {
                    var text = string.Join(' ', Enumerable.Range(0, 20).Select(w => $"{i}w{w}"));
                    return (string[])[text, text + " more"];
                }),
        ];
        var options = new DuplicateOptions();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = DuplicateSearch.Of(texts, options, threads: 1);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(result.Rows.Count, 9_900, 10_000);
        Assert.InRange(allocated, 1, options.EstimatedBytes(texts.Length, texts.Average(text => text.Length)));
    }

    [Fact]
    public void All_different_rows_have_no_duplicates() =>
        Assert.Empty(
            DuplicateSearch.Of([.. Enumerable.Range(0, 5000).Select(i => $"{i}a {i}b {i}c {i}d {i}e {i}f {i}g")]).Rows
        );

    [Fact]
    public void No_row_and_one_row_and_empty_rows_are_fine()
    {
        Assert.Empty(DuplicateSearch.Of([]).Representatives);
        Assert.Empty(DuplicateSearch.Of(["alone"]).Rows);
        var result = DuplicateSearch.Of(["", " ", "\n", "", "...", "…"]);
        Assert.Equal([0, 0, 0, 0, 4, 5], result.Representatives);
        Assert.Equal(
            [DuplicateKind.Normalised, DuplicateKind.Normalised, DuplicateKind.Exact],
            result.Rows.Select(row => row.Kind)
        );
    }

    [Fact]
    public void Texts_of_ten_million_characters_are_compared()
    {
        var long1 = string.Join(' ', Enumerable.Range(0, 1_300_000).Select(i => $"w{i}"));
        var result = DuplicateSearch.Of([long1, "short", long1 + " and more", long1]);
        Assert.True(long1.Length > 10_000_000 - 1_000_000);
        Assert.Equal([0, 1, 0, 0], result.Representatives);
        Assert.Equal([DuplicateKind.Near, DuplicateKind.Exact], result.Rows.Select(row => row.Kind));
        // Without white space a text is one word, and one shingle.
        var solid = new string('x', 10_000_000);
        Assert.Equal([0, 0, 2], DuplicateSearch.Of([solid, solid + "!", solid + "y"]).Representatives);
    }

    [Fact]
    public void Any_characters_are_read_and_a_text_equals_itself() =>
        Gen.Select(
                Gen.Char.Array[0, 60],
                DuplicateGen.AnyOf("\ud800", "\udc00\ud800", "\u202e", "\0\u001b[2J", "א ב", "e\u0301")
            )
            .Sample(
                (letters, odd) =>
                {
                    var text = new string(letters) + odd;
                    var result = DuplicateSearch.Of([text, text, "x " + text], threads: 1);
                    Assert.Equal(DuplicateKind.Exact, result.Rows[0].Kind);
                    // Normal form of normal form is itself, and no half of a pair is left in it.
                    var normal = DuplicateText.Normalise(text);
                    Assert.True(normal.IsNormalized());
                    Assert.Equal(normal, DuplicateText.Normalise(normal));
                },
                iter: 2000
            );

    [Fact]
    public void Looks_do_not_count_and_digits_do()
    {
        string[] same = ["Say “Café” 12 times.", "say \"CAFE\u0301\" 12   times", "SAY „café“ 12\ttimes!! "];
        Assert.Single(same.Select(DuplicateText.Normalise).Distinct());
        Assert.NotEqual(DuplicateText.Normalise("12 apples"), DuplicateText.Normalise("13 apples"));
        Assert.Equal("say \"café\" 12 times", DuplicateText.Normalise(same[0]));
        Assert.Equal("- a", DuplicateText.Normalise(" - A."));
        Assert.Equal("...", DuplicateText.Normalise("... "));
        Assert.Equal([0, 0, 0, 3, 3], DuplicateSearch.Of([.. same, "ABC", "abc."]).Representatives);
    }

    [Fact]
    public void Runs_of_combining_marks_take_linear_time()
    {
        // Marks in falling order of class: sorting them by insertion would take some 10^11 steps.
        var marks = string.Concat(Enumerable.Repeat("\u0301", 400_000).Concat(Enumerable.Repeat("\u0316", 400_000)));
        var text = "e" + marks;
        var normal = NormalForm.C(text);
        Assert.Equal('\u00e9', normal[0]);
        Assert.InRange(normal.Length, text.Length - 2, text.Length);
        Assert.Equal([0, 0], DuplicateSearch.Of([text, text + "."]).Representatives);
        Assert.Equal(1, NGramFeatures.Of([text]).Rows.RowCount);
    }

    [Fact]
    public void Form_C_of_any_characters_is_a_text()
    {
        Gen.Char.Array[0, 30].Sample(letters => Assert.NotNull(NormalForm.C(new string(letters))));
        Assert.Equal("a\ufffd\uffff\ufffd", NormalForm.C("a\ufffe\uffff\ud800"));
    }

    [Fact]
    public void Form_C_is_the_runtimes_own_where_marks_are_as_few_as_in_writing() =>
        Gen.OneOf(
                Gen.Char['a', 'f'],
                Gen.Char['\u0300', '\u0330'],
                Gen.Char['\uac00', '\uac10'],
                Gen.Char['\u05d0', '\u05ea']
            )
            .Array[0, 30]
            .Sample(letters =>
                Assert.Equal(
                    new string(letters).Normalize(System.Text.NormalizationForm.FormC),
                    NormalForm.C(new string(letters))
                )
            );
}
