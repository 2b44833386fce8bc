using CsCheck;
using Prismatic.Clustering;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Selection;

namespace Prismatic.Tests.Selection;

public sealed class PrismaticFilterTests
{
    [Fact]
    public void Every_candidate_is_kept_or_dropped_and_the_budget_is_exact() =>
        (
            from n in Gen.Int[1, 90]
            from keep in Gen.Int[1, 100]
            from reference in Gen.Bool
            from repeats in Gen.Int[0, 3]
            from seed in Gen.ULong
            select (n, keep, reference, repeats, seed)
        ).Sample(
            input =>
            {
                var (n, keep, reference, repeats, seed) = input;
                var (rows, duplicateOf) = WithDuplicates(n, repeats, seed);
                var options = new SelectionOptions
                {
                    Keep = KeepBudget.Rows(keep),
                    Rule = reference ? SelectionRule.Hard : SelectionRule.Soft,
                    Seed = seed,
                    DuplicateOf = duplicateOf,
                };
                var result = PrismaticFilter.Select(rows, options);
                var distinct = duplicateOf.Count(first => first < 0);
                Assert.Equal(Math.Min(keep, rows.RowCount), result.Budget);
                Assert.Equal(Math.Min(keep, distinct), result.Kept.Count);
                Assert.Equal(distinct, result.ClusterSizes.Sum());
                var (kept, dropped) = (result.Kept.Select(row => row.Row), result.Dropped.Select(row => row.Row));
                Assert.Equal(kept.Order(), kept);
                Assert.Equal(dropped.Order(), dropped);
                Assert.Equal(Enumerable.Range(0, rows.RowCount), kept.Concat(dropped).Order());
                Assert.All(result.Kept, row => Assert.Equal(result.ClusterSizes[row.Cluster], row.ClusterSize));
                foreach (var row in result.Dropped)
                {
                    Assert.Equal(row.Reason == DropReason.ExactDuplicate, duplicateOf[row.Row] >= 0);
                    Assert.Equal(duplicateOf[row.Row], row.DuplicateOf);
                    AssertNearest(rows, result, row);
                }
            },
            iter: 60
        );

    [Fact]
    public void A_smaller_soft_budget_keeps_a_subset()
    {
        var rows = GoldenInputs.RandomUnitRows(200, 12, 1);
        var previous = Kept(rows, 200);
        foreach (var keep in new[] { 150, 80, 79, 10, 1 })
        {
            var kept = Kept(rows, keep);
            Assert.Equal(keep, kept.Length);
            Assert.Subset(previous.ToHashSet(), kept.ToHashSet());
            previous = kept;
        }

        static int[] Kept(Matrix rows, int keep) =>
            [
                .. PrismaticFilter
                    .Select(rows, new SelectionOptions { Keep = KeepBudget.Rows(keep), Seed = 3 })
                    .Kept.Select(row => row.Row),
            ];
    }

    [Fact]
    public void The_soft_rule_evens_out_clusters()
    {
        // 400 rows of one kind and 40 of another: uniform draws would keep 10 to 1.
        var (rows, options) = (TwoKinds(400, 40), Options(40, SelectionRule.Soft));
        var rare = Enumerable
            .Range(0, 20)
            .Average(seed =>
                PrismaticFilter.Select(rows, options with { Seed = (ulong)seed }).Kept.Count(row => row.Row >= 400)
            );
        // 40 (1 - e^-t) with 40 (1 - e^-t) + 400 (1 - e^(-t/10)) = 40: the rare rows begin to run out.
        Assert.InRange(rare, 15.6, 19.6);
    }

