namespace Prismatic.Reports;

/// <summary>What a comparison with people means, by rules simple enough to check by hand.</summary>
/// <remarks>Conventions: a mean is above 0 from two standard errors on; half as much entropy is narrower.</remarks>
internal static class PeopleRules
{
    private const double Errors = 2;
    private const double Narrow = 0.75;
    private const double ManyUnmapped = 0.2;

    public static IReadOnlyList<string> Sentences(PeopleSummary people) =>
        [.. people.Models.SelectMany(Sentences), .. people.Overton.Select(Sentence).OfType<string>()];

    private static IEnumerable<string> Sentences(PeopleModel model)
    {
        if (model.Groups.Count == 0)
        {
            yield return $"{model.Model}: no answer could be compared with people.";
            yield break;
        }
        var group = model.Groups[0];
        var who = group.Group is { } name ? name : "people";
        var above = group.AboveChance;
        var isAbove = above.StandardError is { } error ? above.Mean > Errors * error : group.ShareBeyondChance > 0;
        yield return FormattableString.Invariant(
            $"{model.Model} {(isAbove ? "answers differently from" : "cannot be told from")} {who}: Jensen-Shannon {group.JensenShannon.Mean:F2}, {group.ByChance.Mean:F2} by chance; "
        )
            + FormattableString.Invariant(
                $"{group.ShareBeyondChance * 100:F0} % of {above.Count} question{(above.Count == 1 ? "" : "s")} beyond chance; the most frequent answer matches on {group.ModesMatch * 100:F0} %."
            );
        if (group is { EntropyRatio: { } ratio, EntropyRatioByChance: { } chance } && ratio.Mean < Narrow * chance.Mean)
        {
            yield return FormattableString.Invariant(
                $"{model.Model} spreads less than {who}: entropy ratio {ratio.Mean:F2}, where chance would give {chance.Mean:F2}."
            );
        }
        if (model.UnmappedShare > ManyUnmapped)
        {
            yield return FormattableString.Invariant(
                $"{model.UnmappedShare * 100:F0} % of the answers of {model.Model} name no option: read some, or map them with --classifier."
            );
        }
    }

    private static string? Sentence(OvertonSummary overton) =>
        overton is { WithinAnswer: { } one, OverAnswers: { } all }
            ? FormattableString.Invariant(
                $"An answer of {overton.Model} states {one.Mean * 100:F0} % of the viewpoints, all answers to a prompt together {all.Mean * 100:F0} % ({overton.Scorer})."
            )
            : null;
}
