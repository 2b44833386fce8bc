using Prismatic.Reports;
using static Prismatic.Tool.Rendering.MarkdownText;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// The report as Markdown for a comment or the summary of a job: verdict and numbers first, everything else folded. What is left
/// out of it because hosts limit length is said.
/// </summary>
internal static class MarkdownRenderer
{
    /// <summary>Greatest length in UTF-16 code units; GitHub takes 65,536 characters in a comment.</summary>
    public const int Longest = 60_000;

    private const int MeasuresShown = 60;
    private const int FilesShown = 5;
    private const int NameLetters = 80;
    private const int SentenceLetters = 1000;
    private const int CommandLetters = 4000;
    private const int ParametersShown = 40;

    // Room for the line that says what was left out.
    private const int NoticeLength = 600;

    /// <summary>The text, with line feeds; the same for the same report.</summary>
    public static string Render(Report report)
    {
        var title = $"## Prismatic {Word(report)}: {Mark(report.Verdict.Level)}\n\n";
        return title + Body(report, Longest - title.Length - 1) + "\n";
    }

    /// <summary>The same without its title, for a text about several reports.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="longest">
    /// Greatest length; sections that do not fit are left out, method and command too where there is little room. Verdict and measures
    /// are never left out: the text may be longer by them.
    /// </param>
    public static string Body(Report report, int longest)
    {
        var head = Head(report);
        var foot = Foot(report);
        var room = longest - head.Length - foot.Length - NoticeLength;
        var shown = new List<string>();
        var left = new List<string>();
        foreach (var section in MarkdownSections.Of(report))
        {
            var text = section.Text;
            if (text.Length + 2 <= room)
            {
                shown.Add(text);
                room -= text.Length + 2;
            }
            else
            {
                left.Add(section.Title);
            }
        }
        if (left.Count > 0)
        {
            shown.Add(
                $"Left out, since comments are limited in length: {string.Join(", ", left)}. The page and the JSON have all."
            );
        }
        var all = string.Join("\n\n", [head, .. shown, foot]);
        return all.Length <= longest ? all : string.Join("\n\n", [head, .. shown]);
    }

    /// <summary>The verdict's level as a mark and a word.</summary>
    internal static string Mark(DiversityLevel level) =>
        level switch
        {
            DiversityLevel.Diverse => "🟢 diverse",
            DiversityLevel.Mixed => "🟡 mixed",
            _ => "🔴 homogeneous",
        };

    /// <summary>A name of the data, short.</summary>
    internal static string Name(string name) => Inline(Excerpt.Of(name, NameLetters));

    private static string Head(Report report)
    {
        var verdict = report.Verdict;
        var data = report.Dataset;
        var files = string.Join(", ", data.Files.Take(FilesShown).Select(Name));
        var more = data.Files.Count > FilesShown ? $" and {data.Files.Count - FilesShown} more" : "";
        return $"**{Inline(Excerpt.Of(verdict.Sentence, SentenceLetters))}**\n\n"
            + (report.Gates is { Outcomes.Count: > 0 } gates ? $"{MarkdownGates.Line(gates)}\n\n" : "")
            + $"Data: {files}{more}, {Numbers.Count(data.Rows, "row")} read, {Numbers.Count(data.MeasuredRows)} measured.\n\n"
            + Measures(report);
    }

    private static string Word(Report report) =>
        report.Command is "filter" or "outputs" or "compare" ? report.Command : "audit";

    private static string Measures(Report report)
    {
        var measures = Measure.All(report).ToList();
        var hasBaseline = report.Gates?.Baseline is not null;
        var lines = hasBaseline
            ? new List<string> { "| measure | of | value | change | |", "|---|---|--:|--:|---|" }
            : ["| measure | of | value | |", "|---|---|--:|---|"];
        lines.AddRange(
            measures
                .Take(MeasuresShown)
                .Select(measure =>
                    $"| {measure.Rule.Name} | {(measure.Of is { } of ? Name(of) : "")} | {measure.Value} | "
                    + (hasBaseline ? $"{measure.Change} | " : "")
                    + (measure.Share is { } share ? $"`{Sparks.Bar(share)}` |" : "|")
                )
        );
        if (measures.Count > MeasuresShown)
        {
            lines.Add($"\n… and {measures.Count - MeasuresShown} measures more, in the page.");
        }
        return string.Join('\n', lines);
    }

    private static string Foot(Report report)
    {
        var views = report
            .Views.Select(view => (view.Name, view.Description, view.Fingerprint))
            .Concat((report.Outputs?.Views ?? []).Select(view => (view.Name, view.Description, view.Fingerprint)));
        var lines = new List<string>
        {
            "<details><summary>Method, and how to get this again</summary>",
            "",
            "Scores are effective numbers of different rows (Vendi score) at a common number of rows; their bar is the part of what as "
                + "many independent random directions would reach. Numbers of different fingerprints are never compared.",
            "",
        };
        lines.AddRange(
            views.Select(view =>
                $"- {Name(view.Name)}: {Inline(Excerpt.Of(view.Description))}, fingerprint {Code(Excerpt.Of(view.Fingerprint))}"
            )
        );
        lines.AddRange(
            report
                .Reproduce.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(ParametersShown)
                .Select(pair => $"- {Name(pair.Key)}: {Code(Excerpt.Of(pair.Value))}")
        );
        lines.Add($"- version of the program: {Code(Excerpt.Of(report.ToolVersion, NameLetters))}");
        var command = report.Reproduce.CommandLine;
        lines.Add("");
        if (command.Length > 0)
        {
            // Half a command gives something else again.
            lines.Add(
                command.Length <= CommandLetters
                    ? Block(command, "sh")
                    : "The command line is long: the JSON report has it."
            );
            lines.Add("");
        }
        lines.Add("</details>");
        return string.Join('\n', lines);
    }
}
