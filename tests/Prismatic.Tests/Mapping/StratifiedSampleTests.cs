using CsCheck;
using Prismatic.Mapping;

namespace Prismatic.Tests.Mapping;

public sealed class StratifiedSampleTests
{
    private static readonly Gen<(int[] Strata, int Most, ulong Seed)> Cases = Gen.Select(
        Gen.Int[0, 12].Select(Gen.Int[0, 40], (stratum, skew) => skew < 25 ? 0 : stratum).Array[1, 400],
        Gen.Int[1, 450],
        Gen.ULong
    );

    [Fact]
    public void It_has_as_many_rows_as_asked_for_ascending_and_none_twice() =>
        Cases.Sample(c =>
        {
            var sample = StratifiedSample.Of(c.Strata, c.Most, c.Seed);
            Assert.Equal(Math.Min(c.Most, c.Strata.Length), sample.Length);
            Assert.Equal(sample.Distinct().Order(), sample);
            Assert.All(sample, row => Assert.InRange(row, 0, c.Strata.Length - 1));
        });

    [Fact]
    public void Every_stratum_keeps_a_row_and_about_its_share() =>
        Cases.Sample(c =>
        {
            var kinds = c.Strata.Distinct().Count();
            if (c.Most < kinds || c.Most >= c.Strata.Length)
            {
                return;
            }
            var sample = StratifiedSample.Of(c.Strata, c.Most, c.Seed);
            foreach (var (stratum, size) in c.Strata.CountBy(stratum => stratum))
            {
                var (kept, share) = (
                    sample.Count(row => c.Strata[row] == stratum),
                    (double)size * c.Most / c.Strata.Length
                );
                // Single rows of small strata are taken from the others.
                Assert.InRange(kept, Math.Max(1, Math.Floor(share) - kinds), Math.Max(1, Math.Ceiling(share)));
            }
        });
}
