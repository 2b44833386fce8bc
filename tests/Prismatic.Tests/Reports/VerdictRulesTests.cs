using CsCheck;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

public sealed class VerdictRulesTests
{
    [Fact]
    public void Varied_rows_are_diverse() => Assert.Equal(DiversityLevel.Diverse, Judge(0, 0.9, 0).Level);

    [Theory]
    [InlineData(0.05, 0.9, 0.0, DiversityLevel.Mixed)]
    [InlineData(0.30, 0.9, 0.0, DiversityLevel.Homogeneous)]
    [InlineData(0.0, 0.69, 0.0, DiversityLevel.Mixed)]
    [InlineData(0.0, 0.34, 0.0, DiversityLevel.Homogeneous)]
    [InlineData(0.0, 0.9, 0.20, DiversityLevel.Mixed)]
    [InlineData(0.0, 0.9, 0.70, DiversityLevel.Homogeneous)]
    [InlineData(0.0, 0.34, 0.25, DiversityLevel.Homogeneous)]
    public void The_worst_rule_decides(double duplicates, double ceiling, double crowded, DiversityLevel expected) =>
        Assert.Equal(expected, Judge(duplicates, ceiling, crowded).Level);

    [Fact]
    public void More_duplicates_never_make_a_verdict_better() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1])
            .Sample(
                (fewer, more, ceiling, crowded) =>
                    Judge(Math.Min(fewer, more), ceiling, crowded).Level
                    <= Judge(Math.Max(fewer, more), ceiling, crowded).Level
            );

    [Fact]
    public void The_sentence_tells_the_weightiest_reason() =>
        Assert.Equal(
            "Mixed: 38 % of the rows lie near a template they share with others (ngrams).",
            Judge(0.01, 0.66, 0.38).Sentence
        );

    [Fact]
    public void Copies_are_told_before_scores_of_the_same_level() =>
        Assert.StartsWith("Mixed: 10 % of the rows repeat", Judge(0.10, 0.40, 0.38).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_diverse_set_is_told_by_its_score() =>
        Assert.Equal(
            "Diverse: 256 rows are worth 203 different ones, 90 % of the ceiling (ngrams).",
            Judge(0.01, 0.90, 0.05).Sentence
        );

    [Fact]
    public void A_view_without_limits_is_not_judged()
    {
        var verdict = Judge(0, 0.05, 0.95, view: "hidden");
        Assert.Equal(DiversityLevel.Diverse, verdict.Level);
        Assert.Single(verdict.Reasons);
        Assert.Contains("only copies were judged", verdict.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.64, DiversityLevel.Mixed)]
    [InlineData(0.66, DiversityLevel.Diverse)]
    public void Limits_of_two_views_together_lie_half_way(double ceiling, DiversityLevel expected) =>
        Assert.Equal(expected, Judge(0, ceiling, 0, view: "gradients+ngrams").Level);

    [Fact]
    public void Few_rows_are_called_a_hint() =>
        Assert.EndsWith(
            "with only 12 rows this is a hint.",
            Judge(0, 0.9, 0, rows: 12).Sentence,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(0.19, DiversityLevel.Diverse)]
    [InlineData(0.20, DiversityLevel.Mixed)]
    [InlineData(0.70, DiversityLevel.Homogeneous)]
    public void Rows_of_templates_decide_too(double mostly, DiversityLevel expected) =>
        Assert.Equal(expected, Judge(0, 0.9, 0, templated: mostly).Level);

    [Fact]
    public void Of_two_shares_near_templates_the_larger_is_told() =>
        Assert.Equal(
            "Mixed: 49 % of the rows are mostly the words of a template they share with others.",
            Judge(0.01, 0.66, 0.38, templated: 0.49).Sentence
        );

    private static Verdict Judge(
        double duplicates,
        double ceiling,
        double crowded,
        long rows = 1000,
        string view = "ngrams",
        double? templated = null
    ) =>
        VerdictRules.Judge(
            new DatasetSummary
            {
                Files = ["a.parquet"],
                Fields = "text",
                Rows = rows,
                RowsWithText = rows,
                NullTexts = 0,
                EmptyTexts = 0,
                ExactDuplicates = 0,
                ExactDuplicateShare = duplicates,
                MeasuredRows = rows,
            },
            [
                new ViewSummary
                {
                    Name = view,
                    Description = "",
                    Fingerprint = "",
                    Parameters = new Dictionary<string, string>(),
                    Rows = (int)rows,
                    Dimensions = 1024,
                    Vendi = Scores,
                    Ceiling = Scores,
                    ShareOfCeiling = ceiling,
                    Rarefied = new RarefiedScore
                    {
                        Rows = 256,
                        Draws = 10,
                        Mean = ceiling * 226,
                        StandardDeviation = 1,
                        ShareOfCeiling = ceiling,
                    },
                    Clusters = new ClusterSummary
                    {
                        Count = 1,
                        EffectiveCount = 1,
                        CrowdedShare = crowded,
                        CrowdedCosine = 0.5,
                        Sizes = [],
                        Largest = [],
                    },
                    Modes = [],
                },
            ],
            templated is { } mostly
                ? new TemplatesSummary
                {
                    Rows = (int)rows,
                    WordsOfRow = 256,
                    Tokens = "",
                    FewestRows = 5,
                    Count = 1,
                    FollowingRows = (int)rows,
                    FollowingShare = 1,
                    MostlyRows = (int)(mostly * rows),
                    MostlyShare = mostly,
                    Largest = [],
                    Phrases = [],
                }
                : null
        );

    private static readonly VendiScores Scores = new()
    {
        Order1 = 1,
        Order2 = 1,
        OrderInfinity = 1,
    };
}
