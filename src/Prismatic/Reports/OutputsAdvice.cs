namespace Prismatic.Reports;

/// <summary>What to try next, from what was found.</summary>
internal static class OutputsAdvice
{
    // Words that come back in fewer prompts than this are no habit.
    private const double Habit = 0.10;
    private const double Coarse = 0.05;
    private const double SwitchingHelps = 1.25;

    public static IReadOnlyList<string> Of(OutputsSummary outputs) =>
        [.. Rule(outputs), .. Samples(outputs), .. Within(outputs), .. Switching(outputs), .. Across(outputs)];

    private static IEnumerable<string> Samples(OutputsSummary outputs)
    {
        if (outputs.AnswersCompared is null)
        {
            yield return "Ask each prompt several times (5 to 10, at the temperature that is used): with one answer a prompt "
                + "collapse within a model cannot be seen.";
        }
        if (outputs.Prompts < OutputsRules.FewPrompts)
        {
            yield return "Ask more open questions: errors over prompts are wide with so few.";
        }
    }

    private static IEnumerable<string> Rule(OutputsSummary outputs)
    {
        if (outputs.EquivalenceFloor is > Coarse and { } floor)
        {
            yield return FormattableString.Invariant(
                $"Use another rule (--equivalence): {outputs.Equivalence} takes {floor * 100:F0} % of answers to different prompts as the same."
            );
        }
    }

    private static IEnumerable<string> Within(OutputsSummary outputs)
    {
        if (
            outputs.AnswersCompared is { } k
            && OutputsRules.Mean(outputs, model => model.DistinctCompared?.Mean) is { } distinct
            && OutputsRules.Different.Severity((distinct - 1) / (k - 1)) >= 1
        )
        {
            yield return "Ask for several answers with their probabilities at once instead of sampling one again (verbalized "
                + "sampling, arXiv 2510.01171), or sample with min-p at a higher temperature; then measure again, quality too.";
            yield return "When the answers are to train a model, keep one of each class: prismatic filter drops near-copies.";
        }
    }

    private static IEnumerable<string> Switching(OutputsSummary outputs)
    {
        if (outputs.Switching is { OfOne: { } one, OfMany: { } many, Answers: var k })
        {
            var numbers = FormattableString.Invariant(
                $"{k} answers of one model are worth {one.Mean:F1} different ones, one each of {k} models {many.Mean:F1}"
            );
            yield return many.Mean >= SwitchingHelps * one.Mean
                ? $"Mix models: {numbers}."
                : $"Another model adds little ({numbers}): change the prompt instead (constraints, personas, languages, examples).";
        }
        foreach (var view in outputs.Views.Where(view => OutputsRules.IsJudged(view) && view.Models.Count > 2))
        {
            var clusters = view.Models.GroupBy(model => model.Cluster).Where(group => group.Count() > 1).ToList();
            if (clusters.Count > 0)
            {
                var largest = clusters.MaxBy(group => group.Count())!;
                yield return $"Of {string.Join(", ", largest.Take(4).Select(model => model.Model))}"
                    + (largest.Count() > 4 ? $" and {largest.Count() - 4} more" : "")
                    + $" one is enough: their answers are alike ({view.Name}).";
            }
        }
    }

    private static IEnumerable<string> Across(OutputsSummary outputs)
    {
        var across = outputs.Across;
        var opening = across.Openings.FirstOrDefault(words => words.Share >= Habit);
        var phrase = across.Phrases.FirstOrDefault(words => words.Share >= Habit);
        if ((opening ?? phrase) is { } habit)
        {
            yield return FormattableString.Invariant(
                $"Discourage stock words: \"{habit.Words}\" stands in answers to {habit.Share * 100:F0} % of the prompts."
            );
        }
        if (across.NearRepeatedShare is { } near && OutputsRules.AcrossPrompts.Severity(near) >= 1)
        {
            yield return "Read the answers that are given to several prompts: a cached, cut or default answer is often the cause.";
        }
        if (OutputsRules.Refused.Severity(across.RefusalShare) >= 1)
        {
            yield return "Look at the refusals before anything else: diversity of answers that refuse says little.";
        }
    }
}
