using Prismatic.Data;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>How many rows the benchmark takes: all judges scale by these.</summary>
internal sealed record PoolSizes(int Draws, int Rows, int PerLabel, int MostLabels, int PerSource, int Extra)
{
    public static PoolSizes Full { get; } =
        new(Draws: 3, Rows: 200, PerLabel: 20, MostLabels: 80, PerSource: 60, Extra: 300);

    public static PoolSizes Reduced { get; } =
        new(Draws: 2, Rows: 80, PerLabel: 8, MostLabels: 12, PerSource: 20, Extra: 100);
}

/// <summary>Rows of one text set by their place in the pool, and their labels where it has any.</summary>
internal sealed record TextSet(string Name, int[] Rows, int[] Labels);

/// <summary>
/// All texts of the benchmark in one list, so that every kind of features is extracted once and judges name rows by number.
/// </summary>
internal sealed class TextPool
{
    private readonly List<TextRow> _rows = [];

    private TextPool(PoolSizes sizes) => Sizes = sizes;

    public PoolSizes Sizes { get; }

    public IReadOnlyList<TextRow> Rows => _rows;

    /// <summary>GSM8K rows of each draw, and what was made of them, in their order.</summary>
    public List<int[]> Originals { get; } = [];

    public List<int[]> NearCopies { get; } = [];

    public List<int[]> Templated { get; } = [];

    public List<int[]> Backward { get; } = [];

    /// <summary>The questions alone of the first draw: original, templated, backward.</summary>
    public int[][] Questions { get; private set; } = [];

    /// <summary>For each row of a draw: the row of the quarter that stays, which a copy takes its place.</summary>
    public List<int[]> CopySources { get; } = [];

    public List<TextSet> Labelled { get; } = [];

    /// <summary>Data sets of different kinds, <see cref="PoolSizes.PerSource"/> rows each.</summary>
    public TextSet Sources { get; private set; } = new("sources", [], []);

    public IReadOnlyList<string> SourceNames { get; private set; } = [];

    /// <summary>Sets that are cut into quintiles of length.</summary>
    public List<TextSet> Lengths { get; } = [];

    public static TextPool Load(PoolSizes sizes)
    {
        var pool = new TextPool(sizes);
        pool.AddGsm();
        foreach (var set in LabelledSets.All())
        {
            pool.Labelled.Add(pool.AddGroups(set.Name, LabelledSets.Cut(set, sizes), set.Name.Length));
        }
        var sources = LabelledSets.Sources();
        pool.SourceNames = [.. sources.Keys];
        pool.Sources = pool.AddGroups(
            "sources",
            [.. sources.Values.Select((rows, i) => LabelledSets.Sample(rows, sizes.PerSource, 900 + i))],
            0
        );
        pool.Labelled.Add(pool.Sources);
        pool.Lengths.Add(new TextSet("gsm8k", [.. pool.Originals.SelectMany(rows => rows)], []));
        foreach (var name in (string[])["banking77", "lm_persona", "mmlu_stem"])
        {
            pool.Lengths.Add(pool.Labelled.First(set => set.Name == name));
        }
        var code = LabelledSets.Sample(RealRows.Load("instruct/gpteacher_codegen.json"), sizes.Extra, 77);
        pool.Lengths.Add(pool.AddGroups("gpteacher_codegen", [code], 0));
        return pool;
    }

    private void AddGsm()
    {
        var all = RealRows.Load("math/gsm8k_train.jsonl").Where(GsmRewrites.CanRewrite).ToArray();
        new Pcg32(51).Shuffle<TextRow>(all);
        for (var draw = 0; draw < Sizes.Draws; draw++)
        {
            var random = new Pcg32(52, (ulong)draw);
            var rows = all.AsSpan(draw * Sizes.Rows, Sizes.Rows).ToArray();
            var staying = Sizes.Rows / 4;
            int[] sources = [.. rows.Select(_ => random.Next(staying))];
            CopySources.Add(sources);
            Originals.Add(Add(rows));
            NearCopies.Add(Add([.. sources.Select(s => Evidence.NearCopies.Of(rows[s], random))]));
            Templated.Add(Add([.. rows.Select(GsmRewrites.Templated)]));
            Backward.Add(Add([.. rows.Select(GsmRewrites.Backward)]));
        }
        var first = all[..Sizes.Rows];
        Questions =
        [
            Add([.. first.Select(GsmRewrites.QuestionOnly)]),
            Add([.. first.Select(GsmRewrites.Templated).Select(GsmRewrites.QuestionOnly)]),
            Add([.. first.Select(GsmRewrites.Backward).Select(GsmRewrites.QuestionOnly)]),
        ];
    }

    private TextSet AddGroups(string name, IReadOnlyList<IReadOnlyList<TextRow>> groups, int seed)
    {
        var labels = groups.SelectMany((rows, label) => rows.Select(_ => label)).ToArray();
        var rows = groups.SelectMany(group => group).ToArray();
        // In random order: nothing downstream may know the labels from the order.
        var order = Enumerable.Range(0, rows.Length).ToArray();
        new Pcg32(53, (ulong)seed).Shuffle<int>(order);
        return new TextSet(name, Add([.. order.Select(i => rows[i])]), [.. order.Select(i => labels[i])]);
    }

    private int[] Add(IReadOnlyList<TextRow> rows)
    {
        var first = _rows.Count;
        _rows.AddRange(rows.Select((row, i) => row with { Index = first + i }));
        return [.. Enumerable.Range(first, rows.Count)];
    }
}
