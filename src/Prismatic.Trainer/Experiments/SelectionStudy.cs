namespace Prismatic.Trainer.Experiments;

/// <summary>Study 2: which selection of rows makes the better student for the same tokens?</summary>
internal static class SelectionStudy
{
    /// <summary>Draws pools, selects, trains; methods that need no proxy come first.</summary>
    public static SelectionStudyResult Run(
        RowBank bank,
        FeatureBank features,
        StudentRuns students,
        StudyContext context
    )
    {
        var options = context.Options;
        var pools = Pools(bank, features, context);
        var (selected, losses) = (new List<Selected>(), new List<double[]>());
        foreach (var needsProxy in (bool[])[false, true])
        {
            var part = Select(pools, bank, features, context, needsProxy);
            var name = needsProxy ? "selection by the proxy" : "selection without the proxy";
            context.Log($"{name}: {part.Count} students");
            losses.AddRange(
                students.Run([.. part.Select(entry => entry.Job)], context.StudentProgress(name), context.Cancellation)
            );
            selected.AddRange(part);
        }
        var byCell = selected.Zip(losses).ToLookup(pair => pair.First.Cell, pair => pair.Second);
        return new SelectionStudyResult(
            context.MixNames,
            [.. Cells(options).Select(cell => new CellResult(cell, [.. byCell[cell]]))],
            [.. selected.Select(entry => entry.Pool).Distinct()]
        );
    }

    private static IReadOnlyList<Cell> Cells(ExperimentOptions options) =>
        [
            .. from kind in Enum.GetValues<PoolKind>()
            from budget in options.Budgets
            from method in SelectionMethod.Declared
            select new Cell(kind, budget, method),
        ];

    /// <summary>All pools of all seeds, with their copies found.</summary>
    public static IReadOnlyList<DrawnPool> Pools(RowBank bank, FeatureBank features, StudyContext context) =>
        [
            .. (
                from kind in Enum.GetValues<PoolKind>()
                from seed in Enumerable.Range(1, context.Options.SelectionSeeds)
                select (Kind: kind, Seed: (ulong)seed)
            )
                .AsParallel()
                .AsOrdered()
                .WithDegreeOfParallelism(context.Threads)
                .WithCancellation(context.Cancellation)
                .Select(draw => Drawn(bank, features, draw.Kind, draw.Seed, context.Options.PoolTokens)),
        ];

    /// <summary>Students in the order pool, seed, method, budget.</summary>
    public static IReadOnlyList<Selected> Select(
        IReadOnlyList<DrawnPool> pools,
        RowBank bank,
        FeatureBank features,
        StudyContext context,
        bool needsProxy
    )
    {
        SelectionMethod[] methods = [.. SelectionMethod.Declared.Where(method => method.NeedsProxy == needsProxy)];
        // Views are made before the pools are worked on side by side.
        foreach (var view in methods.Select(method => method.View).OfType<string>().Distinct())
        {
            _ = features.Rows(view);
        }
        return
        [
            .. pools
                .AsParallel()
                .AsOrdered()
                .WithDegreeOfParallelism(context.Threads)
                .WithCancellation(context.Cancellation)
                .SelectMany(pool => Select(pool, methods, bank, context.Options.Budgets)),
        ];
    }

    private static DrawnPool Drawn(RowBank bank, FeatureBank features, PoolKind kind, ulong seed, int tokens)
    {
        var pool = SelectionPools.Draw(bank, kind, tokens, seed);
        var chooser = new PoolChooser(bank, features, pool, seed);
        var facts = new PoolFacts(
            kind,
            seed,
            pool.Length,
            pool.Sum(row => bank.Tokens[row]),
            chooser.Standing(Removal.Exact).Count,
            chooser.Standing(Removal.Near).Count
        );
        return new DrawnPool(facts, chooser);
    }

    private static List<Selected> Select(
        DrawnPool pool,
        IReadOnlyList<SelectionMethod> methods,
        RowBank bank,
        IReadOnlyList<int> budgets
    )
    {
        var (facts, chooser) = pool;
        var result = new List<Selected>();
        foreach (var method in methods)
        {
            foreach (var budget in budgets)
            {
                var rows = bank.Cut(chooser.Choose(method, budget), budget);
                var label = $"selection/{facts.Kind}/{budget}/{method.Name}";
                var cell = new Cell(facts.Kind, budget, method);
                result.Add(new Selected(cell, facts, new StudentJob(label, rows, facts.Seed)));
            }
        }
        chooser.Forget();
        return result;
    }
}

/// <summary>A pool and what chooses from it.</summary>
internal sealed record DrawnPool(PoolFacts Facts, PoolChooser Chooser);

/// <summary>One place of the table.</summary>
internal sealed record Cell(PoolKind Pool, int Budget, SelectionMethod Method);

/// <summary>What a drawn pool is like.</summary>
/// <param name="Kind">Pool.</param>
/// <param name="Seed">Of its draw.</param>
/// <param name="Rows">Rows, copies included.</param>
/// <param name="Tokens">Student tokens.</param>
/// <param name="Distinct">Rows without exact copies.</param>
/// <param name="Standing">Rows without near-copies.</param>
internal sealed record PoolFacts(PoolKind Kind, ulong Seed, int Rows, int Tokens, int Distinct, int Standing);

/// <summary>One student of the study.</summary>
internal sealed record Selected(Cell Cell, PoolFacts Pool, StudentJob Job);

/// <summary>A cell with its students, seed by seed: bits per byte on each test source.</summary>
internal sealed record CellResult(Cell Cell, IReadOnlyList<double[]> Losses)
{
    /// <summary>Mean over test sources, seed by seed.</summary>
    public IReadOnlyList<double> BySeed { get; } = [.. Losses.Select(student => student.Average())];
}

/// <summary>All of study 2.</summary>
internal sealed record SelectionStudyResult(
    IReadOnlyList<string> MixNames,
    IReadOnlyList<CellResult> Cells,
    IReadOnlyList<PoolFacts> Pools
)
{
    /// <summary>The cell of a pool, budget and method.</summary>
    public CellResult At(PoolKind pool, int budget, SelectionMethod method) =>
        Cells.First(cell => cell.Cell == new Cell(pool, budget, method));

    /// <summary>Loss less that of another method on the same pool, budget and seed; negative is better.</summary>
    public IReadOnlyList<double> Differences(CellResult cell, SelectionMethod other) =>
        [.. cell.BySeed.Zip(At(cell.Cell.Pool, cell.Cell.Budget, other).BySeed, (own, its) => own - its)];
}
