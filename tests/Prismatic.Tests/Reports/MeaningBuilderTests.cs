using System.Numerics.Tensors;
using CsCheck;
using Prismatic.Features;
using Prismatic.Meaning;
using Prismatic.Numerics;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

public sealed class MeaningBuilderTests
{
    [Fact]
    public void The_floor_is_the_mean_cosine_of_different_rows() =>
        Gen.Select(Gen.Int[2, 50], Gen.ULong)
            .Sample(
                (count, seed) =>
                {
                    var rows = GoldenInputs.RandomUnitRows(count, 6, seed);
                    var sum = 0.0;
                    for (var i = 0; i < count; i++)
                    {
                        for (var j = 0; j < i; j++)
                        {
                            sum += TensorPrimitives.Dot(rows[i], rows[j]);
                        }
                    }
                    Assert.Equal(sum / (count * (count - 1) / 2.0), MeaningMeasurement.FloorOf(rows)!.Value, 1e-5);
                },
                iter: 50
            );

    [Fact]
    public void A_single_row_has_no_floor() =>
        Assert.Null(MeaningMeasurement.FloorOf(GoldenInputs.RandomUnitRows(1, 6, 1)));

    [Fact]
    public void The_largest_group_comes_first_and_rows_of_other_words_before_rows_of_the_same()
    {
        SemanticDuplicate[] pairs =
        [
            new(1, 0, 0.9f),
            new(3, 2, 0.95f),
            new(4, 2, 0.85f),
            new(5, 2, 0.99f),
            new(6, 2, 0.8f),
        ];
        var texts = new Dictionary<long, string>
        {
            [10] = "a",
            [11] = "b",
            [12] = "the red boat",
            [13] = "the red boat",
            [14] = "a crimson ship",
            [15] = "the red ship",
            [16] = "a red boat",
        };
        var found = Of("encoder", new SemanticDuplicateResult(pairs, 7, 7));
        Assert.Equal([12, 13, 14, 15, 16, 10, 11], found.Candidates);
        var meaning = found.WithTexts(texts);
        Assert.All(meaning.ExampleRows, row => Assert.Contains(row, texts.Keys));
        var summary = MeaningBuilder.Summarise(meaning, texts);
        Assert.Equal((5, 2, 0.7143), (summary.Rows, summary.Clusters, summary.Share));
        Assert.Equal([5, 2], summary.Largest.Select(family => family.Rows));
        Assert.Equal([14L, 15L, 16L], summary.Largest[0].Examples.Select(row => row.Row));
        Assert.Equal([0, 0.5, 0.5], summary.Largest[0].Examples.Select(row => row.WordOverlap));
        Assert.StartsWith(
            "71 % of the rows say in other words",
            Assert.Single(summary.Sentences),
            StringComparison.Ordinal
        );
        Assert.Equal("tiny (1f), mean, 8 numbers a row, at most 64 tokens", summary.Source);
    }

    [Fact]
    public void Parts_and_stand_ins_are_told()
    {
        var none = new Dictionary<long, string>();
        var found = Of("hidden", new SemanticDuplicateResult([], 70_000, 50_000)).WithTexts(none);
        var summary = MeaningBuilder.Summarise(found, none);
        Assert.Equal(2, summary.Sentences.Count);
        Assert.StartsWith(
            "No row is nearly the same to the proxy model",
            summary.Sentences[0],
            StringComparison.Ordinal
        );
        Assert.Contains("--encoder", summary.Sentences[0], StringComparison.Ordinal);
        Assert.Contains("50,000 of 70,000", summary.Sentences[1], StringComparison.Ordinal);
        Assert.Equal((0, 0.0, 0.95), (summary.Rows, summary.Share, summary.Threshold));
    }

    private static MeaningMeasurement Of(string view, SemanticDuplicateResult found) =>
        new(
            new FeatureSpace
            {
                Name = view,
                Rows = new Matrix(0, 8),
                RowIndices = [10, 11, 12, 13, 14, 15, 16],
                Fingerprint = "made",
                Parameters = new Dictionary<string, string>
                {
                    ["encoder"] = "tiny (1f)",
                    ["pooling"] = "mean",
                    ["model"] = "proxy (2f)",
                    ["dimension"] = "8",
                    ["max tokens"] = "64",
                },
            },
            0.25,
            new SemanticOptions { Threshold = SemanticOptions.ThresholdOf(view) },
            found
        );
}
