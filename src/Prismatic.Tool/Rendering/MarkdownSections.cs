using Prismatic.Reports;
using static Prismatic.Tool.Rendering.MarkdownText;

namespace Prismatic.Tool.Rendering;

/// <summary>What a report in Markdown holds beside its numbers: what fails open, all else folded.</summary>
internal static class MarkdownSections
{
    private const int Shown = 5;

    /// <summary>The weightiest first.</summary>
    public static IEnumerable<MarkdownSection> Of(Report report)
    {
        IEnumerable<MarkdownSection?> sections =
        [
            .. report.Gates is { } gates ? MarkdownGates.Of(gates) : [],
            .. Verdict(report.Verdict),
            report.Outputs is { } outputs ? Advice(outputs) : null,
            Agreement(report.Agreement ?? []),
            Duplicates(report.Duplicates),
            Templates(report.Templates),
            Meaning(report.Meaning),
            Modes(report.Views),
            Clusters(report.Views),
            Gain(report.Gain),
            Filter(report.Filter),
            .. report.Outputs is { } answers ? MarkdownOutputs.Of(answers) : [],
            report.People is { } people ? MarkdownOutputs.Of(people) : null,
        ];
        return sections.OfType<MarkdownSection>().Where(section => section.Lines.Count > 0);
    }

    /// <summary>A row with its text, or its number alone where texts are not shown.</summary>
    internal static string Row(string label, string text) =>
        text == Privacy.Hidden ? $"- {label}" : $"- {label}: {Code(text)}";

    private static IEnumerable<MarkdownSection> Verdict(Verdict verdict)
    {
        yield return new(
            "What weighs",
            Reasons(verdict.Reasons.Where(reason => reason.Level != DiversityLevel.Diverse)),
            IsFolded: false
        );
        var harmless = verdict.Reasons.Where(reason => reason.Level == DiversityLevel.Diverse).ToList();
        yield return new($"{Numbers.Count(harmless.Count, "rule")} of the verdict found nothing", Reasons(harmless));
    }

    private static List<string> Reasons(IEnumerable<VerdictReason> reasons) =>
        [
            .. reasons.Select(reason =>
                $"- {CommandText.Word(reason.Level)}: {Inline(Excerpt.Of(reason.Rule))}, {Numbers.Percent(reason.Value)}"
            ),
        ];

    private static MarkdownSection Advice(OutputsSummary outputs) =>
        new("What to try next", [.. outputs.Advice.Select(advice => $"- {Sentence(advice)}")], IsFolded: false);

    private static MarkdownSection Agreement(IReadOnlyList<AgreementSummary> agreements) =>
        new(
            "Whether the views agree",
            [.. agreements.SelectMany(agreement => agreement.Sentences).Select(sentence => $"- {Sentence(sentence)}")]
        );

    private static MarkdownSection? Duplicates(DuplicatesSummary? duplicates) =>
        duplicates is null
            ? null
            : new(
                $"Duplicates: {Numbers.Percent(duplicates.Share)}",
                [
                    .. DuplicatesText.Lines(duplicates).Select(line => $"- {Sentence(line)}"),
                    .. duplicates
                        .Largest.Take(Shown)
                        .Select(family =>
                            Row($"row {family.First.Row} and {family.Rows - 1} more", family.First.Excerpt)
                        ),
                    .. duplicates
                        .Kinds.SelectMany(kind => kind.Examples)
                        .Take(Shown)
                        .SelectMany(pair =>
                            new[]
                            {
                                Row(
                                    $"row {pair.Row}, {Numbers.Decimal(pair.Similarity)} like row {pair.Of}",
                                    pair.Excerpt
                                ),
                                Row($"row {pair.Of}", pair.OfExcerpt),
                            }
                        ),
                ]
            );

    private static MarkdownSection? Templates(TemplatesSummary? templates) =>
        templates is null
            ? null
            : new(
                $"Templates: {Numbers.Percent(templates.MostlyShare)} of the rows",
                [
                    $"- {TemplatesTerminal.Line(templates)}",
                    .. templates
                        .Largest.Take(Shown)
                        .Select(template => Row($"template of {Numbers.Count(template.Rows, "row")}", template.Text)),
                    .. templates
                        .Phrases.Take(Shown)
                        .Select(phrase => Row($"phrase in {Numbers.Count(phrase.Rows, "row")}", phrase.Phrase)),
                ]
            );

    private static MarkdownSection? Meaning(MeaningSummary? meaning) =>
        meaning is null
            ? null
            : new(
                $"Rows of one meaning: {Numbers.Percent(meaning.Share)}",
                [
                    .. meaning.Sentences.Select(sentence => $"- {Sentence(sentence)}"),
                    .. meaning
                        .Largest.Take(Shown)
                        .SelectMany(family =>
                            family
                                .Examples.Take(1)
                                .Select(row => Row($"row {row.Row}", row.Excerpt))
                                .Prepend(Row($"row {family.First.Row}", family.First.Excerpt))
                        ),
                ]
            );

    private static MarkdownSection Modes(IReadOnlyList<ViewSummary> views) =>
        new(
            "Largest modes",
            [
                .. views.SelectMany(view =>
                    view.Modes.Take(Shown)
                        .SelectMany(mode =>
                            mode.Examples.Take(1)
                                .Select(row =>
                                    Row(
                                        $"{MarkdownRenderer.Name(view.Name)} {Numbers.Percent(mode.Share)} `{Sparks.Bar(mode.Share)}`, row {row.Row}",
                                        row.Excerpt
                                    )
                                )
                        )
                ),
            ]
        );

    private static MarkdownSection Clusters(IReadOnlyList<ViewSummary> views) =>
        new("Largest clusters", [.. views.SelectMany(Clusters)]);

    private static IEnumerable<string> Clusters(ViewSummary view)
    {
        var sizes = Sparks.Line([.. view.Clusters.Sizes.Select(size => (double)size.Rows)]);
        yield return $"- {MarkdownRenderer.Name(view.Name)}: {Numbers.Count(view.Clusters.Count, "cluster")}, worth "
            + $"{Numbers.Score(view.Clusters.EffectiveCount)}; rows by size of cluster `{sizes}`";
        foreach (var cluster in view.Clusters.Largest.Take(Shown))
        {
            var terms = cluster.Terms.Count == 0 ? "" : $" ({string.Join(", ", cluster.Terms.Select(Code))})";
            var crowded = cluster.Crowded ? ", crowded" : "";
            foreach (var row in cluster.Examples.Take(1))
            {
                yield return "  "
                    + Row(
                        $"{Numbers.Count(cluster.Rows, "row")} {Numbers.Percent(cluster.Share)}{crowded}{terms}, row {row.Row}",
                        row.Excerpt
                    );
            }
        }
    }

    private static MarkdownSection? Gain(GainSummary? gain) =>
        gain is null
            ? null
            : new("Information gain", [.. gain.Sentences.Select(sentence => $"- {Sentence(sentence)}")]);

    private static MarkdownSection? Filter(FilterSummary? filter) =>
        filter is null
            ? null
            : new(
                $"Kept {Numbers.Count(filter.KeptRows, "row")}, dropped {Numbers.Count(filter.DroppedRows)}",
                [
                    $"- score at {filter.After.Rows} rows: {Numbers.Score(filter.Before.Mean)} before, {Numbers.Score(filter.After.Mean)} after",
                    .. filter.Dropped.Select(reason =>
                        $"- {Inline(Excerpt.Of(reason.Reason))}: {Numbers.Count(reason.Rows)}"
                    ),
                ]
            );

    internal static string Sentence(string text) => Inline(Excerpt.Of(text, 1000));
}
