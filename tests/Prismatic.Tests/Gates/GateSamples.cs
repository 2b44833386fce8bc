using Prismatic.Reports;

namespace Prismatic.Tests.Gates;

/// <summary>Reports with one view, made by hand.</summary>
internal static class GateSamples
{
    /// <param name="score">Vendi score of the only view.</param>
    /// <param name="spread">Its standard deviation.</param>
    /// <param name="rows">Rows it was measured at.</param>
    /// <param name="common">Score and rows at common rows.</param>
    public static Report Report(
        double score,
        double spread = 0,
        int rows = 10,
        (double Score, int Rows)? common = null
    ) =>
        new()
        {
            ToolVersion = "0",
            Command = "audit",
            Verdict = new Verdict
            {
                Level = DiversityLevel.Diverse,
                Sentence = "",
                Reasons = [],
            },
            Dataset = new DatasetSummary
            {
                Files = ["train-1.parquet"],
                Fields = "",
                Rows = 10,
                RowsWithText = 10,
                NullTexts = 0,
                EmptyTexts = 0,
                ExactDuplicates = 0,
                ExactDuplicateShare = 0,
                MeasuredRows = 10,
            },
            Views = [View(score, spread, rows, common)],
            Reproduce = new Reproduction { CommandLine = "", Parameters = new Dictionary<string, string>() },
        };

    private static ViewSummary View(double score, double spread, int rows, (double Score, int Rows)? common)
    {
        var scores = new VendiScores
        {
            Order1 = score,
            Order2 = score,
            OrderInfinity = score,
        };
        return new ViewSummary
        {
            Name = "ngrams",
            Description = "",
            Fingerprint = "ngrams-1",
            Parameters = new Dictionary<string, string>(),
            Rows = 10,
            Dimensions = 4,
            Vendi = scores,
            Ceiling = scores,
            ShareOfCeiling = 1,
            Rarefied = Rarefied(score, spread, rows),
            AtCommonRows = common is { } at
                ? new CommonRows
                {
                    Score = Rarefied(at.Score, spread, at.Rows),
                    ClusterRows = at.Rows,
                    CrowdedShare = 0,
                    CrowdedShareDeviation = 0,
                }
                : null,
            Clusters = new ClusterSummary
            {
                Count = 1,
                EffectiveCount = 1,
                CrowdedShare = 0,
                CrowdedCosine = 0.3,
                Sizes = [],
                Largest = [],
            },
            Modes = [new ModeSummary { Share = 1, Examples = [new ExampleRow { Row = 3, Excerpt = "a row" }] }],
        };
    }

    private static RarefiedScore Rarefied(double score, double spread, int rows) =>
        new()
        {
            Rows = rows,
            Draws = 10,
            Mean = score,
            StandardDeviation = spread,
            ShareOfCeiling = 1,
        };
}
