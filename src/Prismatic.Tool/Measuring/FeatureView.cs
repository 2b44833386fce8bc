using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Reports;
using Prismatic.Selection;

namespace Prismatic.Tool.Measuring;

/// <summary>A feature space with what its making told about the rows.</summary>
internal sealed record FeatureView(FeatureSpace Space, FamiliaritySummary? Familiarity = null)
{
    /// <summary>Loss of each row in nats a token; empty for views without a model.</summary>
    public IReadOnlyList<float> Losses { get; init; } = [];

    /// <summary>The rows before they were centred; null where they were not. Their score stays visible.</summary>
    public FeatureSpace? Raw { get; init; }

    /// <summary>Centred on a reference where there is one and defaults ask for it; else as it is.</summary>
    public FeatureView Centred(ReferenceMean? reference) =>
        reference is null || !SelectionDefaults.CentreOnReference ? this : CentredOn(reference);

    /// <summary>
    /// As an audit shows it: hidden states less the mean of the rows at hand, since what all states share hides what tells them
    /// apart (docs/benchmarks/variants.md); any other view as it is.
    /// </summary>
    public FeatureView AsShown() => Space.Name == FeatureChoice.Hidden ? CentredOnItself() : this;

    /// <summary>Centred on the mean of its own rows, with the raw rows beside.</summary>
    internal FeatureView CentredOnItself() =>
        With(FeatureTransforms.Mean((Raw ?? Space).Rows), "set", "the mean of the rows measured");

    /// <summary>Centred on a reference, with the raw rows beside.</summary>
    internal FeatureView CentredOn(ReferenceMean reference) =>
        With(
            reference.Values,
            $"{reference.RowCount}",
            $"the mean of {reference.RowCount} reference rows that comes with the model"
        );

    private FeatureView With(float[] mean, string key, string description)
    {
        var raw = Raw ?? Space;
        return this with
        {
            Raw = raw,
            Space = raw with
            {
                Rows = FeatureTransforms.Centred(raw.Rows, mean),
                Fingerprint = $"{raw.Fingerprint}/centred-{key}",
                Parameters = new Dictionary<string, string>(raw.Parameters, StringComparer.Ordinal)
                {
                    ["centred on"] = description,
                },
            },
        };
    }
}
