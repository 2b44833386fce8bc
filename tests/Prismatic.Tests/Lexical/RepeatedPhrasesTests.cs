using CsCheck;
using Prismatic.Lexical;

namespace Prismatic.Tests.Lexical;

public sealed class RepeatedPhrasesTests
{
    [Fact]
    public void The_first_phrase_is_the_one_that_stands_for_most_words_and_all_are_what_counting_says() =>
        Gen.String[Gen.Char["aabc    "], 0, 40]
            .Array[0, 30]
            .Sample(
                texts =>
                {
                    var expected = Closed(texts, 5);
                    var found = Find(texts);
                    Assert.Equal(
                        expected.Select(p => (long)p.Value * Length(p.Key)).DefaultIfEmpty(0).Max(),
                        found.Select(p => (long)p.Texts * p.Words).DefaultIfEmpty(0).First()
                    );
                    Assert.All(found, phrase => Assert.Equal(expected[phrase.Phrase], phrase.Texts));
                    Assert.All(
                        found,
                        phrase =>
                            Assert.All(
                                phrase.Examples,
                                text =>
                                    Assert.Contains($" {phrase.Phrase} ", Plain(texts[text]), StringComparison.Ordinal)
                            )
                    );
                },
                iter: 300
            );

    [Fact]
    public void A_phrase_inside_a_longer_one_is_told_only_where_it_is_in_far_more_rows()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 10).Select(i => $"x{i} the answer to this question is not known to anybody y{i}"),
            .. Enumerable.Range(0, 9).Select(i => $"the answer to this riddle{i}"),
        ];
        Assert.Equal(
            [("the answer to this question is not known to anybody", 10)],
            Find(texts).Select(p => (p.Phrase, p.Texts))
        );
        Assert.Equal(
            [("the answer to this question is not known to anybody", 10), ("the answer to this", 20)],
            Find([.. texts, "the answer to this"]).Select(p => (p.Phrase, p.Texts))
        );
    }

    [Fact]
    public void Long_runs_are_told_once_by_their_first_words()
    {
        var run = string.Join(' ', Enumerable.Range(0, 150).Select(i => $"w{i}"));
        var phrase = Assert.Single(Find([.. Enumerable.Range(0, 9).Select(i => $"start{i} {run} end{i}")]));
        Assert.Equal((9, 32), (phrase.Texts, phrase.Words));
        Assert.StartsWith("w0 w1 w2", phrase.Phrase, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a ")]
    [InlineData("a b ")]
    [InlineData("a b c ")]
    public void Words_that_go_round_in_a_circle_are_one_phrase(string circle)
    {
        var phrases = Find([
            .. Enumerable.Range(0, 6).Select(i => string.Concat(Enumerable.Repeat(circle, 100 + i)) + i),
        ]);
        Assert.Equal(6, Assert.Single(phrases).Texts);
    }

    [Fact]
    public void The_order_of_rows_changes_nothing() =>
        Gen.String[Gen.Char["abc    "], 0, 40]
            .Array[6, 30]
            .SelectMany(texts => Gen.Shuffle(texts).Select(shuffled => (texts, shuffled)))
            .Sample(
                (texts, shuffled) =>
                    Assert.Equal(
                        Find(texts).Select(p => (p.Phrase, p.Texts)),
                        Find(shuffled).Select(p => (p.Phrase, p.Texts))
                    ),
                iter: 100
            );

    private static IReadOnlyList<RepeatedPhrase> Find(string[] texts) =>
        RepeatedPhrases.Of(WordCorpus.OfWords(texts), TemplateOptions.For(texts.Length));

    // Every run of four words or more, by the rows that have it, without those inside a longer one of as many rows.
    private static Dictionary<string, int> Closed(string[] texts, int fewest)
    {
        var counts = new Dictionary<string, int>();
        foreach (var text in texts)
        {
            var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (
                var run in Enumerable
                    .Range(0, words.Length)
                    .SelectMany(i =>
                        Enumerable.Range(i + 1, words.Length - i).Select(end => string.Join(' ', words[i..end]))
                    )
                    .Distinct()
            )
            {
                counts[run] = counts.GetValueOrDefault(run) + 1;
            }
        }
        var kept = counts.Where(p => p.Value >= fewest && Length(p.Key) >= 4).ToList();
        return kept.Where(p =>
                !kept.Exists(q =>
                    q.Value == p.Value
                    && q.Key.Length > p.Key.Length
                    && $" {q.Key} ".Contains($" {p.Key} ", StringComparison.Ordinal)
                )
            )
            .ToDictionary(p => p.Key, p => p.Value);
    }

    private static string Plain(string text) =>
        $" {string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries))} ";

    private static int Length(string phrase) => phrase.Count(c => c == ' ') + 1;
}
