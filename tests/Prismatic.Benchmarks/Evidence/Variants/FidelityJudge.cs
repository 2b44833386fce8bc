using Prismatic.Data;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>
/// Spearman between the scores of mixes of sources by projected rows and by exact gradients, the same done to both. Exact
/// centring uses the first rows of the reference, the projected side the shipped mean of all.
/// </summary>
internal sealed class FidelityJudge
{
    private const int Subsets = 24;
    private static readonly string[] SourcesUsed =
    [
        "gsm8k",
        "arena-hard",
        "lm_persona",
        "gpteacher code",
        "banking77",
        "college math",
    ];

    private readonly FeatureBank _bank;
    private readonly IReadOnlyList<TextRow> _reference;
    private readonly int[] _rows;
    private readonly List<int[]> _mixes;
    private readonly Dictionary<(Gradients.LossMask, int?), ExactKernels> _kernels = [];

    public FidelityJudge(FeatureBank bank, IReadOnlyList<TextRow> corpus)
    {
        (_bank, var set) = (bank, bank.Pool.Sources);
        SubsetSize = bank.Pool.Sizes.PerSource * 2 / 3;
        _reference = [.. corpus.Take(2 * SubsetSize)];
        var names = bank.Pool.SourceNames.ToList();
        int[][] sources =
        [
            .. SourcesUsed.Select(name =>
                set.Rows.Where((_, i) => set.Labels[i] == names.IndexOf(name)).Take(SubsetSize).ToArray()
            ),
        ];
        _rows = [.. sources.SelectMany(rows => rows)];
        _mixes = Mixes(sources.Length);
    }

    public int SubsetSize { get; }

    public int RowCount => _rows.Length;

    public double? Of(Variant variant)
    {
        if (variant.Exact is not { } exact || (NeedsReference(exact) && _reference.Count == 0))
        {
            return null;
        }
        var options = FeatureBank.Options(exact.Kind);
        if (!_kernels.TryGetValue((options.Mask, options.Window), out var kernels))
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            IReadOnlyList<TextRow> rows = [.. _rows.Select(row => _bank.Pool.Rows[row])];
            _kernels[(options.Mask, options.Window)] = kernels = ExactKernels.Of(rows, _reference, options);
            var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.Error.WriteLine($"  exact gradients, {options.Mask}: {seconds:F0} s");
        }
        var (projected, whole) = (new List<double>(), new List<double>());
        foreach (var mix in _mixes)
        {
            int[] rows = [.. mix.Select(i => _rows[i])];
            projected.Add(variant.Score(rows));
            whole.Add(kernels.Score(mix, options.UnitLayers, exact.Steps, _bank.LogTargets(exact.Kind, rows)));
        }
        return Views.Spearman(projected, whole);
    }

    private static bool NeedsReference(ExactCounterpart exact) => exact.Steps.Contains(KernelStep.CentreOnReference);

    // One source alone to all of them, in uneven shares.
    private List<int[]> Mixes(int sourceCount)
    {
        var random = new Pcg32(12);
        var result = new List<int[]>();
        for (var s = 0; s < Subsets; s++)
        {
            int[] sources = [.. Enumerable.Range(0, sourceCount)];
            random.Shuffle<int>(sources);
            int[] pool =
            [
                .. sources.Take(1 + (s % sourceCount)).SelectMany(k => Enumerable.Range(k * SubsetSize, SubsetSize)),
            ];
            random.Shuffle<int>(pool);
            result.Add(pool[..SubsetSize]);
        }
        return result;
    }
}
