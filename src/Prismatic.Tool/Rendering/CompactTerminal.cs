using Prismatic.Gates;
using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// The report for a person at a terminal: verdict, one table of all measures with their gates, what weighs, what to do. The long text is
/// for where no person reads as it comes.
/// </summary>
internal static class CompactTerminal
{
    private const int MeasuresShown = 30;
    private const int GatesShown = 3;
    private const int RowsShown = 2;

    /// <summary>Prints it.</summary>
    public static void Write(Report report, IAnsiConsole console)
    {
        if (report.Gates is { Outcomes.Count: > 0 } gates)
        {
            var changes = gates.Baseline is { } baseline ? $"; changes from {Excerpt.Of(baseline)}" : "";
            console.Write(Plain(GateWords.Verdict(gates) + changes, Of(gates.Passed)));
        }
        console.Write(Plain(Rows(report)));
        console.Write(Table(report));
        WriteReasons(report.Verdict, console);
        WriteFailed(report.Gates?.Outcomes ?? [], console);
        console.Write(
            Plain("Rows, modes and clusters are in the page; piped into a file or a pager, this says all.", Style.Plain)
        );
    }

    private static string Rows(Report report) =>
        report.Compare is { } compare
            ? $"{Numbers.Count(compare.Added)} rows added, {Numbers.Count(compare.Removed)} removed, "
                + $"{Numbers.Count(compare.Changed)} changed, {Numbers.Count(compare.Unchanged)} unchanged"
        : report.Outputs is { } outputs
            ? $"{Numbers.Count(outputs.Models.Count, "model")}, {Numbers.Count(outputs.Prompts, "prompt")}, "
                + $"{Numbers.Count(outputs.Answers, "answer")} measured"
        : report.Filter is { } filter
            ? $"{Numbers.Count(filter.KeptRows, "row")} kept, {Numbers.Count(filter.DroppedRows)} dropped"
        : $"{Numbers.Count(report.Dataset.Rows, "row")} read, {Numbers.Count(report.Dataset.MeasuredRows)} measured";

    private static Table Table(Report report)
    {
        List<Measure> measures = [.. Measure.All(report)];
        var outcomes = report.Gates?.Outcomes ?? [];
        var changed = measures.Any(measure => measure.Change.Length > 0);
        var table = new Table { Border = TableBorder.Horizontal, UseSafeBorder = false };
        table.AddColumn(new TableColumn("measure") { NoWrap = true });
        table.AddColumn(new TableColumn("value") { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn("") { NoWrap = true });
        if (changed)
        {
            table.AddColumn(new TableColumn("change") { Alignment = Justify.Right, NoWrap = true });
        }
        if (outcomes.Count > 0)
        {
            table.AddColumn(new TableColumn("gate") { NoWrap = true });
        }
        foreach (var measure in measures.Take(MeasuresShown))
        {
            var name = measure.Rule.Name + (measure.Of is { } of ? $" of {Excerpt.Of(of, 24)}" : "");
            List<Spectre.Console.Text> cells =
            [
                Cell(name),
                Cell(measure.Value),
                Cell(measure.Share is { } share ? Sparks.Bar(share) : ""),
            ];
            if (changed)
            {
                cells.Add(Cell(measure.Change));
            }
            if (outcomes.Count > 0)
            {
                cells.Add(Gate(outcomes, measure));
            }
            table.AddRow(cells);
        }
        if (measures.Count > MeasuresShown)
        {
            table.AddRow(Cell($"… {measures.Count - MeasuresShown} more"));
        }
        return table;
    }

    private static Spectre.Console.Text Gate(IReadOnlyList<GateOutcome> outcomes, Measure measure)
    {
        var outcome = outcomes.FirstOrDefault(gate => gate.Rule == measure.Rule.Name && gate.Of == measure.Of);
        return outcome is null
            ? Cell("")
            : new Spectre.Console.Text(
                GateWords.State(outcome),
                outcome.Fails ? TerminalColours.Bad
                    : outcome.IsMissed ? TerminalColours.Middling
                    : outcome.State == GateState.Passed ? TerminalColours.Good
                    : Style.Plain
            );
    }

    // What weighs in the verdict; rules that found nothing say nothing here.
    private static void WriteReasons(Verdict verdict, IAnsiConsole console)
    {
        foreach (var reason in verdict.Reasons.Where(reason => reason.Level != DiversityLevel.Diverse))
        {
            console.Write(
                new Paragraph { Overflow = Overflow.Fold }
                    .Append(
                        reason.Level == DiversityLevel.Mixed ? "mixed        " : "homogeneous  ",
                        TerminalColours.Of(reason.Level)
                    )
                    .Append(VisibleText.Of($"{reason.Rule}: {Numbers.Percent(reason.Value)}") + "\n")
            );
        }
    }

    private static void WriteFailed(IReadOnlyList<GateOutcome> outcomes, IAnsiConsole console)
    {
        var failed = outcomes.Where(outcome => outcome.Fails).ToList();
        foreach (var outcome in failed.Take(GatesShown))
        {
            console.Write(Heading($"{outcome.Id} {GateWords.Name(outcome)}: {GateWords.Limits(outcome)}"));
            console.Write(Plain(Excerpt.Of(outcome.Next, 300)));
            foreach (var row in outcome.Rows.Take(RowsShown))
            {
                WriteExcerpt($"row {Numbers.Count(row.Row)}", row.Excerpt, console);
            }
        }
        if (failed.Count > GatesShown)
        {
            console.Write(Plain($"and {failed.Count - GatesShown} more that fail, in the page"));
        }
    }

    private static Style Of(bool passed) => passed ? TerminalColours.Good : TerminalColours.Bad;
}
