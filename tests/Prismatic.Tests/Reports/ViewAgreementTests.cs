using CsCheck;
using Prismatic.Clustering;
using Prismatic.Diversity;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

public sealed class ViewAgreementTests
{
    [Fact]
    public void A_view_agrees_with_itself()
    {
        var view = Measure("ngrams", Crowds(40, 8));
        var agreement = ViewAgreement.Of(view, view);
        Assert.Equal(1, agreement.PairCorrelation, 1e-9);
        Assert.Equal(1, agreement.CrowdingCorrelation, 1e-9);
        Assert.True(agreement.NearTemplate.Both > 0);
        Assert.Equal((0, 0), (agreement.NearTemplate.First, agreement.NearTemplate.Second));
        Assert.Empty(agreement.ExampleRows);
    }

    [Fact]
    public void Rows_crowded_in_one_view_only_are_counted_and_shown()
    {
        // Rows 60 to 99 are one template in the second view and independent in the first.
        var free = GoldenInputs.RandomUnitRows(100, 64, 1);
        var crowded = GoldenInputs.RandomUnitRows(100, 64, 2);
        for (var row = 60; row < 100; row++)
        {
            crowded[row][0] += 5;
            Matrix.NormaliseRow(crowded[row]);
        }
        var agreement = ViewAgreement.Of(Measure("ngrams", free), Measure("gradients", crowded));
        Assert.Equal((0, 0), (agreement.NearTemplate.Both, agreement.NearTemplate.First));
        // A row of the others may lie nearest to the template by chance.
        Assert.InRange(agreement.NearTemplate.Second, 38, 44);
        Assert.NotEmpty(agreement.ExampleRows);
        Assert.All(agreement.ExampleRows, row => Assert.InRange(row, 1060, 1099));
        var excerpts = agreement.ExampleRows.ToDictionary(row => row, row => $"text {row}");
        var summary = ReportBuilder.Summarise(agreement, excerpts);
        Assert.Equal(AgreementKind.OnlySecond, summary.Kind);
        Assert.Empty(summary.CrowdedInFirst);
        Assert.All(
            summary.CrowdedInSecond,
            row => Assert.True(row.CrowdingInSecond > 0.8 && row.CrowdingInFirst < 0.5)
        );
    }

    [Fact]
    public void Crowding_of_a_row_is_its_mean_cosine_with_the_rest_of_its_cluster()
    {
        var rows = Crowds(30, 6);
        var view = Measure("ngrams", rows);
        for (var row = 0; row < rows.RowCount; row++)
        {
            int[] others =
            [
                .. Enumerable
                    .Range(0, rows.RowCount)
                    .Where(other => other != row && view.Clusters.Labels[other] == view.Clusters.Labels[row]),
            ];
            var expected = others.Length == 0 ? 0 : others.Average(other => Dot(rows[row], rows[other]));
            Assert.Equal(expected, view.RowCrowding[row], 1e-4);
        }
    }

    [Fact]
    public void Every_two_views_are_compared_once()
    {
        var rows = Crowds(20, 6);
        var views = new[] { "ngrams", "hidden", "gradients" }.Select(name => Measure(name, rows)).ToList();
        Assert.Equal(
            [("ngrams", "hidden"), ("ngrams", "gradients"), ("hidden", "gradients")],
            ViewAgreement.OfAll(views).Select(two => (two.First.Space.Name, two.Second.Space.Name))
        );
        Assert.Empty(ViewAgreement.OfAll(views[..1]));
        Assert.Throws<ArgumentException>(() => ViewAgreement.Of(views[0], Measure("hidden", Crowds(21, 6))));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(100, 4950)]
    [InlineData(1000, 10_000)]
    public void All_pairs_are_taken_while_there_are_few(int rows, int pairs)
    {
        var cosines = RowPairs.Cosines(new RowView(GoldenInputs.RandomUnitRows(rows, 8, 1)), 3);
        Assert.Equal(pairs, cosines.Length);
        // No row is paired with itself.
        Assert.All(cosines, cosine => Assert.True(cosine < 0.9999f));
    }

    [Fact]
    public void Rank_correlation_knows_order_only()
    {
        Gen.Select(Gen.Float[-10, 10].Array[2, 40], Gen.Float[0.1f, 5])
            .Sample(
                (values, factor) =>
                {
                    var distinct = values.Distinct().ToArray();
                    var grown = Array.ConvertAll(distinct, v => (v * factor) + (v * v * v));
                    var expected = distinct.Length > 1 ? 1.0 : 0;
                    Assert.Equal(expected, RankCorrelation.Of(distinct, grown), 1e-9);
                    Assert.Equal(-expected, RankCorrelation.Of(distinct, Array.ConvertAll(grown, v => -v)), 1e-9);
                }
            );
        // By hand: ranks 0, 1.5, 1.5, 3 against 0, 2, 1, 3.
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), RankCorrelation.Of([1, 2, 2, 3], [1, 3, 2, 4]), 1e-12);
        Assert.Equal(0, RankCorrelation.Of([1, 1, 1], [1, 2, 3]));
    }

    private static ViewMeasurement Measure(string name, Matrix rows)
    {
        var view = new RowView(rows);
        return new ViewMeasurement
        {
            Space = new FeatureSpace
            {
                Name = name,
                Rows = rows,
                RowIndices = [.. Enumerable.Range(1000, rows.RowCount).Select(row => (long)row)],
                Fingerprint = name,
                Parameters = new Dictionary<string, string>(),
            },
            Modes = EffectiveModes.Of(view, 1, 1),
            Rarefied = Rarefaction.Run(view, 10, 1),
            Clusters = KMeans.Fit(view, new KMeansOptions()),
            PairCosines = RowPairs.Cosines(view, 0),
        }.WithExamples();
    }

    private static Matrix Crowds(int count, int columns)
    {
        var rows = GoldenInputs.RandomUnitRows(count, columns, 5);
        for (var i = 0; i < count; i++)
        {
            rows[i][i % 3] += 3;
            Matrix.NormaliseRow(rows[i]);
        }
        return rows;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }
        return sum;
    }
}
