using System.Numerics.Tensors;
using Prismatic.Diversity;
using Prismatic.Features;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>What is done to a kernel of exact gradients where the variant does the same to projected rows.</summary>
internal enum KernelStep
{
    CentreOnReference,
    CentreOnSet,
    Detrend,
}

/// <summary>The exact counterpart of a variant.</summary>
/// <param name="Kind">Which gradients: their mask and window count, and whether layers are of unit length.</param>
/// <param name="Steps">Then done to the kernel, in this order.</param>
internal sealed record ExactCounterpart(Extraction Kind, params KernelStep[] Steps);

/// <summary>One way to give rows unit vectors.</summary>
/// <param name="Name">In the tables.</param>
/// <param name="Rows">From rows of the pool to their vectors; what depends on the set depends on just these rows.</param>
/// <param name="Exact">What its projection is compared with; null where there is none.</param>
internal sealed record Variant(string Name, Func<int[], Matrix> Rows, ExactCounterpart? Exact = null)
{
    /// <summary>Vendi score of order 1. Of few rows, so their cosines are formed here: it spares a session a score.</summary>
    public double Score(int[] subset)
    {
        var rows = Rows(subset);
        var n = rows.RowCount;
        var kernel = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                kernel[(i * n) + j] = TensorPrimitives.Dot<float>(rows[i], rows[j]) / n;
            }
        }
        return VendiScore.OfEigenvalues(new SymmetricEigen(kernel, n).Values, n, rows.ColumnCount).Order1;
    }

    /// <summary>Every variant that was tried.</summary>
    public static IReadOnlyList<Variant> All(FeatureBank bank)
    {
        var list = new List<Variant>
        {
            new("gradients", s => bank.Rows(Extraction.Raw, s), new(Extraction.Raw)),
            new("gradients, rank 8", s => bank.Rows(Extraction.Rank8, s), new(Extraction.Raw)),
            OnSet(bank, "centred on the set", Extraction.Raw),
            new("whitened on the set", s => WhitenedOnSet(bank.Rows(Extraction.Raw, s))),
            new("layers of unit length", s => bank.Rows(Extraction.UnitLayers, s), new(Extraction.UnitLayers)),
            new("all tokens", s => bank.Rows(Extraction.AllTokens, s), new(Extraction.AllTokens)),
            new(
                $"first {FeatureBank.WindowTokens} tokens",
                s => bank.Rows(Extraction.Window, s),
                new(Extraction.Window)
            ),
            new(
                "length regressed out on the set",
                s => DetrendedOnSet(bank, Extraction.Raw, s),
                new(Extraction.Raw, KernelStep.Detrend)
            ),
            OnReference(bank, "centred on the reference", Extraction.Raw),
            OnReference(bank, "all tokens, centred on the reference", Extraction.AllTokens),
            OnSet(bank, "all tokens, centred on the set", Extraction.AllTokens),
            OnReference(bank, "unit layers, centred on the reference", Extraction.UnitLayers),
            new(
                "unit layers, all tokens",
                s => bank.Rows(Extraction.UnitLayersAllTokens, s),
                new(Extraction.UnitLayersAllTokens)
            ),
            OnReference(bank, "unit layers, all tokens, centred on the reference", Extraction.UnitLayersAllTokens),
            new(
                "unit layers, all tokens, length regressed out and centred on the set",
                s => CentredOnSet(DetrendedOnSet(bank, Extraction.UnitLayersAllTokens, s)),
                new(Extraction.UnitLayersAllTokens, KernelStep.Detrend, KernelStep.CentreOnSet)
            ),
            new(
                "unit layers, all tokens, whitened on the set",
                s => WhitenedOnSet(bank.Rows(Extraction.UnitLayersAllTokens, s))
            ),
        };
        if (bank.HasCorpus)
        {
            AddFitted(list, bank);
        }
        AddOthers(list, bank);
        return list;
    }

    private static void AddFitted(List<Variant> list, FeatureBank bank)
    {
        var whitening = new Lazy<Whitening>(() => Whitening.Fit(bank.OfCorpus(Extraction.Raw).Rows));
        list.Add(
            new(
                "whitened on the reference",
                s => FeatureTransforms.Whitened(bank.Rows(Extraction.Raw, s), whitening.Value)
            )
        );
        var trend = new Lazy<LinearTrend>(() =>
            LinearTrend.Fit(bank.OfCorpus(Extraction.Raw).Rows, bank.LogTargetsOfCorpus(Extraction.Raw))
        );
        list.Add(
            new(
                "length regressed out on the reference",
                s =>
                    FeatureTransforms.Detrended(
                        bank.Rows(Extraction.Raw, s),
                        bank.LogTargets(Extraction.Raw, s),
                        trend.Value
                    )
            )
        );
    }

    private static void AddOthers(List<Variant> list, FeatureBank bank)
    {
        Matrix Gradients(int[] s) => bank.Rows(Extraction.Raw, s);
        Matrix Best(int[] s) => bank.Rows(Extraction.UnitLayersAllTokens, s);
        Matrix Hidden(int[] s) => CentredOnSet(bank.Rows(Extraction.Hidden, s));
        list.Add(new("hidden states", s => bank.Rows(Extraction.Hidden, s)));
        list.Add(OnReference(bank, "hidden states, centred on the reference", Extraction.Hidden) with { Exact = null });
        list.Add(new("hidden states, centred on the set", Hidden));
        list.Add(new("n-grams (hashed TF-IDF)", bank.NGrams));
        foreach (var weight in (double[])[0.25, 0.5, 0.75])
        {
            list.Add(
                new(
                    $"gradients {weight:F2} + n-grams",
                    s => FeatureTransforms.Combined(Gradients(s), bank.NGrams(s), weight)
                )
            );
        }
        list.Add(
            new("unit layers, all tokens 0.50 + n-grams", s => FeatureTransforms.Combined(Best(s), bank.NGrams(s), 0.5))
        );
        list.Add(
            new(
                "gradients 0.50 + hidden, centred on the set",
                s => FeatureTransforms.Combined(Gradients(s), Hidden(s), 0.5)
            )
        );
        list.Add(
            new(
                "n-grams 0.50 + hidden, centred on the set",
                s => FeatureTransforms.Combined(bank.NGrams(s), Hidden(s), 0.5)
            )
        );
        list.Add(new("gradients, untrained network", s => bank.Rows(Extraction.Untrained, s)));
    }

    private static Variant OnReference(FeatureBank bank, string name, Extraction kind) =>
        new(
            name,
            s =>
                FeatureTransforms.Centred(
                    bank.Rows(kind, s),
                    bank.Of(kind).Shipped
                        ?? throw new PrismaticException(
                            "the shipped reference is not of this proxy; run 'Prismatic.Trainer reference' and build again"
                        )
                ),
            new(kind, KernelStep.CentreOnReference)
        );

    private static Variant OnSet(FeatureBank bank, string name, Extraction kind) =>
        new(name, s => CentredOnSet(bank.Rows(kind, s)), new(kind, KernelStep.CentreOnSet));

    private static Matrix CentredOnSet(Matrix rows) => FeatureTransforms.Centred(rows, FeatureTransforms.Mean(rows));

    private static Matrix WhitenedOnSet(Matrix rows) => FeatureTransforms.Whitened(rows, Whitening.Fit(rows));

    private static Matrix DetrendedOnSet(FeatureBank bank, Extraction kind, int[] subset)
    {
        var (rows, lengths) = (bank.Rows(kind, subset), bank.LogTargets(kind, subset));
        return FeatureTransforms.Detrended(rows, lengths, LinearTrend.Fit(rows, lengths));
    }
}
