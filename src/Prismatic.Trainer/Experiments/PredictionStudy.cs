namespace Prismatic.Trainer.Experiments;

/// <summary>Study 1: does a score of a training set predict the loss of students trained on it?</summary>
internal static class PredictionStudy
{
    /// <summary>Trains the students and scores the sets.</summary>
    public static PredictionResult Run(RowBank bank, FeatureBank features, StudentRuns students, StudyContext context)
    {
        var options = context.Options;
        var sets = PredictionDesign.Sets(bank, options);
        var jobs = Jobs(sets, bank, options);
        context.Log($"prediction: {sets.Count} sets, {jobs.Count} students");
        var losses = students.Run(jobs, context.StudentProgress("prediction"), context.Cancellation);
        var values = Predictors.Values(sets, bank, features, context.Threads, context.Log);
        var seeds = options.PredictionSeeds;
        return new PredictionResult(
            context.MixNames,
            [
                .. sets.Select(
                    (set, i) =>
                        new SetResult(
                            set,
                            set.Rows.Count,
                            [.. Enumerable.Range(0, seeds).Select(seed => losses[(i * seeds) + seed])]
                        )
                ),
            ],
            [
                .. Predictors.Declared.Select(
                    (predictor, p) =>
                        new PredictorResult(
                            predictor,
                            values[p],
                            RankStatistics.SpearmanEstimate(
                                values[p],
                                [.. MeanLosses(losses, seeds).Select(loss => -loss)]
                            )
                        )
                ),
            ]
        );
    }

    /// <summary>The students: set by set, seed by seed.</summary>
    public static IReadOnlyList<StudentJob> Jobs(
        IReadOnlyList<TrainingSet> sets,
        RowBank bank,
        ExperimentOptions options
    ) =>
        [
            .. from set in sets
            let rows = bank.Cut(set.Rows, options.SetTokens)
            from seed in Enumerable.Range(1, options.PredictionSeeds)
            select new StudentJob($"prediction/{set.Name}", rows, (ulong)seed),
        ];

    private static double[] MeanLosses(IReadOnlyList<double[]> losses, int seeds) =>
        [.. losses.Chunk(seeds).Select(students => students.Average(student => student.Average()))];
}

/// <summary>A set with what its students came to.</summary>
/// <param name="Set">The set.</param>
/// <param name="RowCount">Rows of it.</param>
/// <param name="Losses">For each student bits per byte on each test source.</param>
internal sealed record SetResult(TrainingSet Set, int RowCount, IReadOnlyList<double[]> Losses)
{
    /// <summary>Mean over students and sources.</summary>
    public double MeanLoss => Losses.Average(student => student.Average());

    /// <summary>Standard deviation over students of the mean over sources.</summary>
    public double SeedDeviation => RankStatistics.Deviation([.. Losses.Select(student => student.Average())]);
}

/// <summary>A predictor with its values and its rank correlation with minus the loss.</summary>
internal sealed record PredictorResult(Predictor Predictor, IReadOnlyList<double> Values, Estimate Spearman);

/// <summary>All of study 1.</summary>
internal sealed record PredictionResult(
    IReadOnlyList<string> MixNames,
    IReadOnlyList<SetResult> Sets,
    IReadOnlyList<PredictorResult> Predictors
);
