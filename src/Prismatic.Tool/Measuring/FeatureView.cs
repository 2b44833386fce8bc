using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Numerics;
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

    /// <summary>The rows that clusters are made of, n × d; null where they are those of <see cref="Space"/>.</summary>
    public Matrix? Grouped { get; init; }

    /// <summary>
    /// As an audit shows it. Hidden states stand less the mean of the rows at hand, since what all states share hides what tells
    /// them apart (docs/benchmarks/variants.md). An encoder's vectors stand as they are, and only their clusters are made of rows less
    /// the mean, so that one limit says of any encoder what is crowded (docs/benchmarks/meaning.md).
    /// </summary>
    public FeatureView AsShown() =>
        Space.Name switch
        {
            FeatureChoice.Hidden => CentredOnItself(),
            FeatureChoice.Encoder => this with { Grouped = CentredOnItself().Space.Rows },
            _ => this,
        };

    /// <summary>Centred on the mean of its own rows, with the raw rows beside.</summary>
    internal FeatureView CentredOnItself() =>
        With(FeatureTransforms.CentredOnOwn, "set", "the mean of the rows measured");

    /// <summary>Centred on a reference, with the raw rows beside.</summary>
    internal FeatureView CentredOn(ReferenceMean reference) =>
        With(
            rows => FeatureTransforms.Centred(rows, reference.Values),
            $"{reference.RowCount}",
            $"the mean of {reference.RowCount} reference rows that comes with the model"
        );

    private FeatureView With(Func<Matrix, Matrix> centre, string key, string description)
    {
        var raw = Raw ?? Space;
        return this with
        {
            Raw = raw,
            Space = raw with
            {
                Rows = centre(raw.Rows),
                Fingerprint = $"{raw.Fingerprint}/centred-{key}",
                Parameters = new Dictionary<string, string>(raw.Parameters, StringComparer.Ordinal)
                {
                    ["centred on"] = description,
                },
            },
        };
    }
}
