using Prismatic.Reports;
using Spectre.Console;
using static Prismatic.Tool.Rendering.TerminalText;

namespace Prismatic.Tool.Rendering;

/// <summary>What changed between two data sets, on a terminal.</summary>
internal static class CompareTerminal
{
    private const int Shown = 3;

    /// <summary>Rows, the views side by side, repeats, clusters and a few rows to look at.</summary>
    public static void Write(CompareSummary compare, IAnsiConsole console)
    {
        console.Write(
            Plain(
                $"Rows: {Numbers.Count(compare.Added)} added, {Numbers.Count(compare.Removed)} removed, "
                    + $"{Numbers.Count(compare.Changed)} changed, {Numbers.Count(compare.Unchanged)} unchanged"
            )
        );
        console.Write(Plain($"Matched by {compare.MatchedBy}"));
        console.WriteLine();
        console.Write(Views(compare));
        console.WriteLine();
        WriteRepeats(compare, console);
        foreach (var view in compare.Views)
        {
            WriteClusters(view, console);
        }
        WriteRows("Added", compare.AddedExamples, console);
        WriteRows("Removed", compare.RemovedExamples, console);
        if (compare.ChangedExamples.Count > 0)
        {
            console.Write(Heading("Changed"));
            foreach (var pair in compare.ChangedExamples)
            {
                WriteExcerpt($"row {Numbers.Count(pair.Of)}", "- " + pair.OfExcerpt, console);
                WriteExcerpt($"row {Numbers.Count(pair.Row)}", "+ " + pair.Excerpt, console);
            }
        }
    }

    /// <summary>+3.1 or -0.4.</summary>
    public static string Signed(double value) => (value < 0 ? "" : "+") + Numbers.Score(value);

    /// <summary>A change of a share in hundredths: +3.1 %.</summary>
    public static string Points(double change) => (change < 0 ? "-" : "+") + Numbers.Percent(Math.Abs(change));

    /// <summary>A gain with its spread: 3.1 ± 0.2; a dash for none.</summary>
    public static string Gain(double? mean, double? spread) =>
        mean is { } value ? $"{Numbers.Score(value)} ± {Numbers.Score(spread ?? 0)}" : "-";

    private static Table Views(CompareSummary compare)
    {
        var table = new Table { Border = TableBorder.Horizontal, UseSafeBorder = false };
        table.AddColumn(new TableColumn("") { NoWrap = true });
        foreach (var view in compare.Views)
        {
            table.AddColumn(new TableColumn(Cell(view.Name)) { Alignment = Justify.Right });
        }
        Row("effective rows, BASE", view => Numbers.Score(view.Base));
        Row("effective rows, HEAD", view => $"{Numbers.Score(view.Head)} ({Signed(view.Change)})");
        if (compare.Views.FirstOrDefault(view => view.Gain is not null) is { Gain: { } gain })
        {
            Row(
                $"{Numbers.Count(gain.Rows)} added rows bring",
                view => Gain(view.Gain?.Added, view.Gain?.AddedDeviation)
            );
            Row("as many of BASE's own", view => Gain(view.Gain?.Chance, view.Gain?.ChanceDeviation));
            Row("so they are", view => view.Gain is { } own ? CommandText.Word(own.Level) : "-");
        }
        Beside("added", view => view.Added);
        Beside("removed", view => view.Removed);
        Row(
            "clusters grown, shrunk",
            view =>
                $"{Numbers.Count(view.Clusters.Grown)}, {Numbers.Count(view.Clusters.Shrunk)} of {Numbers.Count(view.Clusters.Count)}"
        );
        Row(
            "clusters new, vanished",
            view => $"{Numbers.Count(view.Clusters.New)}, {Numbers.Count(view.Clusters.Vanished)}"
        );
        return table;

        void Beside(string what, Func<CompareView, CompareDiversity?> of)
        {
            if (compare.Views.Select(of).FirstOrDefault(own => own is not null) is { } first)
            {
                Row($"{first.Rows} rows {what}", view => Gain(of(view)?.Mean, of(view)?.Deviation));
                Row("  as many of BASE", view => Gain(of(view)?.BaseMean, of(view)?.BaseDeviation));
            }
        }

        void Row(string name, Func<CompareView, string> value) =>
            table.AddRow([Cell(name), .. compare.Views.Select(view => Cell(value(view)))]);
    }

    private static void WriteRepeats(CompareSummary compare, IAnsiConsole console)
    {
        var repeats = compare.Repeats;
        if (repeats.Looked > 0)
        {
            console.Write(
                Plain(
                    $"{Numbers.Count(repeats.Rows, "added row")} ({Numbers.Percent(repeats.Share)}) repeat one: "
                        + $"{Kinds(repeats.Kinds)}; {Numbers.Count(repeats.OfBase)} of them a row of BASE"
                )
            );
            WritePairs(repeats.Kinds, console);
        }
        foreach (var other in compare.Against ?? [])
        {
            console.Write(
                Plain(
                    $"{Numbers.Count(other.Rows)} of {Numbers.Count(other.Looked, "new row")} ({Numbers.Percent(other.Share)}) "
                        + $"found in {other.Name}: {Kinds(other.Kinds)}"
                )
            );
            WritePairs(other.Kinds, console);
        }
    }

    private static string Kinds(IReadOnlyList<CompareRepeatKind> kinds) =>
        string.Join(", ", kinds.Select(kind => $"{Numbers.Count(kind.Rows)} {CommandText.Word(kind.Kind)}"));

    private static void WritePairs(IReadOnlyList<CompareRepeatKind> kinds, IAnsiConsole console)
    {
        foreach (var pair in kinds.SelectMany(kind => kind.Examples.Take(1)))
        {
            WriteExcerpt($"row {Numbers.Count(pair.Row)}", pair.Excerpt, console);
        }
    }

    private static void WriteClusters(CompareView view, IAnsiConsole console)
    {
        foreach (
            var (word, clusters) in new[] { ("grew", view.Clusters.MostGrown), ("shrank", view.Clusters.MostShrunk) }
        )
        {
            if (clusters.Count == 0)
            {
                continue;
            }
            console.Write(Heading($"Clusters that {word} ({view.Name})"));
            foreach (var cluster in clusters.Take(Shown))
            {
                var told =
                    cluster.Terms.Count > 0 ? string.Join(", ", cluster.Terms)
                    : cluster.Examples.Count > 0 ? cluster.Examples[0].Excerpt
                    : "";
                WriteExcerpt($"{Numbers.Count(cluster.Base)} → {Numbers.Count(cluster.Head)}", told, console);
            }
        }
    }

    private static void WriteRows(string word, IReadOnlyList<ExampleRow> rows, IAnsiConsole console)
    {
        if (rows.Count > 0)
        {
            console.Write(Heading(word));
            foreach (var row in rows)
            {
                WriteExcerpt($"row {Numbers.Count(row.Row)}", row.Excerpt, console);
            }
        }
    }
}
