using Prismatic.Reports;
using Prismatic.Tool.Results;
using static Prismatic.Tool.Rendering.MarkdownText;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// What is said in a pull request: a line for all data sets, a table, then a section for each, the worst first and open, those that
/// pass folded. It keeps below a length by leaving out whole sections, and says which.
/// </summary>
internal static class PullRequestText
{
    private const int PathLetters = 120;
    private const int NoteLetters = 400;
    private const int HashLetters = 7;

    // What the table may take of the whole, and the least a section is worth.
    private const int LongestTable = 12_000;
    private const int LongestForeword = 2_000;
    private const int ShortestSection = 1_500;

    /// <summary>The text, with line feeds.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="longest">Greatest length in UTF-16 code units.</param>
    /// <param name="isOfStranger">Whether the results come from a run that this repository does not control.</param>
    public static string Render(PullRequestResults results, int longest, bool isOfStranger)
    {
        var datasets = results
            .Datasets.OrderByDescending(dataset => dataset.Weight)
            .ThenBy(dataset => dataset.Path, StringComparer.Ordinal)
            .Select((dataset, index) => (Number: index + 1, Dataset: dataset))
            .ToList();
        var parts = new List<string> { Foreword(results, isOfStranger) };
        if (datasets.Count > 0)
        {
            parts.Add(Table(datasets));
        }
        var measured = datasets.Where(item => item.Dataset.Report is not null).ToList();
        var room = longest - parts.Sum(part => part.Length + 2) - LongestForeword;
        var left = new List<int>();
        for (var i = 0; i < measured.Count; i++)
        {
            // Everybody gets a share; what one does not need the others get.
            var text = Section(measured[i].Number, measured[i].Dataset, room / (measured.Count - i), isOfStranger);
            if (text is null || text.Length + 2 > room)
            {
                left.Add(measured[i].Number);
                continue;
            }
            parts.Add(text);
            room -= text.Length + 2;
        }
        if (left.Count > 0)
        {
            parts.Add(
                $"Left out, since comments are limited in length: {(left.Count == 1 ? "data set" : "data sets")} {Ranges(left)}. The report has all."
            );
        }
        return string.Join("\n\n", parts) + "\n";
    }

    private static string Foreword(PullRequestResults results, bool isOfStranger)
    {
        var report = results.ReportUrl is { } address ? $" [The report](<{address.AbsoluteUri}>) has all of it." : "";
        var stranger = isOfStranger
            ? "\n\nMeasured in a run of the pull request's own code and configuration: what names and sentences say is its author's word."
            : "";
        return $"## Prismatic: {Title(results)}\n\nCommit `{results.Head[..HashLetters]}` beside `{results.Base[..HashLetters]}`.{report}{stranger}";
    }

    /// <summary>What all data sets come to, in a few words.</summary>
    public static string Title(PullRequestResults results)
    {
        var all = results.Datasets;
        var failed = all.Count(dataset => dataset.Weight == Weight.Failed);
        var warned = all.Count(dataset => dataset.Weight == Weight.Warned);
        return all.Count == 0 ? "✅ no data set changes"
            : failed > 0
                ? $"❌ {Numbers.Count(failed)} of {Numbers.Count(all.Count, "data set")} {(failed == 1 ? "fails" : "fail")}"
            : warned > 0
                ? $"⚠️ {Numbers.Count(warned)} of {Numbers.Count(all.Count, "data set")} {(warned == 1 ? "warns" : "warn")}"
            : $"✅ {Numbers.Count(all.Count, "data set")} {(all.Count == 1 ? "passes" : "pass")}";
    }

    private static string Table(List<(int Number, DatasetResult Dataset)> datasets)
    {
        var lines = new List<string> { "| | data set | change | verdict | gates |", "|--:|---|---|---|---|" };
        var length = 0;
        foreach (var (number, dataset) in datasets)
        {
            var line =
                $"| {number} | {Mark(dataset.Weight)} {Place(dataset)} | {CommandText.Word(dataset.Status)} | "
                + $"{(dataset.Report is { } report ? MarkdownRenderer.Mark(report.Verdict.Level) : NotMeasured(dataset))} | "
                + $"{(dataset.Report?.Gates is { Outcomes.Count: > 0 } gates ? Inline(GateWords.Verdict(gates)) : "")} |";
            length += line.Length + 1;
            if (length > LongestTable)
            {
                lines.Add($"\n… and {Numbers.Count(datasets.Count - number + 1, "data set")} more.");
                break;
            }
            lines.Add(line);
        }
        return string.Join('\n', lines);
    }

    private static string? Section(int number, DatasetResult dataset, int longest, bool isOfStranger)
    {
        if (longest < ShortestSection)
        {
            return null;
        }
        var report = dataset.Report!;
        if (isOfStranger)
        {
            // A reader would take it for ours and run it.
            report = report with
            {
                Reproduce = report.Reproduce with { CommandLine = "" },
            };
        }
        var isOpen = dataset.Weight >= Weight.Warned;
        var name = $"{number}\\. {Mark(dataset.Weight)} {Place(dataset)}";
        var note = dataset.Note is null ? "" : $"{Inline(Excerpt.Of(dataset.Note, NoteLetters))}\n\n";
        var (before, after) = isOpen
            ? ($"## {name}\n\n{note}", "")
            : (
                $"<details><summary>Data set {number}: {Word(dataset.Weight)}</summary>\n\n**{name}**\n\n{note}",
                "\n\n</details>"
            );
        var text = before + MarkdownRenderer.Body(report, longest - before.Length - after.Length) + after;
        return text.Length <= longest ? text : null;
    }

    private static string NotMeasured(DatasetResult dataset) =>
        dataset.Note is { } note ? Inline(Excerpt.Of(note, NoteLetters))
        : dataset.Status == DatasetStatus.Removed ? ""
        : "not measured";

    private static string Place(DatasetResult dataset) =>
        dataset.Previous is { } previous && previous != dataset.Path
            ? $"{Name(dataset.Path)} (before: {Name(previous)})"
            : Name(dataset.Path);

    // The end of a path says more than its beginning.
    private static string Name(string path) => Inline(path.Length <= PathLetters ? path : "…" + path[^PathLetters..]);

    private static string Mark(Weight weight) =>
        weight switch
        {
            Weight.Failed => "❌",
            Weight.Warned => "⚠️",
            _ => "✅",
        };

    private static string Word(Weight weight) => weight == Weight.Changed ? "passes, and has changed" : "passes";

    // 3, 5 to 9.
    private static string Ranges(List<int> numbers)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
            {
                ranges[^1] = (ranges[^1].First, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }
        return string.Join(
            ", ",
            ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First} to {range.Last}")
        );
    }
}
