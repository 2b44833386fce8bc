using System.Globalization;
using CsCheck;
using Prismatic.Gates;

namespace Prismatic.Tests.Gates;

public sealed class GateMarginTests
{
    private static readonly Gen<(double Value, double Spread, long Rows, double Step, bool LowIsBad)> Cases =
        Gen.Select(
            Gen.OneOf(Gen.Double[0, 1], Gen.Double[-10, 10], Gen.Double[0, 1e6], Gen.Const(0.0)),
            Gen.OneOf(Gen.Double[0, 1], Gen.Double[0, 1e3], Gen.Const(0.0)),
            Gen.Long[1, 1_000_000],
            Gen.OneOf(Gen.Const(0.0), Gen.Const(0.01), Gen.Const(0.05)),
            Gen.Bool
        );

    [Fact]
    public void A_limit_lies_a_margin_on_the_worse_side_and_little_more() =>
        Cases.Sample(each =>
        {
            var (value, spread, rows, step, lowIsBad) = each;
            var margin = GateMargin.Of(value, spread, rows, step, lowIsBad);
            var distance = lowIsBad ? value - margin.Limit : margin.Limit - value;
            // Rounding takes the limit further away, by a tenth of the margin at most.
            Assert.InRange(distance, margin.Margin * (1 - 1e-9), margin.Margin * 1.1 + Math.Abs(value) * 1e-12 + 1e-12);
            Assert.True(margin.Margin >= GateMargin.Spreads * spread);
            Assert.True(margin.Margin >= Math.Abs(value) / 10 * (1 - 1e-12));
            Assert.True(margin.Margin >= step);
        });

    [Fact]
    public void More_spread_and_fewer_rows_never_bring_a_limit_nearer() =>
        Cases
            .Select(Gen.Double[1, 5])
            .Sample(
                (each, more) =>
                {
                    var (value, spread, rows, step, lowIsBad) = each;
                    var margin = GateMargin.Of(value, spread, rows, step, lowIsBad).Margin;
                    Assert.True(GateMargin.Of(value, spread * more, rows, step, lowIsBad).Margin >= margin);
                    Assert.True(
                        GateMargin.Of(value, spread, Math.Max(1, (long)(rows / more)), step, lowIsBad).Margin >= margin
                    );
                }
            );

    [Fact]
    public void Low_and_high_are_mirror_images() =>
        Cases.Sample(each =>
        {
            // A share of rows has no mirror image below 0.
            var (value, spread, _, step, lowIsBad) = each;
            var (one, other) = (
                GateMargin.Of(value, spread, null, step, lowIsBad),
                GateMargin.Of(-value, spread, null, step, !lowIsBad)
            );
            Assert.Equal(one.Limit, -other.Limit, 9);
        });

    [Fact]
    public void Limits_are_written_with_few_digits() =>
        Cases.Sample(each =>
        {
            var margin = GateMargin.Of(each.Value, each.Spread, each.Rows, each.Step, each.LowIsBad);
            var digits = ((decimal)margin.Limit).ToString("0.############", CultureInfo.InvariantCulture);
            Assert.Equal(margin.Limit, double.Parse(digits, CultureInfo.InvariantCulture), 11);
            var unit = Math.Max(0, 1 - (int)Math.Floor(Math.Log10(Math.Max(margin.Margin, 1e-9))));
            Assert.True(
                digits.Length - (digits.IndexOf('.') is >= 0 and var dot ? dot + 1 : digits.Length) <= unit,
                $"{digits} of {margin}"
            );
        });

    [Theory]
    [InlineData(161.32, 2.95, null, 0, true, 145, MarginKind.Tenth)]
    [InlineData(80.35, 5.08, null, 0, true, 65, MarginKind.Spread)]
    // None of 1,000 rows: three in 1,000 may be chance, and less than one in a hundred is not worth a gate.
    [InlineData(0, null, 1000L, 0, false, 0.003, MarginKind.Counting)]
    [InlineData(0, null, 1000L, 0.01, false, 0.01, MarginKind.Step)]
    // 3 (sqrt(0.25 / 100) + 1 / 100) = 0.18
    [InlineData(0.5, null, 100L, 0.01, false, 0.68, MarginKind.Counting)]
    [InlineData(0, null, null, 0, false, 0, MarginKind.Spread)]
    public void Reference_values(
        double value,
        double? spread,
        long? rows,
        double step,
        bool low,
        double limit,
        MarginKind kind
    )
    {
        var margin = GateMargin.Of(value, spread, rows, step, low);
        Assert.Equal((limit, kind), (margin.Limit, margin.Kind));
    }

    [Fact]
    public void Every_rule_has_a_scale() =>
        Assert.Equal(GateRules.All.Select(rule => rule.Id), GateScale.All.Select(scale => scale.Rule));
}
