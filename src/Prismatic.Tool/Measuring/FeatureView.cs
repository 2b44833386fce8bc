using Prismatic.Features;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>A feature space with what its making told about the rows.</summary>
internal sealed record FeatureView(FeatureSpace Space, FamiliaritySummary? Familiarity = null);
