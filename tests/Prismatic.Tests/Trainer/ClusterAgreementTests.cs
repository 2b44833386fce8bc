using CsCheck;
using Prismatic.Numerics;
using Prismatic.Trainer.Evaluation;

namespace Prismatic.Tests.Trainer;

/// <summary>Agreement of clusters with labels.</summary>
public sealed class ClusterAgreementTests
{
    private static readonly Gen<int[]> Labels = Gen.Int[0, 5].Array[2, 60];

    [Fact]
    public void The_same_parts_under_other_names_agree_wholly() =>
        Labels.Sample(labels =>
        {
            int[] renamed = [.. labels.Select(label => 100 - (7 * label))];
            Assert.Equal(1, ClusterAgreement.Normalised(labels, renamed), 1e-9);
            Assert.Equal(1, ClusterAgreement.Adjusted(labels, renamed), 1e-9);
        });

    [Fact]
    public void Neither_side_comes_first_and_nothing_exceeds_one() =>
        Gen.Select(Labels, Gen.ULong)
            .Sample(
                (a, seed) =>
                {
                    var random = new Pcg32(seed);
                    int[] b = [.. a.Select(_ => random.Next(4))];
                    Assert.Equal(ClusterAgreement.Adjusted(a, b), ClusterAgreement.Adjusted(b, a), 1e-9);
                    Assert.Equal(ClusterAgreement.Normalised(a, b), ClusterAgreement.Normalised(b, a), 1e-9);
                    Assert.InRange(ClusterAgreement.Normalised(a, b), -1e-9, 1 + 1e-9);
                    Assert.True(ClusterAgreement.Adjusted(a, b) <= 1 + 1e-9);
                }
            );

    // Labels 0 0 1 1 against 0 0 1 2: information ln 2, entropies ln 2 and 1.5 ln 2. Over all arrangements the pair stays
    // together in 2 of 6, with information ln 2, and falls apart in 4, with 0.5 ln 2: expected 2/3 ln 2.
    [Fact]
    public void A_small_case_agrees_with_counting_by_hand()
    {
        int[] a = [0, 0, 1, 1];
        int[] b = [0, 0, 1, 2];
        Assert.Equal(1 / 1.25, ClusterAgreement.Normalised(a, b), 1e-12);
        Assert.Equal((1 - (2.0 / 3)) / (1.25 - (2.0 / 3)), ClusterAgreement.Adjusted(a, b), 1e-12);
    }

    [Fact]
    public void Random_labels_share_nothing_once_chance_is_taken_off()
    {
        var random = new Pcg32(5);
        var (adjusted, normalised) = (0.0, 0.0);
        for (var draw = 0; draw < 200; draw++)
        {
            int[] a = [.. Enumerable.Range(0, 60).Select(_ => random.Next(12))];
            int[] b = [.. Enumerable.Range(0, 60).Select(_ => random.Next(12))];
            adjusted += ClusterAgreement.Adjusted(a, b) / 200;
            normalised += ClusterAgreement.Normalised(a, b) / 200;
        }
        Assert.InRange(adjusted, -0.02, 0.02);
        Assert.True(normalised > 0.3);
    }
}
