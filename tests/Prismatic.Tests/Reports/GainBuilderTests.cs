using Prismatic.Clustering;
using Prismatic.Diversity;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Reasoning;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

/// <summary>Means, the quadrant and what is said of them.</summary>
public sealed class GainBuilderTests
{
    [Fact]
    public void Means_are_over_rows_with_reasoning()
    {
        var summary = Summarise([Row(0, 2, 1), Row(1, 4, 1), Row(2, 0, null) with { ReasoningTokens = 0 }])!;
        Assert.Equal((2, 1, 3), (summary.Rows, summary.RowsWithoutReasoning, summary.RowsWithoutAnswer));
        Assert.Equal((3.0, 1.0, 3.0, 1.0), Tuple(summary.Own));
        Assert.Equal((2.0, 1.0, 2.0, 1.0), Tuple(summary.Specific!));
        Assert.Equal(0, summary.Control!.StandardError);
        Assert.Equal(0.6, summary.Efficiency, 1e-9);
    }

    [Fact]
    public void Nothing_with_reasoning_is_no_summary() =>
        Assert.Null(Summarise([Row(2, 0, null) with { ReasoningTokens = 0 }]));

    [Fact]
    public void Without_another_row_there_is_no_control()
    {
        var summary = Summarise([Row(0, 2, null)])!;
        Assert.Null(summary.Control);
        Assert.Null(summary.Specific);
    }

    [Theory]
    [InlineData(2, 0, "tells the proxy model about the answer", "")]
    [InlineData(0, 0, "nothing about the answer", "")]
    [InlineData(0, 2, "less about the answer", "Another row's reasoning helps too")]
    [InlineData(2, -1, "tells the proxy model about the answer", "misleads")]
    public void Sentences_follow_the_numbers(double own, double control, string first, string last)
    {
        var sentences = Summarise([
            .. Enumerable.Range(0, 40).Select(i => Row(i, own + (i % 2 * 0.1) - 0.05, control + (i % 3 * 0.1) - 0.1)),
        ])!.Sentences;
        Assert.Contains(first, sentences[0], StringComparison.Ordinal);
        Assert.Contains(last, sentences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_row_is_in_the_cell_of_its_cluster_and_its_gain()
    {
        // Two crowds of 20 and 10 rows and ten rows that stand alone.
        var matrix = new Matrix(40, 16);
        for (var i = 0; i < 40; i++)
        {
            matrix[i][
                i < 20 ? 0
                : i < 30 ? 1
                : i - 26
            ] = 1;
        }
        var view = View(matrix);
        Assert.Equal(12, view.Clusters.Sizes.Length);
        List<RowGain> rows = [.. Enumerable.Range(0, 40).Select(i => Row(1000 + i, i % 2 == 0 ? 1 + i : -1, 0))];
        var gain = Measured(rows).WithQuadrant([view], 0);
        var excerpts = gain.ExampleRows.ToDictionary(row => row, row => $"text {row}");
        var quadrant = GainBuilder.Summarise(gain, excerpts)!.Quadrant!;
        Assert.Equal(6, quadrant.SparseClusters);
        Assert.Equal(40, quadrant.Cells.Sum(cell => cell.Rows));
        // Six of the ten single rows are sparse: ties are settled by the seed.
        Assert.Equal(6, quadrant.Cells.Where(cell => cell.Sparse).Sum(cell => cell.Rows));
        Assert.All(
            quadrant.Cells.SelectMany(cell => cell.Examples.Select(row => (cell, row))),
            pair =>
            {
                Assert.Equal(pair.cell.HighGain, pair.row.Row % 2 == 0);
                Assert.True(!pair.cell.Sparse || pair.row is { ClusterRows: 1, Row: >= 1030 });
            }
        );
        var dense = quadrant.Cells.Single(cell => cell is { Sparse: false, HighGain: true });
        Assert.Equal(dense.Examples.OrderByDescending(row => row.Gain), dense.Examples);
        Assert.Null(Measured(rows).WithQuadrant([], 0).Quadrant);
    }

    private static (double, double, double, double) Tuple(GainFigure figure) =>
        (figure.Mean, figure.StandardError, figure.Median, figure.AboveZero);

    private static GainSummary? Summarise(IReadOnlyList<RowGain> rows) =>
        GainBuilder.Summarise(Measured(rows), new Dictionary<long, string>());

    private static GainMeasurement Measured(IReadOnlyList<RowGain> rows) =>
        new()
        {
            Rows = rows,
            WithoutAnswer = 3,
            Source = "here",
            Cue = "so",
            Fingerprint = "f",
        };

    private static RowGain Row(long index, double gain, double? control) =>
        new()
        {
            Index = index,
            AnswerTokens = 2,
            ReasoningTokens = 10,
            Truncated = false,
            LossWithout = 3,
            Gain = gain,
            First = gain,
            Masked = gain,
            Control = control,
        };

    private static ViewMeasurement View(Matrix rows)
    {
        var view = new RowView(rows);
        return new ViewMeasurement
        {
            Space = new FeatureSpace
            {
                Name = "gradients",
                Rows = rows,
                RowIndices = [.. Enumerable.Range(1000, rows.RowCount).Select(row => (long)row)],
                Fingerprint = "g",
                Parameters = new Dictionary<string, string>(),
            },
            Modes = EffectiveModes.Of(view, 1, 1),
            Rarefied = Rarefaction.Run(view, 10, 1),
            Clusters = KMeans.Fit(view, new KMeansOptions { ClusterCount = 12 }),
        }.WithExamples();
    }
}
