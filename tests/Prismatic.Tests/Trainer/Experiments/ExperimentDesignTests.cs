using Prismatic.Numerics;
using Prismatic.Trainer.Experiments;

namespace Prismatic.Tests.Trainer.Experiments;

public sealed class ExperimentDesignTests
{
    private static readonly RowBank Bank = ExperimentSample.Bank;

    [Fact]
    public void Every_training_set_of_the_prediction_study_has_exactly_the_budget_and_no_row_twice()
    {
        var options = ExperimentSample.Options;
        var sets = PredictionDesign.Sets(Bank, options);
        Assert.Equal(4, sets.Count);
        Assert.All(sets, set => Assert.Equal(set.Rows.Count, set.Rows.Distinct().Count()));
        Assert.All(
            sets,
            set => Assert.Equal(set.Sources.Order(), set.Rows.Select(row => Bank.Rows[row].Source).Distinct().Order())
        );
        var jobs = PredictionStudy.Jobs(sets, Bank, options);
        Assert.All(jobs, job => Assert.Equal(options.SetTokens, job.Rows.Sum(row => row.Length)));
        Assert.Equal(sets.Count * options.PredictionSeeds, jobs.Count);
    }

    [Fact]
    public void The_share_of_near_copies_is_what_the_recipe_says()
    {
        foreach (var set in PredictionDesign.Sets(Bank, ExperimentSample.Options))
        {
            var copies = set.Rows.Where(row => Bank.Copies.Values.Any(list => list.Contains(row)));
            var share = copies.Sum(row => Bank.Tokens[row]) / (double)set.Rows.Sum(row => Bank.Tokens[row]);
            Assert.InRange(share, set.CopyShare - 0.06, set.CopyShare + 0.12);
        }
    }

    [Fact]
    public void The_design_is_the_same_every_time()
    {
        var (first, again) = (
            PredictionDesign.Sets(Bank, ExperimentSample.Options),
            PredictionDesign.Sets(
                new RowBank(ExperimentSample.Universe, ExperimentSample.Options),
                ExperimentSample.Options
            )
        );
        Assert.Equal(first.Select(set => string.Join(' ', set.Rows)), again.Select(set => string.Join(' ', set.Rows)));
    }

    [Theory]
    [InlineData("Redundant")]
    [InlineData("Mixed")]
    [InlineData("Diverse")]
    public void A_pool_depends_on_its_seed_alone(string name)
    {
        var kind = Enum.Parse<PoolKind>(name);
        var pool = SelectionPools.Draw(Bank, kind, 4000, 1);
        Assert.Equal(pool, SelectionPools.Draw(Bank, kind, 4000, 1));
        Assert.NotEqual(pool, SelectionPools.Draw(Bank, kind, 4000, 2));
        Assert.InRange(pool.Sum(row => Bank.Tokens[row]), 1500, 5000);
    }

    [Fact]
    public void Redundant_pools_repeat_rows_and_diverse_ones_do_not()
    {
        var redundant = SelectionPools.Draw(Bank, PoolKind.Redundant, 4000, 1);
        var diverse = SelectionPools.Draw(Bank, PoolKind.Diverse, 4000, 1);
        Assert.True(redundant.Distinct().Count() < 0.95 * redundant.Length);
        Assert.Equal(diverse.Length, diverse.Distinct().Count());
    }

    [Fact]
    public void Near_copies_keep_numbers_alike_within_a_row_and_change_them_between_rows()
    {
        var row = new ExperimentRow("s", "Tom has 37 apples and gives 12 to Ann.", "37 - 12 = 25");
        var random = new Pcg32(1);
        var copies = Enumerable.Range(0, 20).Select(_ => NearCopyWriter.Of(row, random)).ToArray();
        Assert.True(copies.Select(copy => copy.Text).Distinct().Count() > 10);
        foreach (var copy in copies)
        {
            var asked = Numbers(copy.Prompt);
            Assert.Equal(asked, Numbers(copy.Response)[..2]);
        }
    }

    [Fact]
    public void Too_few_tokens_for_a_budget_are_a_fault() =>
        Assert.Throws<PrismaticException>(() => Bank.Cut(Bank.Real["source0"].Take(2), 100_000));

    private static string[] Numbers(string text) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, "[0-9]+").Select(match => match.Value)];
}
