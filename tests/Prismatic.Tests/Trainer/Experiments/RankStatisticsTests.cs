using CsCheck;
using Prismatic.Trainer.Experiments;

namespace Prismatic.Tests.Trainer.Experiments;

public sealed class RankStatisticsTests
{
    [Fact]
    public void Equal_values_share_their_mean_rank() =>
        Assert.Equal([2.5, 1, 2.5, 5, 5, 5], RankStatistics.Ranks([3, 1, 3, 7, 7, 7]));

    [Fact]
    public void A_case_with_ties_worked_by_hand_agrees()
    {
        // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: cross sum 4.5, squares 4.5 and 5.
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), RankStatistics.Spearman([1, 2, 2, 3], [10, 20, 30, 40]), 12);
    }

    [Fact]
    public void Rising_transforms_change_nothing_and_falling_ones_turn_the_sign() =>
        Gen.Int[-3, 3]
            .Array[8]
            .Select(Gen.Int[-3, 3].Array[8])
            .Sample(
                static (a, b) =>
                {
                    var other = Array.ConvertAll(b, value => (double)value);
                    var plain = RankStatistics.Spearman(Array.ConvertAll(a, value => (double)value), other);
                    var risen = RankStatistics.Spearman(Array.ConvertAll(a, value => Math.Exp(value)), other);
                    var turned = RankStatistics.Spearman(Array.ConvertAll(a, value => -(double)value), other);
                    return (double.IsNaN(plain) && double.IsNaN(risen))
                        || (Math.Abs(plain - risen) < 1e-12 && Math.Abs(plain + turned) < 1e-12);
                }
            );

    [Fact]
    public void An_interval_holds_its_value_and_is_the_same_every_time()
    {
        double[] a = [1, 5, 2, 8, 3, 9, 4, 7, 6, 10];
        double[] b = [2, 4, 1, 9, 5, 8, 3, 10, 6, 7];
        var first = RankStatistics.SpearmanEstimate(a, b);
        Assert.InRange(first.Value, first.Low, first.High);
        Assert.Equal(first, RankStatistics.SpearmanEstimate(a, b));
    }

    [Fact]
    public void A_mean_far_from_zero_has_an_interval_far_from_zero_and_noise_has_not()
    {
        var clear = RankStatistics.MeanEstimate([-0.9, -1.1, -1, -1.05, -0.95]);
        var noise = RankStatistics.MeanEstimate([-1, 1, -0.5, 0.6, 0.05]);
        Assert.InRange(clear.High, -1.1, -0.9);
        Assert.True(noise.Low < 0 && noise.High > 0);
    }

    [Fact]
    public void Text_measures_fall_when_text_repeats()
    {
        string[] varied = ["the cat sat on a mat", "some dogs ran over hills", "every bird sang until dusk"];
        string[] same = [varied[0], varied[0], varied[0]];
        Assert.Equal(1, TextMeasures.Distinct2(varied));
        Assert.Equal(1 / 3.0, TextMeasures.Distinct2(same), 12);
        Assert.True(TextMeasures.CompressionRatio(same) < TextMeasures.CompressionRatio(varied));
    }
}
