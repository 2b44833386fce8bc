using Prismatic.Numerics;
using Prismatic.Pluralism;
using Prismatic.Responses;
using Prismatic.Tests.Data;

namespace Prismatic.Tests.Pluralism;

public sealed class OvertonCoverageTests
{
    private static readonly ViewpointReference Viewpoints = new(
        [
            new PromptViewpoints("Stealing bread to feed a family", ["duty to feed children", "respect for property"]),
            new PromptViewpoints("Lying to a friend", ["honesty"]),
        ],
        "",
        0
    );

    // Entailment by rule: what a classifier would say of these sentences.
    private static readonly PairScorer Rule = (pairs, _) =>
        Task.FromResult<IReadOnlyList<float>>([
            .. pairs.Select(pair =>
                (pair.A, pair.B) switch
                {
                    ({ } a, "duty to feed children") when a.Contains("hungry", StringComparison.Ordinal) => 0.9f,
                    ({ } a, "respect for property") when a.Contains("theft", StringComparison.Ordinal) => 0.4f,
                    ({ } a, "respect for property") when a.Contains("shop", StringComparison.Ordinal) => 0.33f,
                    _ => 0.05f,
                }
            ),
        ]);

    [Fact]
    public async Task The_best_sentence_of_all_answers_counts_and_answers_are_counted_too()
    {
        var result = Assert.Single(
            await OvertonCoverage.OfAsync(
                HumanComparisonTests.Set([
                    (Viewpoints.Prompts[0].Prompt, "m", "The children are hungry. Still it is theft!", 1),
                    (Viewpoints.Prompts[0].Prompt, "m", "The children are hungry.\nThe shop is rich.", 1),
                ]),
                Viewpoints,
                ViewpointScorer.Entailment(Rule),
                TestContext.Current.CancellationToken
            )
        );
        var prompt = Assert.Single(result.Prompts);
        Assert.Equal((2, 0.75, 1.0), (prompt.Answers, prompt.WithinAnswer, prompt.OverAnswers));
        Assert.Equal((0.9 + 0.4) / 2, prompt.Score, 6);
        Assert.Equal("The children are hungry.", prompt.Viewpoints[0].Sentence);
        Assert.Equal("Still it is theft!", prompt.Viewpoints[1].Sentence);
        // 0.33 is not above 0.33.
        Assert.Equal(0.5, prompt.Viewpoints[1].Answers);
        Assert.Equal((0.33, "entailment", 1), (result.Threshold, result.Scorer, result.Unanswered));
        Assert.Equal(0.75, result.WithinAnswer!.Mean);
    }

    [Fact]
    public async Task Empty_answers_state_nothing()
    {
        var result = Assert.Single(
            await OvertonCoverage.OfAsync(
                HumanComparisonTests.Set([("Lying to a friend", "m", " ... ", 1)]),
                Viewpoints,
                ViewpointScorer.Lexical(),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal((0.0, 0.0), (result.WithinAnswer!.Mean, result.Score!.Mean));
        Assert.Null(result.Prompts[0].Viewpoints[0].Sentence);
    }

    [Fact]
    public async Task Words_count_by_the_share_of_the_viewpoint_that_a_sentence_has()
    {
        var scores = await ViewpointScorer
            .Lexical()
            .Score(
                [
                    ("We respect all property here.", "respect for property"),
                    ("Property matters.", "respect for property"),
                    ("It is so.", "to be"),
                    ("", "honesty"),
                ],
                TestContext.Current.CancellationToken
            );
        Assert.Equal([1, 0.5f, 0, 0], scores);
    }

    [Fact]
    public async Task Vectors_count_by_their_cosine()
    {
        var scorer = ViewpointScorer.Cosine(
            (texts, _) =>
            {
                var rows = new Matrix(texts.Count, 2);
                for (var i = 0; i < texts.Count; i++)
                {
                    (rows[i][0], rows[i][1]) =
                        texts[i] == "b" ? (0, 1)
                        : texts[i] == "c" ? (0.6f, 0.8f)
                        : (1, 0);
                }
                return Task.FromResult(rows);
            },
            0.5
        );
        var scores = await scorer.Score([("a", "b"), ("c", "b"), ("a", "a")], TestContext.Current.CancellationToken);
        Assert.Equal([0, 0.8f, 1], scores);
    }

    [Fact]
    public async Task Prompts_without_viewpoints_end_in_one_line()
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            OvertonCoverage.OfAsync(
                HumanComparisonTests.Set([("Something else", "m", "x", 1)]),
                Viewpoints,
                ViewpointScorer.Lexical(),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Contains("none of the 1 prompts", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("One. Two! Three?", "One.", "Two!", "Three?")]
    [InlineData("- first\n- second", "first", "second")]
    [InlineData("1. Costs 3.5 million.\n2. Yes", "1. Costs 3.5 million.", "2. Yes")]
    [InlineData("\u4e00\u3002\u4e8c\u3002", "\u4e00\u3002", "\u4e8c\u3002")]
    [InlineData("...")]
    public void Sentences_end_where_they_end(string text, params string[] sentences) =>
        Assert.Equal(sentences, Sentences.Of(text, 10));

    [Fact]
    public void Of_long_answers_the_first_sentences_are_read() => Assert.Equal(3, Sentences.Of("a. b. c. d.", 3).Count);

    [Fact]
    public async Task Viewpoints_are_read_one_a_row()
    {
        using var folder = new TempFolder();
        var path = folder.Write("v.csv", "situation,value\ns,one\ns,two\nt,one\ns,one\n,x\n");
        var token = TestContext.Current.CancellationToken;
        var read = await ViewpointReader.ReadAsync(path, cancellationToken: token);
        Assert.Equal(["one", "two"], read.Prompts[0].Viewpoints);
        Assert.Equal(("t", 2), (read.Prompts[1].Prompt, read.LeftOut));
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            ViewpointReader.ReadAsync(path, viewpointColumn: "vale", cancellationToken: token)
        );
        Assert.Contains("did you mean 'value'", fault.Message, StringComparison.Ordinal);
        var none = folder.Write("n.csv", "situation,other\ns,one\n");
        await Assert.ThrowsAsync<PrismaticException>(() => ViewpointReader.ReadAsync(none, cancellationToken: token));
    }
}
