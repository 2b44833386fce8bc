using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// The report as text: verdict, the views side by side, the largest groups with a row to look at; a compact table where a person reads it
/// as it comes.
/// </summary>
internal static class TerminalRenderer
{
    private const int GroupsShown = 3;

    /// <summary>Prints the report. Plain text, when the console has neither colour nor control sequences.</summary>
    public static void Write(Report report, IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Sentence(report.Verdict));
        console.WriteLine();
        if (console.Profile.Out.IsTerminal)
        {
            CompactTerminal.Write(report, console);
            return;
        }
        if (report.Gates is { Outcomes.Count: > 0 } gates)
        {
            GateTerminal.Write(gates, console);
            console.WriteLine();
        }
        if (report.Compare is { } compare)
        {
            CompareTerminal.Write(compare, console);
            return;
        }
        if (report.Outputs is { } outputs)
        {
            OutputsTerminal.Write(outputs, console);
            if (report.People is { } people)
            {
                PeopleTerminal.Write(people, console);
            }
            return;
        }
        console.Write(Views(report));
        console.WriteLine();
        foreach (var agreement in report.Agreement ?? [])
        {
            WriteAgreement(agreement, console);
        }
        if (report.Meaning is { } meaning)
        {
            TerminalMeaning.Write(meaning, console);
        }
        if (report.Gain is { } gain)
        {
            WriteGain(gain, console);
        }
        foreach (var line in DataLines(report))
        {
            console.Write(Plain(line));
        }
        if (report.Duplicates is { } duplicates)
        {
            DuplicatesText.WriteRows(duplicates, console);
        }
        if (report.Templates is { } templates)
        {
            TemplatesTerminal.Write(templates, console);
        }
        foreach (var view in report.Views)
        {
            WriteGroups(view, console);
        }
        if (report.Filter is { } filter)
        {
            console.WriteLine();
            WriteFilter(filter, report.Views[0].Name, console);
        }
    }

    private static Paragraph Sentence(Verdict verdict)
    {
        var style = new Style(TerminalColours.Of(verdict.Level).Foreground, decoration: Decoration.Bold);
        var text = VisibleText.Of(verdict.Sentence);
        var colon = text.IndexOf(':', StringComparison.Ordinal) + 1;
        return new Paragraph().Append(text[..colon], style).Append(text[colon..] + "\n");
    }

    private static Table Views(Report report)
    {
        var table = new Table { Border = TableBorder.Horizontal, UseSafeBorder = false };
        table.AddColumn(new TableColumn("") { NoWrap = true });
        foreach (var view in report.Views)
        {
            table.AddColumn(new TableColumn(Cell(view.Name)) { Alignment = Justify.Right });
        }
        Row("score (Vendi, order 1)", view => Numbers.Score(view.Vendi.Order1));
        Row(
            "  of its ceiling",
            view => $"{Numbers.Percent(view.ShareOfCeiling)} of {Numbers.Score(view.Ceiling.Order1)}"
        );
        Row(
            $"score at {report.Views.Select(view => view.Rarefied.Rows).DefaultIfEmpty(0).Max()} rows",
            view => $"{Numbers.Score(view.Rarefied.Mean)} ± {Numbers.Score(view.Rarefied.StandardDeviation)}"
        );
        Row("  of its ceiling", view => Numbers.Percent(view.Rarefied.ShareOfCeiling));
        if (report.Views.Any(view => view.Raw is not null))
        {
            Row("score, not centred", view => view.Raw is { } raw ? Numbers.Score(raw.Order1) : "");
            Row(
                "  at as many rows",
                view =>
                    view.Raw is { Rarefied: var raw }
                        ? $"{Numbers.Score(raw.Mean)} ± {Numbers.Score(raw.StandardDeviation)}"
                        : ""
            );
        }
        Row(
            "order 2, order ∞",
            view => $"{Numbers.Score(view.Vendi.Order2)}, {Numbers.Score(view.Vendi.OrderInfinity)}"
        );
        Row(
            "clusters (effective)",
            view => $"{Numbers.Count(view.Clusters.Count)} ({Numbers.Score(view.Clusters.EffectiveCount)})"
        );
        Row("rows near a template", view => Numbers.Percent(view.Clusters.CrowdedShare));
        if (report.Views.Select(view => view.Clusters.Spread).FirstOrDefault(spread => spread is not null) is { } known)
        {
            var anew = $"of {Numbers.Count(known.Rows, "row")}, {known.Draws} seeds:";
            Row(
                anew + " clusters",
                view =>
                    view.Clusters.Spread is { } s
                        ? $"{Numbers.Score(s.EffectiveCount)} ± {Numbers.Score(s.EffectiveCountDeviation)}"
                        : ""
            );
            Row(
                "  near a template",
                view =>
                    view.Clusters.Spread is { } s
                        ? $"{Numbers.Percent(s.CrowdedShare)} ± {Numbers.Percent(s.CrowdedShareDeviation)}"
                        : ""
            );
        }
        if (report.Views.Any(view => view.Familiarity is not null))
        {
            Row(
                "proxy loss, nats a token",
                view => view.Familiarity is { } known ? Numbers.Decimal(known.MeanLoss) : ""
            );
            Row("rows cut short", view => view.Familiarity is { } known ? Numbers.Percent(known.TruncatedShare) : "");
        }
        return table;

        void Row(string name, Func<ViewSummary, string> value) =>
            table.AddRow([Cell(name), .. report.Views.Select(view => Cell(value(view)))]);
    }

    private static void WriteAgreement(AgreementSummary agreement, IAnsiConsole console)
    {
        console.Write(Plain(string.Join(' ', agreement.Sentences)));
        IEnumerable<(string View, IReadOnlyList<CrowdedRow> Rows)> sides =
        [
            (agreement.First, agreement.CrowdedInFirst),
            (agreement.Second, agreement.CrowdedInSecond),
        ];
        // Where views agree, the few rows they differ on are no news; the page has them.
        foreach (var (view, rows) in sides.Where(side => agreement.Kind != AgreementKind.Agree && side.Rows.Count > 0))
        {
            console.Write(Plain($"Crowded by {view} only", new Style(decoration: Decoration.Bold)));
            foreach (var row in rows.Take(GroupsShown - 1))
            {
                WriteExcerpt($"row {Numbers.Count(row.Row)}", row.Excerpt, console);
            }
        }
        console.WriteLine();
    }

    private static void WriteGain(GainSummary gain, IAnsiConsole console)
    {
        console.Write(Plain(string.Join(' ', gain.Sentences)));
        console.Write(
            Plain(
                $"Information gain of {Numbers.Count(gain.Rows, "row")}: {gain.Source}; "
                    + $"{Numbers.Percent((gain.Specific ?? gain.Own).AboveZero)} gain more than "
                    + $"{(gain.Specific is null ? "from none" : "from another row's")}, "
                    + $"{Numbers.Count(gain.RowsWithoutReasoning)} without reasoning, "
                    + $"{Numbers.Count(gain.RowsWithoutAnswer)} without answer"
            )
        );
        foreach (var cell in gain.Quadrant?.Cells ?? [])
        {
            var name =
                $"{(cell.Sparse ? "sparse" : "dense")} in {gain.Quadrant!.View}, "
                + $"{(cell.HighGain ? "helped by their reasoning" : "not helped")}";
            console.Write(Plain($"{Numbers.Count(cell.Rows), 10}  {name} ({Numbers.Percent(cell.Share)})"));
            // The first two cells are those to act on: to keep, and to look at.
            if (cell.Sparse && cell.Examples.Count > 0)
            {
                WriteExcerpt($"row {Numbers.Count(cell.Examples[0].Row)}", cell.Examples[0].Excerpt, console);
            }
        }
        console.WriteLine();
    }

    private static IEnumerable<string> DataLines(Report report)
    {
        var data = report.Dataset;
        yield return $"{Numbers.Count(data.Rows)} rows read, {Numbers.Count(data.MeasuredRows)} measured; "
            + $"{Numbers.Count(data.ExactDuplicates)} exact duplicates ({Numbers.Percent(data.ExactDuplicateShare)}), "
            + $"{Numbers.Count(data.NullTexts)} null, {Numbers.Count(data.EmptyTexts)} empty";
        foreach (var line in report.Duplicates is { } duplicates ? DuplicatesText.Lines(duplicates) : [])
        {
            yield return line;
        }
        if (report.Templates is { } templates)
        {
            yield return TemplatesTerminal.Line(templates);
        }
        if (report.Wording is { } words)
        {
            yield return $"Wording: distinct-2 {Numbers.Decimal(words.Distinct[1])}, self-repetition "
                + $"{Numbers.Decimal(words.SelfRepetition)}, compression {Numbers.Decimal(words.CompressionRatio)}, self-BLEU "
                + $"{(words.SelfBleu is { } bleu ? Numbers.Decimal(bleu) : "-")}, homogenization "
                + $"{(words.Homogenization is { } alike ? Numbers.Decimal(alike) : "-")}";
        }
        yield return data.Fields;
        if (
            report.Views.FirstOrDefault(view => view.Familiarity is not null) is
            { Familiarity: { } known, Name: var name }
        )
        {
            yield return $"{name}: loss over {known.LossMask}";
        }
    }

    private static void WriteGroups(ViewSummary view, IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Plain($"Largest modes ({view.Name})", new Style(decoration: Decoration.Bold)));
        foreach (var mode in view.Modes.Take(GroupsShown))
        {
            WriteGroup(Numbers.Percent(mode.Share), mode.Examples, console);
        }
        var crowded = view.Clusters.Largest.Take(GroupsShown).ToList();
        if (crowded.Count > 0)
        {
            console.Write(Plain($"Largest clusters ({view.Name})", new Style(decoration: Decoration.Bold)));
            foreach (var cluster in crowded)
            {
                if (cluster.Terms.Count > 0)
                {
                    WriteExcerpt($"{Numbers.Count(cluster.Rows)} rows", string.Join(", ", cluster.Terms), console);
                }
                WriteGroup(
                    cluster.Terms.Count > 0 ? "" : $"{Numbers.Count(cluster.Rows)} rows",
                    cluster.Examples,
                    console
                );
            }
        }
    }

    private static void WriteGroup(string size, IReadOnlyList<ExampleRow> examples, IAnsiConsole console) =>
        WriteExcerpt(size, examples.Count > 0 ? examples[0].Excerpt : "", console);

    private static void WriteFilter(FilterSummary filter, string view, IAnsiConsole console)
    {
        console.Write(
            Plain($"Kept {Numbers.Count(filter.KeptRows)} rows, dropped {Numbers.Count(filter.DroppedRows)}:")
        );
        foreach (var reason in filter.Dropped)
        {
            console.Write(Plain($"{Numbers.Count(reason.Rows), 10}  {reason.Reason}"));
        }
        if (filter.NearCopies is { } near)
        {
            console.Write(
                Plain(
                    $"Near-copies: {Numbers.Count(near.Found)} from cosine {Numbers.Decimal(near.Threshold)} on"
                        + (
                            near.TakenBack > 0
                                ? $", {Numbers.Count(near.TakenBack)} of them kept to meet the budget, the most different first"
                                : ""
                        )
                )
            );
        }
        console.Write(
            Plain(
                $"Score at {Numbers.Count(filter.Before.Rows)} rows ({view}): "
                    + $"{Numbers.Score(filter.Before.Mean)} before, {Numbers.Score(filter.After.Mean)} after"
            )
        );
    }
}
