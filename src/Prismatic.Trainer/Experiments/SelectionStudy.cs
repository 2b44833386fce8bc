namespace Prismatic.Trainer.Experiments;

/// <summary>Study 2: which selection of rows makes the better student for the same tokens?</summary>
internal static class SelectionStudy
{
    /// <summary>Draws pools, selects, trains.</summary>
    public static SelectionStudyResult Run(RowBank bank, FeatureBank features, StudentRuns students, StudyContext context)
    {
        var options = context.Options;
        var cells = Cells(options);
        var selected = Select(bank, features, context);
        context.Log($"selection: {cells.Count} cells of {options.SelectionSeeds} seeds, {selected.Count} students");
        var losses = students.Run(
            [.. selected.Select(entry => entry.Job)],
            context.StudentProgress("selection"),
            context.Cancellation
        );
        var byCell = selected.Zip(losses).ToLookup(pair => pair.First.Cell, pair => pair.Second);
        return new SelectionStudyResult(
            context.MixNames,
            [.. cells.Select(cell => new CellResult(cell, [.. byCell[cell]]))],
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

    /// <summary>All students in the order pool, seed, method, budget.</summary>
    public static IReadOnlyList<Selected> Select(RowBank bank, FeatureBank features, StudyContext context)
    {
        var options = context.Options;
        var draws = (
            from kind in Enum.GetValues<PoolKind>()
            from seed in Enumerable.Range(1, options.SelectionSeeds)
            select (Kind: kind, Seed: (ulong)seed)
        ).ToArray();
        var pools = draws.AsParallel().AsOrdered().WithDegreeOfParallelism(context.Threads);
        var choosers = pools
            .Select(draw =>
            {
                var pool = SelectionPools.Draw(bank, draw.Kind, options.PoolTokens, draw.Seed);
                return (draw.Kind, draw.Seed, Pool: pool, Chooser: new PoolChooser(bank, features, pool, draw.Seed));
            })
            .ToArray();
        // Views are made before the pools are worked on side by side.
        foreach (var view in Views.Selected)
        {
            _ = features.Rows(view);
        }
        var parts = choosers
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(context.Threads)
            .WithCancellation(context.Cancellation)
            .Select(entry => Select(bank, options, entry.Kind, entry.Seed, entry.Pool, entry.Chooser))
            .ToArray();
        return [.. parts.SelectMany(part => part)];
    }

    private static List<Selected> Select(
        RowBank bank,
        ExperimentOptions options,
        PoolKind kind,
        ulong seed,
        int[] pool,
        PoolChooser chooser
    )
    {
        var facts = new PoolFacts(
            kind,
            seed,
            pool.Length,
            pool.Sum(row => bank.Tokens[row]),
            chooser.Standing(Removal.Exact).Count,
            chooser.Standing(Removal.Near).Count
        );
        var result = new List<Selected>();
        foreach (var method in SelectionMethod.Declared)
        {
            foreach (var budget in options.Budgets)
            {
                var rows = bank.Cut(chooser.Choose(method, budget), budget);
                var label = $"selection/{kind}/{budget}/{method.Name}";
                result.Add(new Selected(new Cell(kind, budget, method), facts, new StudentJob(label, rows, seed)));
            }
        }
        chooser.ReleaseRows();
        return result;
    }
}

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
