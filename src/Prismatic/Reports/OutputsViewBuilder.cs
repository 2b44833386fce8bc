using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Reports;

/// <summary>Maps the similarities of one feature space to the report.</summary>
internal static class OutputsViewBuilder
{
    private const int AlikeShown = 5;

    public static OutputsView Summarise(FeatureSpace space, HomogeneityResult result, ResponseSet set, int letters)
    {
        var models = set.Models;
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
            MostAlike =
            [
                .. (models.Count > 1 ? between.MostAlike : result.Models[0].MostAlike).Take(AlikeShown).Select(Alike),
            ],
            Similarities = Square(models.Count, (a, b) => between.Pair(a, b).Similarity?.Mean),
            Corrected = Square(models.Count, (a, b) => between.Pair(a, b).Corrected),
        };

        AlikeAnswers Alike(AlikePrompt alike) =>
            new()
            {
                Prompt = Excerpt.Of(set.Prompts[alike.Prompt], letters),
                Similarity = Rounded.Share(alike.Similarity),
                FirstModel = models[set.Responses[alike.First].Model],
                First = Excerpt.Of(set.Responses[alike.First].Text, letters),
                SecondModel = models[set.Responses[alike.Second].Model],
                Second = Excerpt.Of(set.Responses[alike.Second].Text, letters),
                Cosine = Rounded.Share(alike.Cosine),
            };
    }

    private static double?[][] Square(int size, Func<int, int, double?> value) =>
        [.. Enumerable.Range(0, size).Select(a => Enumerable.Range(0, size).Select(b => Share(value(a, b))).ToArray())];

    private static double? Share(double? value) => value is { } known ? Rounded.Share(known) : null;
}
