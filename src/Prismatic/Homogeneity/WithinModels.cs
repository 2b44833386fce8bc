using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Measures each cell, then each model.</summary>
internal static class WithinModels
{
    // Up to here a kernel matrix is made directly; above it the Vendi score's own ways are faster.
    private const int SmallCell = 256;

    public static PromptHomogeneity[] Cells(
        AnswerTable table,
        AnswerVectors vectors,
        AnswerKeys keys,
        IReadOnlyList<int[]> classes,
        int? compared,
        HomogeneityOptions options,
        CancellationToken cancellation
    )
    {
        var results = new PromptHomogeneity[table.Cells.Count];
        void Measure(int start, int count)
        {
            for (var cell = start; cell < start + count; cell++)
            {
                results[cell] = Cell(table, vectors, keys, cell, classes[cell], compared, options);
            }
        }
        RowBlocks.Run(results.Length, 1, options.Threads, Measure, cancellation);
        return results;
    }

    public static ModelHomogeneity Model(
        int model,
        AnswerTable table,
        AnswerVectors vectors,
        IReadOnlyList<PromptHomogeneity> all,
        double? floor,
        HomogeneityOptions options
    )
    {
        PromptHomogeneity[] own = [.. all.Where(cell => cell.Model == model)];
        PromptHomogeneity[] several = [.. own.Where(cell => cell.Answers > 1)];
        Estimate? Mean(Func<PromptHomogeneity, double?> value) => Estimate.Of(several.Select(value));
        double? Share(Func<double, double?> scale, double threshold)
        {
            double[] values = [.. several.Select(cell => cell.Similarity is { } s ? scale(s) : null).OfType<double>()];
            return values.Length == 0 ? null : values.Count(value => value > threshold) / (double)values.Length;
        }
        var similarity = Mean(cell => cell.Similarity);
        return new ModelHomogeneity
        {
            Model = model,
            Answers = own.Sum(cell => cell.Answers),
            Blank = table.Blank[model],
            Weightless = table.Weightless[model],
            WithoutVector = table
                .Cells.Where(cell => cell.Model == model)
                .Sum(cell => cell.Answers.Count(answer => vectors.RowOf(answer) < 0)),
            Prompts = own.Length,
            FewestAnswers = own.Select(cell => cell.Answers).DefaultIfEmpty().Min(),
            MostAnswers = own.Select(cell => cell.Answers).DefaultIfEmpty().Max(),
            Similarity = similarity,
            Floor = floor,
            CorrectedSimilarity = FloorCorrection.Of(similarity?.Mean, floor),
            ShareAlike = Share(s => s, options.Threshold),
            CorrectedShareAlike = Share(s => FloorCorrection.Of(s, floor), options.CorrectedThreshold),
            Distinct = Mean(cell => cell.Distinct),
            DistinctCompared = Mean(cell => cell.DistinctCompared),
            Utility = Mean(cell => cell.Utility),
            ExactRepeats = Mean(cell => cell.ExactRepeats),
            NormalisedRepeats = Mean(cell => cell.NormalisedRepeats),
            EffectiveAnswers = Mean(cell => cell.EffectiveAnswers),
            ClassEntropy = Mean(cell => cell.ClassEntropy),
            EffectiveClasses = Mean(cell => cell.EffectiveClasses),
            MostAlike = new AlikeExamples(table, vectors).Within(model, options.Listed),
        };
    }

    private static PromptHomogeneity Cell(
        AnswerTable table,
        AnswerVectors vectors,
        AnswerKeys keys,
        int cell,
        int[] classes,
        int? compared,
        HomogeneityOptions options
    )
    {
        var (prompt, model, answers) = table.Cells[cell];
        var responses = Array.ConvertAll(answers, answer => table.Set.Responses[answer]);
        var sizes = EquivalenceClasses.Sizes(classes);
        var weights = new double[sizes.Length];
        var scaled = AnswerWeights.Scaled(Array.ConvertAll(responses, response => response.Weight));
        for (var i = 0; i < answers.Length; i++)
        {
            weights[classes[i]] += scaled[i];
        }
        double[] qualities =
        [
            .. responses.Select(response => response.Quality).OfType<double>().Where(double.IsFinite),
        ];
        var largest = Array.IndexOf(sizes, sizes.Max());
        double Repeats(int[] key) =>
            1 - (answers.Select(answer => key[answer]).Distinct().Count() / (double)answers.Length);
        return new PromptHomogeneity
        {
            Prompt = prompt,
            Model = model,
            Answers = answers.Length,
            Similarity = vectors.Intra[cell],
            Distinct = sizes.Length,
            DistinctCompared = compared <= answers.Length ? ExpectedClasses.Of(sizes, compared.Value) : null,
            Utility = qualities.Length == answers.Length ? Utility.Of(classes, qualities, options.Patience) : null,
            ExactRepeats = Repeats(keys.Exact),
            NormalisedRepeats = Repeats(keys.Normalised),
            EffectiveAnswers = Effective(table, vectors, answers),
            ClassEntropy = ExpectedClasses.Entropy(weights),
            LargestClass = (answers[Array.IndexOf(classes, largest)], sizes[largest]),
        };
    }

    private static double? Effective(AnswerTable table, AnswerVectors vectors, int[] answers)
    {
        int[] present = [.. answers.Where(answer => vectors.RowOf(answer) >= 0)];
        if (present.Length == 0)
        {
            return null;
        }
        var rows = vectors.Rows(present);
        var weights = AnswerWeights.Scaled(Array.ConvertAll(present, answer => table.Set.Responses[answer].Weight));
        if (present.Length > SmallCell)
        {
            return VendiScore.Of(rows, weights).Order1;
        }
        var total = weights.Sum();
        var kernel = new double[present.Length * present.Length];
        for (var i = 0; i < present.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                // Rows are only nearly of unit length: the cosine proper makes the trace 1 and equal rows one.
                var cosine = i == j ? 1 : Cosine(rows[i], rows[j]);
                kernel[(i * present.Length) + j] = cosine * Math.Sqrt(weights[i] / total * (weights[j] / total));
            }
        }
        var eigen = new SymmetricEigen(kernel, present.Length, threads: 1);
        return VendiScore.OfEigenvalues(eigen.Values, present.Length, rows.ColumnCount).Order1;
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (dot, squareA, squareB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            squareA += (double)a[i] * a[i];
            squareB += (double)b[i] * b[i];
        }
        return dot / Math.Sqrt(squareA * squareB);
    }
}
