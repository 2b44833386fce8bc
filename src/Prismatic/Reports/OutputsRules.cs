namespace Prismatic.Reports;

/// <summary>
/// The verdict on answers of models, by rules simple enough to check by hand: each looks at one share, and the worst level
/// is the verdict. docs/outputs.md has the limits and where they come from.
/// </summary>
public static class OutputsRules
{
    /// <summary>Below this many prompts a verdict is only a hint, and says so.</summary>
    public const int FewPrompts = 10;

    // Of the room for different answers, (distinct - 1) / (k - 1). Limits on NoveltyBench's table: 8 of 10 is the best model
    // there, 4 of 10 and less are those called collapsed.
    internal static readonly VerdictLimits Different = new(Mixed: 0.70, Homogeneous: 0.35, LowIsBad: true);

    // Floor-corrected. 7/9 is the 0.8 of Jiang et al. 2025 at their floor of 0.1.
    internal static readonly VerdictLimits Alike = new(Mixed: 0.50, Homogeneous: 7 / 9.0, LowIsBad: false);

    internal static readonly VerdictLimits Repeats = new(Mixed: 0.10, Homogeneous: 0.40, LowIsBad: false);

    internal static readonly VerdictLimits AcrossPrompts = new(Mixed: 0.05, Homogeneous: 0.25, LowIsBad: false);

    internal static readonly VerdictLimits Refused = new(Mixed: 0.25, Homogeneous: 0.75, LowIsBad: false);

    /// <summary>
    /// Whether similarities of a view are judged. Those of the proxy's hidden states are shown and not judged: how high they are
    /// for answers that differ depends on the model.
    /// </summary>
    internal static bool IsJudged(OutputsView view) => view.Name is "ngrams" or "encoder";

    /// <summary>The verdict.</summary>
    public static Verdict Judge(OutputsSummary outputs)
    {
        List<Finding> findings = [.. Within(outputs), .. Between(outputs), .. Across(outputs)];
        var worst = findings.MaxBy(finding => finding.Severity)!;
        return new Verdict
        {
            Level = worst.Level,
            Sentence = $"{worst.Level}: {worst.Told(worst.Value)}{Hint(outputs)}.",
            Reasons = [.. findings.Select(finding => finding.Reason)],
        };
    }

    /// <summary>Mean over the models that have the measure; null where none has.</summary>
    internal static double? Mean(OutputsSummary outputs, Func<OutputsModel, double?> measure)
    {
        double[] known = [.. outputs.Models.Select(measure).OfType<double>()];
        return known.Length == 0 ? null : known.Average();
    }

    private static IEnumerable<Finding> Within(OutputsSummary outputs)
    {
        var of = outputs.Models.Count > 1 ? " of a model" : "";
        if (outputs.AnswersCompared is { } k && Mean(outputs, model => model.DistinctCompared?.Mean) is { } distinct)
        {
            yield return new(
                $"different answers among {k}{of} ({outputs.Equivalence})",
                (distinct - 1) / (k - 1),
                Different,
                _ =>
                    FormattableString.Invariant($"{k} answers{of} to a prompt are worth {distinct:F1} different ones")
                    + Range(outputs)
            );
        }
        if (Mean(outputs, model => model.NormalisedRepeats?.Mean) is { } repeats)
        {
            yield return new(
                "answers that repeat one to the same prompt",
                repeats,
                Repeats,
                share => $"{Percent(share)} of the answers repeat an earlier one to the same prompt"
            );
        }
        foreach (var view in outputs.Views.Where(IsJudged))
        {
            double[] corrected = [.. view.Models.Select(model => model.Corrected).OfType<double>()];
            if (corrected.Length > 0)
            {
                yield return new(
                    $"{view.Name}: similarity above the floor of answers to a prompt",
                    Math.Clamp(corrected.Average(), 0, 1),
                    Alike,
                    share =>
                        FormattableString.Invariant(
                            $"answers{of} to a prompt are {share:F2} alike, where 0 is unrelated and 1 the same ({view.Name})"
                        )
                );
            }
        }
    }

    // A mean over models hides who is narrow.
    private static string Range(OutputsSummary outputs)
    {
        var models = outputs
            .Models.Where(model => model.DistinctCompared is not null)
            .OrderBy(model => model.DistinctCompared!.Mean)
            .ToList();
        return models.Count < 2
            ? ""
            : FormattableString.Invariant(
                $", from {models[0].DistinctCompared!.Mean:F1} ({models[0].Name}) to {models[^1].DistinctCompared!.Mean:F1} ({models[^1].Name})"
            );
    }

    private static IEnumerable<Finding> Between(OutputsSummary outputs)
    {
        if (outputs.Switching is { OfMany: { } many, Answers: var k })
        {
            yield return new(
                $"different answers among {k} models ({outputs.Equivalence})",
                (many.Mean - 1) / (k - 1),
                Different,
                _ =>
                    FormattableString.Invariant(
                        $"one answer of each of {k} models to a prompt are worth {many.Mean:F1} different ones"
                    )
            );
        }
        foreach (var view in outputs.Views.Where(IsJudged))
        {
            if (view.CorrectedInter is { } inter)
            {
                yield return new(
                    $"{view.Name}: similarity above the floor of models",
                    Math.Clamp(inter, 0, 1),
                    Alike,
                    share =>
                        FormattableString.Invariant(
                            $"answers of different models to a prompt are {share:F2} alike, where 0 is unrelated and 1 the same ({view.Name})"
                        )
                );
            }
        }
    }

    private static IEnumerable<Finding> Across(OutputsSummary outputs)
    {
        if (outputs.Across.NearRepeatedShare is { } near)
        {
            yield return new(
                "answers that nearly repeat one to another prompt",
                near,
                AcrossPrompts,
                share => $"{Percent(share)} of the answers are given to other prompts too"
            );
        }
        yield return new(
            "refusals",
            outputs.Across.RefusalShare,
            Refused,
            share => $"{Percent(share)} of the answers refuse"
        );
    }

    private static string Hint(OutputsSummary outputs) =>
        outputs.AnswersCompared is null && outputs.Models.Count == 1
            ? "; with one answer a prompt by one model only what comes back across prompts could be judged"
        : outputs.Prompts < FewPrompts
            ? $"; with only {outputs.Prompts} prompt{(outputs.Prompts == 1 ? "" : "s")} this is a hint"
        : "";

    private static string Percent(double share) => FormattableString.Invariant($"{share * 100:F0} %");
}
