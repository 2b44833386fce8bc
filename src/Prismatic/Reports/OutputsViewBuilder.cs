using Prismatic.Features;
using Prismatic.Homogeneity;

namespace Prismatic.Reports;

/// <summary>Maps the similarities of one feature space to the report.</summary>
internal static class OutputsViewBuilder
{
    public static OutputsView Summarise(FeatureSpace space, HomogeneityResult result, IReadOnlyList<string> models)
    {
        var between = result.Between;
        return new OutputsView
        {
            Name = space.Name,
            Description = ReportBuilder.Describe(space.Name),
            Fingerprint = space.Fingerprint,
            Parameters = space.Parameters,
            Floor = Share(between.Floor),
            Inter = Share(between.Inter),
            CorrectedInter = Share(between.CorrectedInter),
            SwitchingGain = OutputsBuilder.Share(between.Switching.Gain),
            Threshold = Rounded.Share(result.Threshold),
            CorrectedThreshold = Rounded.Share(result.CorrectedThreshold),
            ClusterThreshold = Rounded.Share(between.ClusterThreshold),
            Models =
            [
                .. result.Models.Select(model => new ModelSimilarity
                {
                    Model = models[model.Model],
                    Cluster = between.Clusters[model.Model],
                    Similarity = OutputsBuilder.Share(model.Similarity),
                    Floor = Share(model.Floor),
                    Corrected = Share(model.CorrectedSimilarity),
                    ShareAlike = Share(model.ShareAlike),
                    CorrectedShareAlike = Share(model.CorrectedShareAlike),
                    EffectiveAnswers = OutputsBuilder.Score(model.EffectiveAnswers),
                    WithoutVector = model.WithoutVector,
                }),
            ],
            Similarities = Square(models.Count, (a, b) => between.Pair(a, b).Similarity?.Mean),
            Corrected = Square(models.Count, (a, b) => between.Pair(a, b).Corrected),
        };
    }

    private static double?[][] Square(int size, Func<int, int, double?> value) =>
        [.. Enumerable.Range(0, size).Select(a => Enumerable.Range(0, size).Select(b => Share(value(a, b))).ToArray())];

    private static double? Share(double? value) => value is { } known ? Rounded.Share(known) : null;
}
