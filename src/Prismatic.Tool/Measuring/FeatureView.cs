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

    /// <summary>Centred on a reference, with the raw rows beside.</summary>
    internal FeatureView CentredOn(ReferenceMean reference) =>
        this with
        {
            Raw = Space,
            Space = Space with
            {
                Rows = FeatureTransforms.Centred(Space.Rows, reference.Values),
                Fingerprint = $"{Space.Fingerprint}/centred-{reference.RowCount}",
                Parameters = new Dictionary<string, string>(Space.Parameters, StringComparer.Ordinal)
                {
                    ["centred on"] = $"the mean of {reference.RowCount} reference rows that comes with the model",
                },
            },
        };
}
