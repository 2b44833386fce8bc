namespace Prismatic.Reports;

/// <summary>
/// The verdict on a comparison, by rules simple enough to check by hand (docs/compare.md): how many added rows repeat one, and, in each
/// view, what they bring beside as many of BASE's own rows.
/// </summary>
public static class CompareVerdict
{
    /// <summary>Added rows that repeat one, over added rows: the limits of copies in an audit.</summary>
    internal static readonly VerdictLimits Repeats = VerdictRules.Duplicates;

    /// <summary>What added rows bring over the chance level; only counted where it is below chance beyond its spread.</summary>
    internal static readonly VerdictLimits Gain = new(Mixed: 0.75, Homogeneous: 0.25, LowIsBad: true);

    /// <summary>The verdict.</summary>
    public static Verdict Judge(CompareSummary compare)
    {
        var findings = new List<Finding>();
        if (compare.Repeats.Looked > 0)
        {
            findings.Add(
                new(
                    "added rows that repeat one of BASE or another added row",
                    compare.Repeats.Share,
                    Repeats,
                    share => $"{share * 100:F0} % of the added rows repeat a row of BASE or another added row"
                )
            );
        }
        foreach (var view in compare.Views)
        {
            if (view.Gain is { } gain)
            {
                // What chance would explain counts as all of it.
                var share = gain.Level == GainLevel.Narrower ? Math.Clamp(gain.ShareOfChance ?? 0, 0, 1) : 1;
                findings.Add(
                    new(
                        $"{view.Name}: what added rows bring, of as many of BASE's own",
                        share,
                        Gain,
                        _ => Told(compare, view, gain)
                    )
                );
            }
        }
        var worst = findings.MaxBy(finding => finding.Severity);
        var level = worst?.Level ?? DiversityLevel.Diverse;
        return new Verdict
        {
            Level = level,
            Sentence = $"{level}: {Sentence(compare, worst)}{Known(compare)}.",
            Reasons = [.. findings.Select(finding => finding.Reason)],
        };
    }

    private static string Sentence(CompareSummary compare, Finding? worst)
    {
        if (compare is { Added: 0, Removed: 0, Changed: 0 })
        {
            return $"HEAD holds the same {Rows(compare.Unchanged)} as BASE";
        }
        if (worst is null)
        {
            return compare.Added == 0
                ? FormattableString.Invariant(
                    $"no row was added; {compare.Removed:N0} removed, {compare.Changed:N0} changed"
                )
                : $"{Rows(compare.Added)} added; too few rows with text to say what they bring";
        }
        // That nothing repeats is no news: then the view that differs most from chance is told.
        var told = compare
            .Views.Where(view => view.Gain is not null)
            .OrderByDescending(view =>
                Math.Abs(view.Gain!.Added - view.Gain.Chance) / Math.Max(0.01, view.Gain.ChanceDeviation)
            )
            .FirstOrDefault();
        return worst.Level == DiversityLevel.Diverse && told is not null
            ? Told(compare, told, told.Gain!)
            : worst.Told(worst.Value);
    }

    private static string Told(CompareSummary compare, CompareView view, CompareGain gain)
    {
        var part =
            gain.Rows < compare.Repeats.Looked
                ? FormattableString.Invariant($" of the {compare.Repeats.Looked:N0}")
                : "";
        var whole =
            gain.Rows == 1 && part.Length == 0
                ? "1 added row brings"
                : FormattableString.Invariant($"{gain.Rows:N0}{part} added rows bring");
        var than = gain.Level switch
        {
            GainLevel.Narrower => "they are narrower than what was there",
            GainLevel.Wider => "they are wider than what was there",
            _ => "they are of the kind that was there",
        };
        return FormattableString.Invariant(
            $"{whole} {gain.Added:F1} effective rows in {view.Name}, as many of BASE's own {gain.Chance:F1} ± {gain.ChanceDeviation:F1}; {than}"
        );
    }

    private static string Known(CompareSummary compare) =>
        string.Concat(
            (compare.Against ?? [])
                .Where(other => other.Rows > 0)
                .Select(other => $"; {Rows(other.Rows)} of those new are found in {other.Name}")
        );

    private static string Rows(long count) => FormattableString.Invariant($"{count:N0} row{(count == 1 ? "" : "s")}");
}
