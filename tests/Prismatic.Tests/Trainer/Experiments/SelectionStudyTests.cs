using Prismatic.Trainer.Experiments;

namespace Prismatic.Tests.Trainer.Experiments;

public sealed class SelectionStudyTests
{
    private static readonly RowBank Bank = ExperimentSample.Bank;
    private static readonly ExperimentOptions Options = ExperimentSample.Options;

    // The embedded proxy's views of the sample take seconds and are made once.
    private static readonly FeatureBank Features = ExperimentSample.Features();
    private static readonly Lazy<IReadOnlyList<Selected>> All = new(() => Select(1));

    [Fact]
    public void Every_method_keeps_exactly_the_budget_of_tokens()
    {
        var (pools, seeds) = (Enum.GetValues<PoolKind>().Length, Options.SelectionSeeds);
        Assert.Equal(pools * seeds * SelectionMethod.Declared.Count * Options.Budgets.Count, All.Value.Count);
        Assert.All(All.Value, entry => Assert.Equal(entry.Cell.Budget, entry.Job.Rows.Sum(row => row.Length)));
    }

    [Fact]
    public void All_methods_of_a_seed_share_the_pool_and_the_students_seed()
    {
        foreach (var group in All.Value.GroupBy(entry => (entry.Pool.Kind, entry.Pool.Seed)))
        {
            Assert.Single(group.Select(entry => entry.Pool).Distinct());
            Assert.All(group, entry => Assert.Equal(group.Key.Seed, entry.Job.Seed));
        }
    }

    [Fact]
    public void The_same_selection_is_made_again_by_any_number_of_threads()
    {
        var again = Select(2);
        Assert.Equal(All.Value.Select(entry => entry.Job.Key("")), again.Select(entry => entry.Job.Key("")));
    }

    [Fact]
    public void Methods_without_copies_keep_no_row_twice_while_there_are_others()
    {
        var pool = SelectionPools.Draw(Bank, PoolKind.Redundant, Options.PoolTokens, 1);
        var chooser = new PoolChooser(Bank, Features, pool, 1);
        Assert.True(chooser.Standing(Removal.Near).Count < chooser.Standing(Removal.Exact).Count);
        Assert.True(chooser.Standing(Removal.Exact).Count < pool.Length);
        foreach (var method in SelectionMethod.Declared.Where(m => m.View is null or Views.NGrams))
        {
            // What stands without near-copies is still more than the smaller budget; random selection of half the pool is not.
            var chosen = chooser.Choose(method, method.Removal == Removal.None ? 2_500 : 500);
            Assert.Equal(method.Removal != Removal.None, chosen.Distinct().Count() == chosen.Count);
        }
    }

    [Fact]
    public void Removing_rows_leaves_the_random_order_of_the_others()
    {
        var pool = SelectionPools.Draw(Bank, PoolKind.Redundant, Options.PoolTokens, 1);
        var chooser = new PoolChooser(Bank, Features, pool, 1);
        var standing = chooser.Standing(Removal.Near).Select(place => pool[place]).ToHashSet();
        // Rows that stand once in the pool, so that a row tells its place.
        standing.ExceptWith(pool.GroupBy(row => row).Where(group => group.Count() > 1).Select(group => group.Key));
        var near = chooser.Choose(new SelectionMethod(Choice.Random, null, Removal.Near), 800);
        var random = chooser.Choose(SelectionMethod.Declared[0], pool.Sum(row => Bank.Tokens[row]));
        var expected = random.Where(standing.Contains).Take(near.Count(standing.Contains));
        Assert.Equal(expected, near.Where(standing.Contains));
    }

    [Fact]
    public void What_was_removed_follows_when_too_little_stands()
    {
        var pool = SelectionPools.Draw(Bank, PoolKind.Redundant, Options.PoolTokens, 1);
        var chooser = new PoolChooser(Bank, Features, pool, 1);
        var tokens = pool.Sum(row => Bank.Tokens[row]);
        foreach (var method in SelectionMethod.Declared.Where(m => m.View is null or Views.NGrams))
        {
            Assert.Equal(pool.Order(), chooser.Choose(method, tokens).Order());
        }
    }

    [Fact]
    public void A_smaller_budget_of_the_filters_rules_keeps_a_part_of_the_larger_one()
    {
        var pool = SelectionPools.Draw(Bank, PoolKind.Mixed, Options.PoolTokens, 1);
        var chooser = new PoolChooser(Bank, Features, pool, 1);
        foreach (var choice in (Choice[])[Choice.Soft, Choice.Hard])
        {
            var method = new SelectionMethod(choice, Views.NGrams, Removal.Exact);
            Assert.Subset(chooser.Choose(method, 1000).ToHashSet(), chooser.Choose(method, 500).ToHashSet());
        }
    }

    [Fact]
    public void Methods_and_predictors_have_names_of_their_own()
    {
        Assert.Equal(25, SelectionMethod.Declared.Select(method => method.Name).Distinct().Count());
        Assert.Equal(Predictors.Declared.Count, Predictors.Declared.Distinct().Count());
        Assert.True(Predictors.Declared.Count >= 60);
    }

    private static IReadOnlyList<Selected> Select(int threads)
    {
        var context = new StudyContext(Options, ExperimentSample.Mix.Names, threads, _ => { }, default);
        var pools = SelectionStudy.Pools(Bank, Features, context);
        return
        [
            .. SelectionStudy.Select(pools, Bank, Features, context, needsProxy: false),
            .. SelectionStudy.Select(pools, Bank, Features, context, needsProxy: true),
        ];
    }
}
