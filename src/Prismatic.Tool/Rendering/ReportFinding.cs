using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>How bad a finding is.</summary>
internal enum FindingLevel
{
    /// <summary>A gate failed.</summary>
    Error,

    /// <summary>A gate that only warns failed, or the verdict calls the data homogeneous by this rule.</summary>
    Warning,

    /// <summary>The verdict calls the data mixed by this rule.</summary>
    Note,
}

/// <summary>Something that a person should look at, for programs that list such things.</summary>
/// <param name="Rule">What was measured.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Of">View or model; null for the whole.</param>
/// <param name="Sentence">What was seen, without a full stop.</param>
/// <param name="Rows">Rows to look at.</param>
internal sealed record ReportFinding(
    GateRule Rule,
    FindingLevel Level,
    string? Of,
    string Sentence,
    IReadOnlyList<ExampleRow> Rows
)
{
    private const int RowsShown = 3;

    // What the verdict calls its rules, and the gates that hold the same number.
    private static readonly (string Words, string Id)[] OfVerdict =
    [
        ("exact duplicates", "PRS001"),
        ("rows mostly of a template", "PRS004"),
        (": rows near a template", "PRS005"),
        (": share of the ceiling", "PRS006"),
        (" models (", "PRS103"),
        ("different answers among", "PRS101"),
        ("answers that repeat one to the same prompt", "PRS102"),
        (": similarity above the floor of models", "PRS103"),
        (": similarity above the floor of answers", "PRS104"),
        ("answers that nearly repeat one to another prompt", "PRS105"),
        ("refusals", "PRS106"),
        ("added rows that repeat one", "PRS201"),
        (": what added rows bring", "PRS203"),
    ];

    /// <summary>What failed and what weighs, the worst first.</summary>
    /// <param name="report">What was measured.</param>
    public static IReadOnlyList<ReportFinding> All(Report report)
    {
        List<ReportFinding> failed =
        [
            .. from outcome in report.Gates?.Outcomes ?? []
            where outcome.IsMissed
            let rule = GateRules.Find(outcome.Id)
            // A later program may have written a rule that this one does not know.
            where rule is not null
            select new ReportFinding(
                rule,
                outcome.Fails ? FindingLevel.Error : FindingLevel.Warning,
                outcome.Of,
                outcome.Sentence,
                outcome.Rows
            ),
        ];
        // A number that a gate of the project's own failed is not told again.
        var told = failed.Select(finding => (finding.Rule.Id, finding.Of)).ToHashSet();
        return
        [
            .. failed
                .Concat(OfReasons(report).Where(finding => !told.Contains((finding.Rule.Id, finding.Of))))
                .OrderBy(finding => finding.Level),
        ];
    }

    /// <summary>The gate's rule for a reason of a verdict; null for one that no gate knows.</summary>
    internal static GateRule? RuleOf(VerdictReason reason) =>
        OfVerdict.FirstOrDefault(pair => reason.Rule.Contains(pair.Words, StringComparison.Ordinal)).Id is { } id
            ? GateRules.Find(id)
            : null;

    /// <summary>What was seen, what to do and which rows to look at, in one line.</summary>
    /// <param name="showsTexts">Whether beginnings of rows are shown.</param>
    public string Message(bool showsTexts)
    {
        var of = Of is null ? "" : $" of {Excerpt.Of(Of, 80)}";
        var rows = Rows.Take(RowsShown)
            .Select(row =>
                showsTexts && row.Excerpt is not (Privacy.Hidden or "")
                    ? $"{Numbers.Count(row.Row)} ({row.Excerpt})"
                    : Numbers.Count(row.Row)
            )
            .ToList();
        var look = rows.Count == 0 ? "" : $" Rows to look at: {string.Join(", ", rows)}.";
        return VisibleText.Of($"{Rule.Name}{of}: {Excerpt.Of(Sentence, 1000)}. {Rule.Next}{look}");
    }

    private static IEnumerable<ReportFinding> OfReasons(Report report)
    {
        foreach (var reason in report.Verdict.Reasons.Where(reason => reason.Level != DiversityLevel.Diverse))
        {
            if (RuleOf(reason) is { } rule)
            {
                var colon = reason.Rule.IndexOf(": ", StringComparison.Ordinal);
                var of = colon < 0 ? null : reason.Rule[..colon];
                yield return new ReportFinding(
                    rule,
                    reason.Level == DiversityLevel.Homogeneous ? FindingLevel.Warning : FindingLevel.Note,
                    of,
                    $"{CommandText.Word(reason.Level)} by {reason.Rule}, {Numbers.Percent(reason.Value)}",
                    rule.Read(report).FirstOrDefault(reading => reading.Of == of)?.Rows ?? []
                );
            }
        }
    }
}
