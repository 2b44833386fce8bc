using Prismatic.Features;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>A feature space with what its making told about the rows.</summary>
internal sealed record FeatureView(FeatureSpace Space, FamiliaritySummary? Familiarity = null)
{
    /// <summary>Loss of each row in nats a token; empty for views without a model.</summary>
    public IReadOnlyList<float> Losses { get; init; } = [];
}
