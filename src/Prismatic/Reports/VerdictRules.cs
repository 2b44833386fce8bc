namespace Prismatic.Reports;

/// <summary>
/// The verdict, by rules simple enough to check by hand. Each rule looks at one share and gives a level; the verdict is
/// the worst level, told through the most concrete rule that gives it: copies, then templates, then scores.
/// </summary>
/// <remarks>
/// The limits are conventions, set on real and templated data sets (docs/report-schema.md), not measured truths: they order
/// data sets of one kind, and say nothing about quality.
/// </remarks>
public static class VerdictRules
{
    /// <summary>Rows in each draw of the rarefied score, so that verdicts do not depend on the size of a data set.</summary>
    public const int RarefiedRows = 256;

    /// <summary>Below this many rows a verdict is only a hint, and says so.</summary>
    public const int FewRows = 50;

    /// <summary>Exact duplicates over rows with text.</summary>
    internal static readonly VerdictLimits Duplicates = new(Mixed: 0.05, Homogeneous: 0.30, LowIsBad: false);

    /// <summary>Rows near the centre of a cluster of several, over rows measured.</summary>
    internal static readonly VerdictLimits Crowded = new(Mixed: 0.20, Homogeneous: 0.70, LowIsBad: false);

    /// <summary>Rows that are mostly the words of a template, over rows looked at.</summary>
    internal static readonly VerdictLimits Templated = new(Mixed: 0.20, Homogeneous: 0.70, LowIsBad: false);

    /// <summary>Rarefied score over its ceiling. Gradients of different rows always share more than their words do.</summary>
    internal static VerdictLimits ShareOfCeiling(string view) =>
        view switch
        {
            "gradients" => new(Mixed: 0.60, Homogeneous: 0.25, LowIsBad: true),
            "ngrams" => new(Mixed: 0.70, Homogeneous: 0.35, LowIsBad: true),
            // Of the two together, half-way.
            _ => new(Mixed: 0.65, Homogeneous: 0.30, LowIsBad: true),
        };

    /// <summary>
    /// Mean cosine between rows of a cluster from which it is crowded. Of views the limits were not set for, only what is
    /// nearly the same.
    /// </summary>
    internal static double CrowdedCosine(string view) =>
        view switch
        {
            "ngrams" => 0.30,
            "gradients" => 0.40,
            // Of meaning, the rows less their mean (docs/benchmarks/meaning.md).
            "encoder" => 0.50,
            "hidden" => 0.80,
            // The cosine of two views together is the mean of their cosines.
            _ => HasLimits(view) ? 0.35 : 0.90,
        };

    /// <summary>Whether it is known what is crowded in a view; of others only what is nearly the same counts.</summary>
    internal static bool KnowsCrowds(string view) => HasLimits(view) || view is "encoder" or "hidden";

    /// <summary>Whether limits were set for a view; others are shown and not judged.</summary>
    internal static bool HasLimits(string view) => view.Split('+').All(name => name is "ngrams" or "gradients");

    /// <summary>The verdict on a data set and its views.</summary>
    public static Verdict Judge(
        DatasetSummary dataset,
        IReadOnlyList<ViewSummary> views,
        TemplatesSummary? templates = null
    )
    {
        var findings = new List<Finding>
        {
            new(
                "exact duplicates",
                dataset.ExactDuplicateShare,
                Duplicates,
                share => $"{Percent(share)} of the rows repeat an earlier row exactly"
            ),
        };
        if (templates is not null)
        {
            findings.Add(
                new(
                    "rows mostly of a template",
                    templates.MostlyShare,
                    Templated,
                    share => $"{Percent(share)} of the rows are mostly the words of a template they share with others"
                )
            );
        }
        foreach (var view in views.Where(view => HasLimits(view.Name)))
        {
            findings.Add(
                new(
                    $"{view.Name}: rows near a template",
                    view.Clusters.CrowdedShare,
                    Crowded,
                    share => $"{Percent(share)} of the rows lie near a template they share with others ({view.Name})"
                )
            );
            findings.Add(
                new(
                    $"{view.Name}: share of the ceiling at {view.Rarefied.Rows} rows",
                    view.Rarefied.ShareOfCeiling,
                    ShareOfCeiling(view.Name),
                    share =>
                        $"{view.Rarefied.Rows} rows are worth {view.Rarefied.Mean:F0} different ones, {Percent(share)} of the ceiling ({view.Name})"
                )
            );
        }
        var worst = findings.MaxBy(finding => finding.Severity)!;
        return new Verdict
        {
            Level = worst.Level,
            Sentence = Sentence(worst, dataset, findings, views),
            Reasons = [.. findings.Select(finding => finding.Reason)],
        };
    }

    private static string Sentence(
        Finding worst,
        DatasetSummary dataset,
        List<Finding> findings,
        IReadOnlyList<ViewSummary> views
    )
    {
        // That nothing repeats is no news: a diverse set is told by its scores.
        var told = findings
            .Where(finding =>
                finding.Level == worst.Level && (worst.Level != DiversityLevel.Diverse || finding.Limits.LowIsBad)
            )
            .OrderBy(finding => finding.Limits.LowIsBad)
            .ThenByDescending(finding => finding.Limits == Duplicates)
            .ThenByDescending(finding => finding.Severity)
            .FirstOrDefault(worst);
        var hint = dataset.MeasuredRows switch
        {
            0 => "; there is no row with text",
            1 => "; a single row has nothing to be compared with",
            < FewRows => $"; with only {dataset.MeasuredRows} rows this is a hint",
            _ when views.Count > 0 && !views.Any(view => HasLimits(view.Name)) =>
                $"; only copies were judged, since no limits are set for {views[0].Name}",
            _ => "",
        };
        return $"{worst.Level}: {told.Told(told.Value)}{hint}.";
    }

    private static string Percent(double share) => $"{share * 100:F0} %";
}
