using Prismatic.Features;
using Prismatic.Responses;

namespace Prismatic.Homogeneity;

/// <summary>
/// Measures how alike the answers of models are (Jiang et al. 2025, arXiv 2510.22954; Zhang et al. 2025, arXiv 2504.05228), with
/// the floor and the error beside every similarity.
/// </summary>
public static class HomogeneityAudit
{
    /// <summary>Measures everything.</summary>
    /// <param name="set">Answers. Blank ones and those of weight 0 are left out and counted.</param>
    /// <param name="space">Unit rows of any view; row indices are places of answers. Those without a row are counted.</param>
    /// <param name="equivalence">When two answers to a prompt are the same one.</param>
    /// <param name="options">Thresholds and how much is listed.</param>
    /// <param name="cancellation">Checked often.</param>
    /// <returns>What could be measured; what could not, such as anything between models of one model, is null.</returns>
    /// <exception cref="PrismaticException">No answer that is not blank, or a row that is not of unit length or not finite.</exception>
    /// <remarks>
    /// Similarities: O(answers · d), not pairs, since a mean of cosines is a product of means; plus prompts · models² · d. Classes: answers
    /// times classes, within each model, and once over all models. The same for any number of threads.
    /// </remarks>
    public static async Task<HomogeneityResult> RunAsync(
        ResponseSet set,
        FeatureSpace space,
        Equivalence equivalence,
        HomogeneityOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new HomogeneityOptions();
        var table = new AnswerTable(set);
        if (table.Cells.Count == 0)
        {
            throw new PrismaticException(
                "there is no answer that is not blank; check the file and its response column"
            );
        }
        var vectors = new AnswerVectors(table, space, options.Threads, cancellation);
        var compared = Compared(table, options);
        var classes = await EquivalenceClasses
            .OfAsync([.. table.Cells.Select(cell => cell.Answers)], equivalence, options.Threads, cancellation)
            .ConfigureAwait(false);
        var keys = AnswerKeys.Of(set);
        var prompts = WithinModels.Cells(table, vectors, keys, classes, compared, options, cancellation);
        var between = new BetweenModels(table, vectors, options.Threads, cancellation);
        var words = new AnswerWords(table, options);
        var together = await PromptClasses
            .OfAsync(table, classes, equivalence, options, cancellation)
            .ConfigureAwait(false);
        var switching = SwitchingGain.Of(table, between, together);
        var across = new AcrossPrompts(table, words, keys, options, cancellation);
        int[] models = [.. Enumerable.Range(0, set.Models.Count)];
        return new HomogeneityResult
        {
            View = space.Name,
            Fingerprint = space.Fingerprint,
            Equivalence = equivalence.Name,
            EquivalenceDefinition = equivalence.Definition,
            EquivalenceFloor = await UnrelatedAnswers
                .SameAsync(table, equivalence, options.Seed, cancellation)
                .ConfigureAwait(false),
            AnswersCompared = compared,
            Threshold = options.Threshold,
            CorrectedThreshold = options.CorrectedThreshold,
            Prompts = prompts,
            PromptAnswers = together.All(),
            Models =
            [
                .. models.Select(m => WithinModels.Model(m, table, vectors, prompts, between.Floor(m, m), options)),
            ],
            Between = Compare(between, switching, options) with
            {
                Phrases = models.Length < 2 ? [] : SharedPhrases.Find(table, words, options, cancellation),
            },
            // There is an answer, so there is a result.
            Across = across.Of(null)!,
            AcrossByModel = [.. models.Select(m => across.Of(m)).OfType<CrossPrompt>()],
            PromptsSearched = words.Searched.Count,
            AnswersSearched = words.AnswersSearched,
        };
    }

    private static ModelComparison Compare(BetweenModels between, Switching switching, HomogeneityOptions options)
    {
        var pairs = between.Pairs();
        var floor = between.Floor();
        double[] inter =
        [
            .. pairs.Where(pair => pair.A != pair.B).Select(pair => pair.Similarity?.Mean).OfType<double>(),
        ];
        double? mean = inter.Length == 0 ? null : inter.Average();
        var comparison = new ModelComparison
        {
            Pairs = pairs,
            Floor = floor,
            Inter = mean,
            CorrectedInter = FloorCorrection.Of(mean, floor),
            Prompts = between.Prompts(),
            MostAlike = between.MostAlike(options.Listed),
            Switching = switching,
            Clusters = new int[pairs.Count(pair => pair.A == pair.B)],
            ClusterThreshold = options.ModelThreshold,
            Phrases = [],
        };
        return comparison with
        {
            Clusters = ModelClusters.Of(
                comparison.Clusters.Count,
                (a, b) => comparison.Pair(a, b).Corrected,
                options.ModelThreshold
            ),
        };
    }

    private static int? Compared(AnswerTable table, HomogeneityOptions options)
    {
        int[] several = [.. table.Cells.Select(cell => cell.Answers.Length).Where(count => count > 1)];
        return options.AnswersCompared ?? (several.Length == 0 ? null : several.Min());
    }
}
