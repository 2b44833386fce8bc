using CsCheck;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

public sealed class AgreementRulesTests
{
    [Theory]
    [InlineData(
        0.04,
        0.00,
        0.27,
        AgreementKind.OnlySecond,
        "Gradients see a template that words do not: 31 % of the rows"
    )]
    [InlineData(0.02, 0.26, 0.01, AgreementKind.OnlyFirst, "Words repeat but gradients differ: 28 % of the rows")]
    [InlineData(0.38, 0.02, 0.05, AgreementKind.Agree, "Words and gradients agree: 40 % and 43 % of the rows")]
    [InlineData(0.01, 0.02, 0.03, AgreementKind.Agree, "Words and gradients agree: few rows lie near a template (3 %")]
    [InlineData(0.05, 0.20, 0.20, AgreementKind.Different, "Words and gradients see different templates: 25 %")]
    [InlineData(0.00, 0.00, 0.09, AgreementKind.Agree, "Words and gradients agree: few rows")]
    public void Shares_of_rows_near_a_template_decide(
        double both,
        double first,
        double second,
        AgreementKind kind,
        string beginning
    )
    {
        var judged = AgreementRules.Judge("ngrams", "gradients", (both, first, second), 0.6, 2);
        Assert.Equal(kind, judged.Kind);
        Assert.StartsWith(beginning, judged.Sentences[0], StringComparison.Ordinal);
        Assert.Equal(2, judged.Sentences.Count);
    }

    [Fact]
    public void The_order_of_the_views_changes_no_meaning()
    {
        var forth = AgreementRules.Judge("ngrams", "gradients", (0.04, 0, 0.27), 0.6, null);
        var back = AgreementRules.Judge("gradients", "ngrams", (0.04, 0.27, 0), 0.6, null);
        Assert.Equal((AgreementKind.OnlySecond, AgreementKind.OnlyFirst), (forth.Kind, back.Kind));
        Assert.Equal(forth.Sentences, back.Sentences);
    }

    [Fact]
    public void Views_that_see_the_same_rows_agree_whatever_their_number() =>
        Gen.Double[0, 1]
            .Sample(both =>
                AgreementRules.Judge("ngrams", "hidden", (both, 0, 0), 0, null).Kind == AgreementKind.Agree
            );

    [Theory]
    [InlineData(0.7, AgreementKind.Agree)]
    [InlineData(0.1, AgreementKind.Different)]
    public void Where_crowds_are_not_known_only_the_order_of_pairs_counts(double correlation, AgreementKind kind)
    {
        var judged = AgreementRules.Judge("ngrams", "encoder+hidden", (0, 0.9, 0), correlation, null);
        Assert.Equal(kind, judged.Kind);
        Assert.StartsWith(
            "Words and encoder+hidden: which rows are alike, ",
            Assert.Single(judged.Sentences),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(0.72, "much the same")]
    [InlineData(0.31, "similarly in part")]
    [InlineData(0.05, "neither stands for the other")]
    [InlineData(-0.4, "neither stands for the other")]
    public void Correlation_of_pairs_is_told_in_words(double correlation, string words) =>
        Assert.Contains(
            words,
            AgreementRules.Judge("ngrams", "gradients", (0, 0, 0), correlation, null).Sentences[1],
            StringComparison.Ordinal
        );

    [Fact]
    public void Unfamiliar_text_is_named_only_where_gradients_are_compared()
    {
        Assert.Contains("4.6 nats", Last("ngrams", "gradients", 4.6), StringComparison.Ordinal);
        Assert.Contains("4.6 nats", Last("ngrams", "gradients+hidden", 4.6), StringComparison.Ordinal);
        Assert.DoesNotContain("nats", Last("ngrams", "gradients", 4.2), StringComparison.Ordinal);
        Assert.DoesNotContain("nats", Last("ngrams", "hidden", 4.6), StringComparison.Ordinal);

        static string Last(string first, string second, double loss) =>
            AgreementRules.Judge(first, second, (0.1, 0, 0), 0.3, loss).Sentences[^1];
    }
}
