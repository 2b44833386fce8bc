using Prismatic.Diversity;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Trainer.Experiments;

/// <summary>One measure of a training set that might predict the loss of a student trained on it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="View">The view whose Vendi score it is; null for measures without a view.</param>
/// <param name="EqualRows">Scored on equally many rows of each set, not on all rows of the token budget.</param>
/// <param name="LengthWeighted">Rows weigh as many tokens as they have.</param>
/// <param name="IsControl">Not a measure of sameness, but something it might be mistaken for.</param>
internal sealed record Predictor(string Name, string? View, bool EqualRows, bool LengthWeighted, bool IsControl);

/// <summary>The list of predictors, and their values.</summary>
internal static class Predictors
{
    public const string Distinct2 = "distinct-2";
    public const string Compression = "compression ratio (Deflate)";
    public const string Sources = "true number of sources";
    public const string Freshness = "true share that is no near-copy";
    public const string ProxyLoss = "mean proxy loss";
    public const string RowLength = "mean row length";

    /// <summary>All that are reported, declared before any result was looked at.</summary>
    public static IReadOnlyList<Predictor> Declared { get; } =
    [
        .. from view in Views.Scored
        from equalRows in (bool[])[false, true]
        from weighted in (bool[])[false, true]
        select new Predictor($"Vendi, {view}", view, equalRows, weighted, false),
        new(Distinct2, null, false, false, false),
        new(Compression, null, false, false, false),
        new(Sources, null, false, false, true),
        new(Freshness, null, false, false, true),
        new(ProxyLoss, null, false, false, true),
        new(RowLength, null, false, false, true),
    ];

    /// <summary>Values of all declared predictors: predictor × set.</summary>
    /// <param name="sets">Training sets.</param>
    /// <param name="bank">Rows.</param>
    /// <param name="features">Views of the bank.</param>
    /// <param name="threads">Sets scored side by side; never changes a value.</param>
    /// <param name="log">Told of every view.</param>
    public static double[][] Values(
        IReadOnlyList<TrainingSet> sets,
        RowBank bank,
        FeatureBank features,
        int threads,
        Action<string> log
    )
    {
        var equal = sets.Min(set => set.Rows.Count);
        var values = new double[Declared.Count][];
        foreach (var group in Declared.Index().GroupBy(entry => entry.Item.View))
        {
            var rows = group.Key is null ? null : features.Rows(Base(group.Key));
            log($"scores: {group.Key ?? "others"}");
            foreach (var (index, predictor) in group)
            {
                var own = values[index] = new double[sets.Count];
                Parallel.For(
                    0,
                    sets.Count,
                    new ParallelOptions { MaxDegreeOfParallelism = threads },
                    i =>
                        own[i] = rows is null
                            ? Simple(predictor.Name, sets[i], bank, features)
                            : Vendi(predictor, sets[i], bank, rows, equal)
                );
            }
        }
        return values;
    }

    // Centred on the set: the raw rows, less a mean that is known only once the set is.
    private static string Base(string view) => view == Views.CentredOnSet ? Views.AllTokens : view;

    private static double Vendi(Predictor predictor, TrainingSet set, RowBank bank, Matrix rows, int equal)
    {
        // Sets are in seeded order, so the first rows are a random sample.
        int[] chosen = [.. predictor.EqualRows ? set.Rows.Take(equal) : set.Rows];
        var own = rows.Gather(chosen);
        if (predictor.View == Views.CentredOnSet)
        {
            own = FeatureTransforms.Centred(own, FeatureTransforms.Mean(own));
        }
        var settings = new SessionSettings { Threads = 1 };
        return predictor.LengthWeighted
            ? VendiScore.Of(new RowView(own), [.. chosen.Select(row => (double)bank.Tokens[row])], settings).Order1
            : VendiScore.Of(own, settings).Order1;
    }

    private static double Simple(string name, TrainingSet set, RowBank bank, FeatureBank features) =>
        name switch
        {
            Distinct2 => TextMeasures.Distinct2(set.Rows.Select(row => bank.Rows[row].Text)),
            Compression => TextMeasures.CompressionRatio(set.Rows.Select(row => bank.Rows[row].Text)),
            Sources => set.Sources.Count,
            Freshness => 1 - set.CopyShare,
            ProxyLoss => set.Rows.Average(row => features.ProxyLosses[row]),
            RowLength => set.Rows.Average(row => bank.Tokens[row]),
            _ => throw new ArgumentException(name, nameof(name)),
        };
}
