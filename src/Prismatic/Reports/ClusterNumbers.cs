using Prismatic.Clustering;
using Prismatic.Diversity;

namespace Prismatic.Reports;

/// <summary>Numbers of a clustering, and their spread over several.</summary>
internal static class ClusterNumbers
{
    /// <summary>Exponential of the entropy of cluster sizes.</summary>
    public static double EffectiveCount(KMeansResult clusters)
    {
        double rows = clusters.Labels.Length;
        return Math.Exp(-clusters.Sizes.Where(size => size > 0).Sum(size => size / rows * Math.Log(size / rows)));
    }

    /// <summary>Over the draws of a view; null where there are none.</summary>
    public static ClusterSpread? Spread(ViewMeasurement view)
    {
        if (view.ClusterDraws.Count == 0)
        {
            return null;
        }
        var effective = MeanAndSpread.Of(view.ClusterDraws.Select(EffectiveCount));
        var crowded = MeanAndSpread.Of(view.ClusterDraws.Select(draw => CrowdedShare(view, draw)));
        return new ClusterSpread
        {
            Rows = view.ClusterDraws[0].Labels.Length,
            Draws = view.ClusterDraws.Count,
            EffectiveCount = Rounded.Score(effective.Mean),
            EffectiveCountDeviation = Rounded.Score(effective.Spread),
            CrowdedShare = Rounded.Share(crowded.Mean),
            CrowdedShareDeviation = Rounded.Share(crowded.Spread),
        };
    }

    /// <summary>At the rows that a baseline has too; null where none asked for them.</summary>
    public static CommonRows? AtCommonRows(ViewMeasurement view)
    {
        if (view.AtCommonRows is not { } common)
        {
            return null;
        }
        var crowded = MeanAndSpread.Of(common.Draws.Select(draw => CrowdedShare(view, draw)));
        return new CommonRows
        {
            Score = ReportBuilder.Summarise(common.Rarefied),
            ClusterRows = common.Draws[0].Labels.Length,
            CrowdedShare = Rounded.Share(crowded.Mean),
            CrowdedShareDeviation = Rounded.Share(crowded.Spread),
        };
    }

    private static double CrowdedShare(ViewMeasurement view, KMeansResult draw) =>
        ClusterMembers.Of(draw).Where(view.IsCrowded).Sum(cluster => (double)cluster.Rows.Count) / draw.Labels.Length;
}