    [Fact]
    public void The_reference_rule_takes_the_sparsest_clusters_first()
    {
        var rows = TwoKinds(50, 20);
        var exact = PrismaticFilter.Select(rows, Options(20, SelectionRule.Hard));
        Assert.Equal(Enumerable.Range(50, 20), exact.Kept.Select(row => row.Row));
        Assert.All(exact.Dropped, row => Assert.Equal(DropReason.DenseCluster, row.Reason));
        var fewer = PrismaticFilter.Select(rows, Options(12, SelectionRule.Hard));
        Assert.All(fewer.Kept, row => Assert.InRange(row.Row, 50, 69));
        Assert.Equal(8, fewer.Dropped.Count(row => row.Reason == DropReason.NotDrawn));
        var more = PrismaticFilter.Select(rows, Options(30, SelectionRule.Hard));
        Assert.Equal(20, more.Kept.Count(row => row.Row >= 50));
        Assert.Equal(30, more.Kept.Count);
    }

    [Fact]
    public void Ties_of_size_cannot_make_the_reference_rule_keep_everything()
    {
        int[] sizes = [1, 1, 1, 1, 9];
        var sparse = RowChoice.SparseClusters(sizes, 0.5, 7);
        Assert.Equal(2, sparse.Count(chosen => chosen));
        Assert.False(sparse[4]);
        Assert.Equal(5, RowChoice.SparseClusters(sizes, 1, 7).Count(chosen => chosen));
        Assert.Single(RowChoice.SparseClusters(sizes, 0.01, 7), chosen => chosen);
        var others = Enumerable
            .Range(0, 20)
            .Select(seed => string.Join(' ', RowChoice.SparseClusters(sizes, 0.5, (ulong)seed)));
        Assert.True(others.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(SelectionRule.Soft)]
    [InlineData(SelectionRule.Hard)]
    public void A_pool_prefers_what_it_has_little_of(SelectionRule rule)
    {
        var pool = TwoKinds(300, 6);
        var candidates = TwoKinds(30, 30);
        var result = PrismaticFilter.Select(candidates, Options(30, rule) with { Pool = pool });
        Assert.Equal([300, 6], result.ClusterSizes.OrderDescending());
        Assert.True(result.Kept.Count(row => row.Row >= 30) >= 26);
        Assert.All(result.Kept, row => Assert.Equal(row.Row < 30 ? 300 : 6, row.ClusterSize));
    }

    [Fact]
    public void Rows_the_pool_has_are_dropped_with_what_they_repeat()
    {
        var rows = GoldenInputs.RandomUnitRows(4, 8, 1);
        var options = new SelectionOptions
        {
            Keep = KeepBudget.Rows(4),
            Pool = rows.Gather([2, 1]),
            DuplicateOfPool = [-1, 1, 0, -1],
        };
        var result = PrismaticFilter.Select(rows, options);
        Assert.Equal([0, 3], result.Kept.Select(row => row.Row));
        Assert.Equal([(1, 1), (2, 0)], result.Dropped.Select(row => (row.Row, row.DuplicateOf)));
        Assert.All(result.Dropped, row => Assert.Equal(DropReason.ExactDuplicateOfPool, row.Reason));
        var none = PrismaticFilter.Select(rows, options with { DuplicateOfPool = [0, 0, 0, 0] });
        Assert.Empty(none.Kept);
        Assert.All(none.Dropped, row => Assert.Equal(-1, row.NearestKept));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Any_number_of_threads_chooses_the_same_rows(int threads)
    {
        var rows = GoldenInputs.RandomUnitRows(1500, 32, 1);
        var options = new SelectionOptions { Keep = KeepBudget.ShareOf(0.3), Seed = 4 };
        var one = PrismaticFilter.Select(rows, options, new SessionSettings { Threads = 1 });
        var many = PrismaticFilter.Select(rows, options, new SessionSettings { Threads = threads });
        Assert.Equal(450, one.Kept.Count);
        Assert.Equal(one.Kept, many.Kept);
        Assert.Equal(one.Dropped, many.Dropped);
    }

    [Fact]
    public void Budgets_are_counts_or_shares_of_all_rows()
    {
        Assert.Equal(7, KeepBudget.Rows(7).For(10));
        Assert.Equal(10, KeepBudget.Rows(70).For(10));
        Assert.Equal(3, KeepBudget.ShareOf(0.3).For(10));
        Assert.Equal(1, KeepBudget.ShareOf(0.001).For(10));
        Assert.Equal(10, KeepBudget.ShareOf(1).For(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => KeepBudget.Rows(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => KeepBudget.ShareOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => KeepBudget.ShareOf(double.NaN));
    }

    [Fact]
    public void Near_copies_go_before_clustering_with_what_they_repeat()
    {
        var rows = GoldenInputs.RandomUnitRows(6, 8, 1);
        var options = new SelectionOptions
        {
            Keep = KeepBudget.Rows(3),
            NearCopyOf =
            [
                Stands(0),
                new(0, false, 0.9f),
                Stands(2),
                new(2, false, 0.8f),
                Stands(4),
                new(0, false, 0.95f),
            ],
        };
        var result = PrismaticFilter.Select(rows, options);
        Assert.Equal([0, 2, 4], result.Kept.Select(row => row.Row));
        Assert.Equal(0, result.TakenBack);
        Assert.Equal(3, result.ClusterSizes.Sum());
        Assert.Equal(
            [(1, 0, 0.9f), (3, 2, 0.8f), (5, 0, 0.95f)],
            result.Dropped.Select(row => (row.Row, row.DuplicateOf, row.CopySimilarity))
        );
        Assert.All(result.Dropped, row => Assert.Equal(DropReason.NearCopy, row.Reason));
        Assert.All(
            result.Dropped,
            row => Assert.Equal(result.Kept.Single(kept => kept.Row == row.DuplicateOf).Cluster, row.Cluster)
        );
    }

    [Fact]
    public void A_budget_that_needs_near_copies_takes_the_most_different_back() =>
        (from n in Gen.Int[2, 60] from keep in Gen.Int[1, 60] from seed in Gen.ULong select (n, keep, seed)).Sample(
            input =>
            {
                var (n, keep, seed) = input;
                var random = new Pcg32(seed);
                var near = new NearCopy[n];
                for (var row = 0; row < n; row++)
                {
                    near[row] =
                        row > 0 && random.Next(2) == 0
                            ? new NearCopy(0, false, 0.8f + (random.Next(100) * 0.001f))
                            : Stands(row);
                }
                var rows = GoldenInputs.RandomUnitRows(n, 10, seed);
                var options = new SelectionOptions
                {
                    Keep = KeepBudget.Rows(keep),
                    Seed = seed,
                    NearCopyOf = near,
                };
                var result = PrismaticFilter.Select(rows, options);
                var standing = near.Where((copy, row) => copy.Of == row).Count();
                Assert.Equal(Math.Min(keep, n), result.Kept.Count);
                Assert.Equal(Math.Max(0, Math.Min(keep, n) - standing), result.TakenBack);
                var kept = result
                    .Kept.Where(row => near[row.Row].Of != row.Row)
                    .Select(row => near[row.Row].Similarity);
                var dropped = result.Dropped.Where(row => near[row.Row].Of != row.Row).ToArray();
                Assert.Equal(result.TakenBack, kept.Count());
                Assert.All(
                    dropped,
                    row => Assert.All(kept, similarity => Assert.True(similarity <= row.CopySimilarity))
                );
                Assert.All(dropped, row => Assert.Equal(DropReason.NearCopy, row.Reason));
            },
            iter: 60
        );

    [Fact]
    public void Near_copies_of_the_pool_name_its_rows()
    {
        var rows = GoldenInputs.RandomUnitRows(3, 8, 1);
        var options = new SelectionOptions
        {
            Keep = KeepBudget.Rows(2),
            Pool = rows.Gather([1, 0]),
            NearCopyOf = [new(1, true, 0.97f), Stands(1), Stands(2)],
        };
        var dropped = Assert.Single(PrismaticFilter.Select(rows, options).Dropped);
        Assert.Equal(
            (0, DropReason.NearCopyOfPool, 1, -1),
            (dropped.Row, dropped.Reason, dropped.DuplicateOf, dropped.Cluster)
        );
    }

    [Fact]
    public void Near_copies_of_rows_that_do_not_stand_are_refused()
    {
        var rows = GoldenInputs.RandomUnitRows(3, 8, 1);
        var options = new SelectionOptions { Keep = KeepBudget.Rows(1) };
        NearCopy[][] wrong =
        [
            [Stands(0), Stands(1)],
            [Stands(0), new(2, false, 0.9f), Stands(2)],
            [Stands(0), new(0, false, 0.9f), new(1, false, 0.9f)],
            [Stands(0), new(-1, false, 0.9f), Stands(2)],
        ];
        Assert.All(
            wrong,
            near =>
                Assert.Throws<ArgumentException>(() => PrismaticFilter.Select(rows, options with { NearCopyOf = near }))
        );
    }

    [Fact]
    public void The_name_of_the_default_rule_is_the_rule() =>
        Assert.Equal(SelectionDefaults.Rule, Enum.Parse<SelectionRule>(SelectionDefaults.RuleName, ignoreCase: true));

    private static NearCopy Stands(int row) => new(row, false, 1);

    [Fact]
    public void Wrong_duplicate_lists_are_refused()
    {
        var rows = GoldenInputs.RandomUnitRows(3, 8, 1);
        var options = new SelectionOptions { Keep = KeepBudget.Rows(1), DuplicateOf = [-1, 2, -1] };
        Assert.Throws<ArgumentException>(() => PrismaticFilter.Select(rows, options));
        Assert.Throws<ArgumentException>(() => PrismaticFilter.Select(rows, options with { DuplicateOf = [-1, 0, 1] }));
        Assert.Throws<ArgumentException>(() => PrismaticFilter.Select(rows, options with { DuplicateOf = [-1] }));
        Assert.Throws<PrismaticException>(() =>
            PrismaticFilter.Select(new Matrix(0, 8), new SelectionOptions { Keep = KeepBudget.Rows(1) })
        );
    }

    private static SelectionOptions Options(int keep, SelectionRule rule) =>
        new()
        {
            Keep = KeepBudget.Rows(keep),
            Rule = rule,
            Clusters = new KMeansOptions { ClusterCount = 2 },
        };

    /// <summary>Rows near one axis, then rows near another.</summary>
    private static Matrix TwoKinds(int first, int second)
    {
        var rows = GoldenInputs.RandomUnitRows(first + second, 8, 5);
        for (var i = 0; i < rows.RowCount; i++)
        {
            rows[i][i < first ? 0 : 1] += 10;
            Matrix.NormaliseRow(rows[i]);
        }
        return rows;
    }

    /// <summary>n distinct rows, then repeats of the first few of them.</summary>
    private static (Matrix Rows, int[] DuplicateOf) WithDuplicates(int n, int repeats, ulong seed)
    {
        int[] sources = [.. Enumerable.Range(0, n), .. Enumerable.Range(0, n * repeats / 3).Select(i => i % n)];
        var rows = GoldenInputs.RandomUnitRows(n, 10, seed).Gather(sources);
        return (rows, [.. sources.Select((source, i) => i < n ? -1 : source)]);
    }

    private static void AssertNearest(Matrix rows, SelectionResult result, DroppedRow row)
    {
        double Cosine(int other)
        {
            var sum = 0.0;
            for (var j = 0; j < rows.ColumnCount; j++)
            {
                sum += (double)rows[row.Row][j] * rows[other][j];
            }
            return sum;
        }
        Assert.Contains(result.Kept, kept => kept.Row == row.NearestKept);
        Assert.Equal(result.Kept.Max(kept => Cosine(kept.Row)), Cosine(row.NearestKept), 1e-5);
        Assert.Equal(Cosine(row.NearestKept), row.NearestSimilarity, 1e-5);
    }
}
